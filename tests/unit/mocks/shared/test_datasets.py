"""The data provider: pages, versions, and that what has not changed is not sent again."""

import hashlib
import hmac
import json
from typing import Any

import pytest

from tests.unit.mocks.province import Province
from tests.unit.mocks.shared.visiting import Shared


def test_datasets_are_listed_and_read_page_by_page(shared: Shared) -> None:
    sizes = {row["MaBoDuLieu"]: row["SoBanGhi"] for row in shared.call("LayDanhSachDuLieu").json()["DanhSach"]}
    assert set(sizes) == {"don-vi", "can-bo", "bang-gia-dat"}
    for code, size in sizes.items():
        rows: list[Any] = []
        page, pages = 0, 1
        while page < pages:
            page += 1
            query = {"trang": str(page), "kichThuoc": "50"}
            told = shared.call("LayDuLieu", path={"MaBoDuLieu": code}, params=query).json()
            rows, pages = rows + told["DanhSach"], told["TongSoTrang"]
        assert (len(rows), len({json.dumps(row) for row in rows})) == (size, size)
    beyond = {"trang": "999"}
    assert shared.call("LayDuLieu", path={"MaBoDuLieu": "don-vi"}, params=beyond).json()["DanhSach"] == []


def test_what_has_not_changed_is_not_sent_again(shared: Shared) -> None:
    where: dict[str, Any] = {"path": {"MaBoDuLieu": "don-vi"}}
    first = shared.call("LayDuLieu", **where)
    etag = first.headers["ETag"]
    assert etag == first.json()["ETag"]
    for held in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        again = shared.call("LayDuLieu", **where, headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    shared.behave("ignores-etag", times=1)
    assert shared.call("LayDuLieu", **where, headers={"If-None-Match": etag}).status_code == 200
    assert shared.command("datasets/change", MaBoDuLieu="don-vi")["PhienBan"] == 2
    fresh = shared.call("LayDuLieu", **where, headers={"If-None-Match": etag})
    assert (fresh.status_code, fresh.json()["TongSo"]) == (200, first.json()["TongSo"] + 1)


@pytest.mark.parametrize("code", ["don-vi", "can-bo", "bang-gia-dat"])
def test_a_change_is_told_and_signed(shared: Shared, province: Province, code: str) -> None:
    assert shared.command("datasets/change", MaBoDuLieu=code)["pushed"] is False
    shared.command("province", url=province.url)
    told = shared.command("datasets/change", MaBoDuLieu=code)
    assert (told["pushed"], told["PhienBan"]) == (True, 3)
    (push,) = province.wait(1)
    event = json.loads(push.body)
    assert (push.path, event["DuLieu"]) == (
        "/api/dung-chung/du-lieu-thay-doi",
        {"MaBoDuLieu": code, "PhienBan": 3, "ETag": told["ETag"]},
    )
    message = push.headers["x-thoi-diem"].encode() + b"." + push.body
    expected = hmac.new(shared.accounts["client_secret"].encode(), message, hashlib.sha256).hexdigest()
    assert push.headers["x-chu-ky"] == f"sha256={expected}"
    rows = shared.call("LayDuLieu", path={"MaBoDuLieu": code}).json()["TongSo"]
    assert {row["MaBoDuLieu"]: row["SoBanGhi"] for row in shared.view("datasets")}[code] == rows


def test_data_that_cannot_be_had(shared: Shared) -> None:
    assert shared.refused("LayDuLieu", path={"MaBoDuLieu": "khac"}) == (404, "unknown-dataset")
    where: dict[str, Any] = {"path": {"MaBoDuLieu": "don-vi"}}
    assert shared.refused("LayDuLieu", **where, params={"trang": "0"}) == (400, "malformed")
    assert shared.refused("LayDuLieu", **where, params={"kichThuoc": "201"}) == (400, "malformed")
    assert shared.control.post("/control/1/commands/datasets/change", json={"MaBoDuLieu": "x"}).status_code == 422
