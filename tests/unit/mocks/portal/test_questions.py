"""Questions and answers: what citizens ask, what the province answers, what ministries have answered."""

from typing import Any

REPLY = {"MaCauHoi": "HD-0001", "NoiDungTraLoi": "Cần giấy đề nghị và giấy tờ pháp lý của chủ hộ."}


def questions(mock: Any, service: str = "LayDanhSachHoiDapGuiTuDVCQG") -> dict[str, str]:
    return {row["MaCauHoi"]: row["TrangThai"] for row in mock.call(service).json()["result"]}


def test_the_province_answers_a_question(signed_in: Any) -> None:
    assert questions(signed_in) == {"HD-0001": "0", "HD-0002": "0", "HD-0003": "0"}
    assert signed_in.call("LayNoiDungTraLoiTheoCauHoi", maCauHoi="HD-0001").json()["result"]["NoiDungTraLoi"] is None
    assert signed_in.call("DongBoKetQuaHoiDapGuiTuDVCQG", data=[REPLY]).json()["error_code"] == "0"
    assert signed_in.last()["facts"]["effect"] == "added"
    assert questions(signed_in)["HD-0001"] == "1"
    told = signed_in.call("LayNoiDungTraLoiTheoCauHoi", maCauHoi="HD-0001").json()["result"]
    assert told["NoiDungTraLoi"] == REPLY["NoiDungTraLoi"]
    assert signed_in.view("questions")["questions"][0] == {
        "MaCauHoi": "HD-0001", "to": "province", "answered": True, "times": 1,
    }  # fmt: skip


def test_ministries_have_answered_theirs(signed_in: Any) -> None:
    answered = questions(signed_in, "LayDanhSachHoiDapBoCoQuan")
    assert set(answered.values()) == {"1"}
    for code in answered:
        assert signed_in.call("LayNoiDungTraLoiTheoCauHoi", maCauHoi=code).json()["result"]["NoiDungTraLoi"]


def test_a_question_that_the_referee_asks_is_listed(signed_in: Any) -> None:
    code = signed_in.command("questions/ask", NoiDung="Nộp hồ sơ ở đâu?")["MaCauHoi"]
    assert questions(signed_in)[code] == "0"
    assert signed_in.call("DongBoKetQuaHoiDapGuiTuDVCQG", data=[REPLY | {"MaCauHoi": code}]).json()["error_code"] == "0"
    assert questions(signed_in)[code] == "1"
    assert signed_in.command("questions/ask", NoiDung="Và khi nào?")["MaCauHoi"] != code


def test_an_answer_to_no_question_of_the_province_is_refused_whole(signed_in: Any) -> None:
    for code in ("HD-7777", "HD-9001"):
        told = signed_in.call("DongBoKetQuaHoiDapGuiTuDVCQG", data=[REPLY, REPLY | {"MaCauHoi": code}]).json()
        assert told["error_code"] == "6"
        assert signed_in.last()["facts"]["reason"] == "unknown-question"
    assert set(questions(signed_in).values()) == {"0"}


def test_nobody_has_answered_a_question_that_is_unknown(signed_in: Any) -> None:
    assert signed_in.call("LayNoiDungTraLoiTheoCauHoi", maCauHoi="HD-7777").json()["result"] is None
    assert signed_in.last()["facts"]["found"] is False


def test_published_pairs_are_counted_without_their_words(signed_in: Any) -> None:
    pair = {"MaHoiDap": "H56-1", "CauHoi": "Lệ phí là bao nhiêu?", "TraLoi": "Tám nghìn đồng."}
    for data in ([pair], [pair, pair | {"MaHoiDap": "H56-2", "TraLoi": None}]):
        assert signed_in.call("DongBoHoiDap", data=data).json()["error_code"] == "0"
    assert signed_in.view("questions")["published"] == [
        {"MaHoiDap": "H56-1", "times": 2, "answered": True},
        {"MaHoiDap": "H56-2", "times": 1, "answered": False},
    ]
