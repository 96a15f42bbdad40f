"""Hashes against digests that `sha256sum` and `openssl dgst -hmac` gave for strings written out by hand."""

from typing import Any

import pytest

from mocks.payment import hashes

REFERENCE = "HS_H56142611220001_20261122131500"
SECRET = "khoa-bi-mat"
INIT = {
    "LoaiBanTin": "INIT",
    "PhienBan": "1.0.6",
    "MaDoiTac": "H56",
    "MaThamChieu": REFERENCE,
    "SoTien": "85000",
    "LoaiHinhThanhToan": "PAY",
    "MaKenhThanhToan": "1",
    "MaThietBi": "1",
    "NgonNgu": "vi-VN",
    "MaTienTe": "VND",
    "MaNganHang": "PAYMENT",
    "ThongTinGiaoDich": "Lệ phí hồ sơ",
    "ThoiGianGD": "20261122131500",
    "Ip": "10.0.0.7",
}
CONFIRM = {
    "LoaiBanTin": "CONFIRM",
    "MaLoi": "00",
    "MaDoiTac": "H56",
    "MaThamChieu": REFERENCE,
    "SoTien": "85000",
    "MaTienTe": "VND",
    "MaGiaoDich": "GD-00000001",
    "MaNganHang": "MOCKBANK",
    "ThoiGianGD": "20261122131702",
    "ThongTinGiaoDich": "Lệ phí hồ sơ",
}
ENQUIRY = {"PhienBan": "1.0.6", "MaDoiTac": "H56", "MaThamChieu": REFERENCE, "ThoiGianGD": "20261122131800"}
REPLY = {
    "MaLoi": "00",
    "MoTaLoi": "Thành công",
    "MaDoiTac": "H56",
    "MaThamChieu": REFERENCE,
    "ThoiGianGD": "20261122131703",
}


@pytest.mark.parametrize(
    ("message", "members", "expected"),
    [
        (INIT, hashes.INIT, "31d8303149feab1e8533083e0fca99cb59e0d02aae4d4194ee67d87195015ff5"),
        (
            INIT | {"SoTien": 85000, "MaXacThuc": "x", "ThongTinBienLai": {}},
            hashes.INIT,
            "31d8303149feab1e8533083e0fca99cb59e0d02aae4d4194ee67d87195015ff5",
        ),
        (CONFIRM, hashes.CONFIRM, "7c7ae0ee9b89e4cac532e1da61cc7e686ba2d593ce598457e60727e53f71c140"),
        (
            ENQUIRY | {"LoaiBanTin": "QUERY"},
            hashes.ENQUIRY,
            "820e3a89ff3abfe26c4dfdb9fbcd3159e4e4155b333e6df0e0160603dd7575a6",
        ),
        (
            ENQUIRY | {"LoaiBanTin": "GET_BILL"},
            hashes.ENQUIRY,
            "b771778be6d5d07f2af0c519cdddf0f14e7e23ad312d89e103e6753902861d1d",
        ),
        (REPLY, hashes.REPLY, "2d3658dcbc858c4660875980faab98e4529e137e084ec8fc681d9b4f8b857480"),
    ],
)
def test_plain_sha256_over_the_members_with_the_secret_last(
    message: dict[str, Any], members: tuple[str, ...], expected: str
) -> None:
    assert hashes.plain_hash(message, members, SECRET) == expected


@pytest.mark.parametrize(
    ("message", "members", "key", "expected"),
    [
        (
            {"addition_fee": "0", "command": "PAY", "trans_amount": "85000", "version": "3.0"},
            hashes.KEYPAY_PAY,
            "khoa-mot",
            "158a887247f853555b90740ac1ea523c2c756ad78510eab53247fd2d9411533b",
        ),
        (
            {"command": "PAY", "response_code": "00", "trans_amount": "85000", "version": "3.0"},
            hashes.KEYPAY_CALLBACK,
            "khoa-hai",
            "5c4c53e495e9be0d871ca3358e8b7cd51ecb3f5c92001c0d92f5f5f7ee4042b5",
        ),
        (
            {"command": "QUERY"},
            hashes.KEYPAY_QUERY,
            "khoa-mot",
            "88c391f1ad2619e2f57f6dade2b508fd4dc2af43c72b18505168f5a9dc65288d",
        ),
    ],
)
def test_keyed_hashes_of_keypay(message: dict[str, Any], members: tuple[str, ...], key: str, expected: str) -> None:
    whole = message | {"client_id": "h56", "transaction_id": "T-0001"}
    assert hashes.keyed_hash(whole, members, key) == expected


def test_a_bar_inside_a_value_makes_two_messages_hash_alike() -> None:
    one = INIT | {"ThongTinGiaoDich": "a|b", "ThoiGianGD": "c"}
    other = INIT | {"ThongTinGiaoDich": "a", "ThoiGianGD": "b|c"}
    assert hashes.plain_hash(one, hashes.INIT, SECRET) == hashes.plain_hash(other, hashes.INIT, SECRET)
    assert hashes.is_ambiguous(one, hashes.INIT)
    assert not hashes.is_ambiguous(INIT, hashes.INIT)


@pytest.mark.parametrize("given", ["31D8", None, 5, ""])
def test_what_is_no_hash_is_not_right(given: Any) -> None:
    assert not hashes.is_right(given, "31d8")
    assert hashes.is_right("31d8", "31d8")
