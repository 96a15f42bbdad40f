"""Accounts and the store of results: found by number, files fetched, everything made up."""

from typing import Any

import pytest


def search(mock: Any, owner: str, **more: Any) -> Any:
    body = {"session": mock.session, "SoDinhDanhChuSoHuu": owner, "KenhThucHien": "1"} | more
    return mock.checked("TraCuuKetQuaSoHoa", mock.national.post("/share/kho-so-hoa", json=body)).json()


def fetch(mock: Any, agency: str, path: str, **more: Any) -> Any:
    body = {"session": mock.session, "CoQuanChuQuan": agency, "DuongDan": path} | more
    return mock.national.post("/share/kho-so-hoa/tep", json=body)


def test_an_account_is_found_by_its_number(signed_in: Any) -> None:
    accounts = signed_in.view("accounts")["accounts"]
    assert len(accounts) == 5
    for row in accounts:
        told = signed_in.call("TraCuuTechID", provider="wso2is", mstorcmnd=row["mstorcmnd"]).json()
        assert told["result"] == {"TECHNICALID": row["TECHNICALID"]}
    assert row["mstorcmnd"] not in str(signed_in.journal()), "a number is redacted in the journal"


def test_nobody_has_the_account_of_another_number(signed_in: Any) -> None:
    assert signed_in.call("TraCuuTechID", provider="wso2is", mstorcmnd="097099000001").json()["result"] is None
    added = signed_in.command("accounts/add", mstorcmnd="097099000001")
    assert signed_in.call("TraCuuTechID", provider="wso2is", mstorcmnd="097099000001").json()["result"] == added


def test_results_are_found_and_their_files_fetched(signed_in: Any) -> None:
    owner = signed_in.view("results")["results"][0]["SoDinhDanhChuSoHuu"]
    told = search(signed_in, owner)
    assert (told["errorCode"], told["message"]) == ("0", "Thành công")
    found = told["result"]["DanhSachGiayToKetQua"]
    assert len(found) == signed_in.last()["facts"]["results"] == 2
    for row in found:
        answer = fetch(signed_in, row["CoQuanChuQuan"], row["DanhSachTepDinhKem"][0]["DuongDan"])
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF-")
        assert row["SoKyHieu"].encode() in answer.content


def test_only_the_wanted_results_are_told(signed_in: Any) -> None:
    owner = signed_in.view("results")["results"][0]["SoDinhDanhChuSoHuu"]
    first, second = search(signed_in, owner)["result"]["DanhSachGiayToKetQua"]
    wanted = {"MaKetQua": first["MaKetQua"]}
    assert search(signed_in, owner, DanhSachDanhMucKetQua=[wanted])["result"]["DanhSachGiayToKetQua"] == [first]
    other = wanted | {"SoKyHieu": second["SoKyHieu"]}
    assert search(signed_in, owner, DanhSachDanhMucKetQua=[other])["result"]["DanhSachGiayToKetQua"] == []


def test_a_result_that_the_referee_adds_is_found(signed_in: Any) -> None:
    assert search(signed_in, "097099000001")["result"] == {"DanhSachGiayToKetQua": []}
    added = signed_in.command("results/add", SoDinhDanhChuSoHuu="097099000001", MaKetQua="KQ.2.001019.01")
    assert search(signed_in, "097099000001")["result"]["DanhSachGiayToKetQua"] == [added]
    refused = {"SoDinhDanhChuSoHuu": "097099000001", "MaKetQua": "KQ.9.999999.01"}
    assert signed_in.control.post("/control/1/results/add", json=refused).status_code == 422


@pytest.mark.parametrize(
    ("more", "status", "code", "reason"),
    [
        ({"DuongDan": "/kho/none.pdf"}, 404, "7", "unknown-file"),
        ({"session": "x"}, 401, "-2", "no-session"),
        ({"session": None}, 401, "-2", "no-session"),
        ({"DuongDan": ""}, 400, "-1", "malformed"),
    ],
)
def test_a_file_is_refused_by_http_status(strict: Any, more: Any, status: int, code: str, reason: str) -> None:
    row = strict.view("results")["results"][0]
    answer = fetch(strict, row["CoQuanChuQuan"], row["DanhSachTepDinhKem"][0]["DuongDan"], **more)
    assert (answer.status_code, answer.json()["error_code"]) == (status, code)
    assert strict.last()["facts"]["reason"] == reason


def test_a_refused_search_has_the_envelope_of_its_service(strict: Any) -> None:
    told = search(strict, "")
    assert (told["errorCode"], told["signature"], told["result"]) == ("-1", None, None)
    assert search(strict, "x", session="y")["errorCode"] == "-2"


def test_what_people_have_does_not_depend_on_what_is_published(signed_in: Any) -> None:
    before = signed_in.view("results")
    new = {"TENTTHC": "Mới", "MALINHVUC": "G03-GD10", "TENLINHVUC": "x", "level": "commune", "days": 1, "fee": 0}
    signed_in.command("procedures/publish", MATTHC="3.000123", papers=["Đơn"], results=["Giấy"], **new)
    signed_in.command("procedures/withdraw", MATTHC="2.001019")
    assert signed_in.view("results") == before


def test_one_seed_has_the_same_people(start: Any) -> None:
    seen = [start(seed=seed).view("accounts") for seed in (1, 1, 2)]
    assert seen[0] == seen[1] != seen[2]
