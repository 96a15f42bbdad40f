"""The people who sign in are synthetic, and each is there for something that a province's system has to cope with."""

import unicodedata

import pytest

from mocks.identity.people import make_accounts
from specs.people import IdentityScheme, identity_prefixes
from tests.unit.mocks.identity.relying import Relying

ACCOUNTS = make_accounts(0)


def test_the_same_seed_makes_the_same_people_and_another_one_others() -> None:
    assert make_accounts(0) == ACCOUNTS
    assert {row.sub for row in make_accounts(1).values()}.isdisjoint(row.sub for row in ACCOUNTS.values())


@pytest.mark.parametrize("handle", ACCOUNTS)
def test_nobody_alive_can_hold_the_numbers(handle: str) -> None:
    claims = ACCOUNTS[handle].claims
    number = claims["SoDinhDanh"]
    assert (len(number), number[:3] in identity_prefixes()) == (12, True)
    assert int(number[3]) >= 4, "the century digit is that of a birth from 2100 on"
    assert claims.get("SoDienThoai", "0000").startswith("0000")
    assert claims.get("ThuDienTu", "@example.com").endswith("@example.com")
    assert claims.get("MaSoThue", "00").startswith("00")


def test_the_numbers_follow_the_scheme_of_the_installation() -> None:
    accounts = make_accounts(0, IdentityScheme("prefix"))
    assert {row.claims["SoDinhDanh"][:3] for row in accounts.values()} <= {"097", "098", "099"}


def test_there_are_people_for_what_goes_wrong() -> None:
    assert {row.level for row in ACCOUNTS.values()} == {1, 2, 3}
    assert {row.claims["LoaiTaiKhoan"] for row in ACCOUNTS.values()} == {"1", "2"}
    assert "ThuDienTu" not in ACCOUNTS["citizen-3"].claims
    assert len(ACCOUNTS["citizen-4"].claims["NgayThangNamSinh"]) == 4
    assert not unicodedata.is_normalized("NFC", ACCOUNTS["citizen-4"].claims["HoVaTen"])
    assert ACCOUNTS["citizen-1"].claims["VoChong"] == ACCOUNTS["citizen-2"].claims["HoVaTen"]
    assert [row.agency for row in ACCOUNTS.values() if row.agency] == ["H56.107", "H56.14", "H22.05"]


def test_both_providers_know_the_same_people(vneid: Relying, vnconnect: Relying) -> None:
    assert vneid.side.view("people") == vnconnect.side.view("people")
    one = vneid.claims(vneid.tokens(person="citizen-4")["id_token"])
    other = vnconnect.userinfo(vnconnect.tokens(person="citizen-4")["access_token"]).json()
    assert [one[name] for name in ("sub", "TechID", "HoVaTen")] == [
        other[name] for name in ("sub", "TechID", "HoVaTen")
    ]
