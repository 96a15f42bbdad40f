"""The control port of the database: whom one may look up, who may ask, and what was asked, in digests."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from mocks.population.numbers import is_nobodys, is_well_formed
from mocks.population.seeding import read_plan
from specs.people import CENTURY, IdentityScheme
from specs.profile import INTERFACES, load_profile
from tests.unit.mocks.population.asking import Province, own_code, record_of
from tests.unit.mocks.population.conftest import everybody

DOCS = INTERFACES.parents[1] / "docs" / "systems"
LOOK_UP = "TraCuuThongTinCongDan"
SOMEBODY = {"identity": "098476123456", "name": "Đặng Thị Thử", "sex": "female", "birth": "1976-05-01"}


def post(province: Province, path: str, body: dict[str, Any]) -> Any:
    """A command, refused or not."""
    return province.side.control.post(f"/control/1/{path}", json=body)


def test_residents_are_told_in_pages(province: Province) -> None:
    first = province.side.view("residents")
    assert (len(first["residents"]), first["next"]) == (50, 50)
    rows = everybody(province.side)
    assert len(rows) == first["total"] == len({row["identity"] for row in rows})
    assert rows[:50] == first["residents"]


def test_residents_are_found_by_parts_of_name_and_number(province: Province) -> None:
    row = province.side.view("residents")["residents"][3]
    for like in (row["name"], row["name"].upper(), row["identity"][2:11], row["identity"]):
        found = province.side.command("residents/find", like=like)["residents"]
        assert row in found, like
    assert province.side.command("residents/find", like="không ai tên thế này") == {
        "residents": [],
        "total": 0,
        "next": None,
    }


def test_residents_are_the_same_for_the_same_seed(start: Callable[..., Province]) -> None:
    same = [start(seed=seed).side.view("residents")["residents"] for seed in (7, 7, 8)]
    assert same[0] == same[1] != same[2]


def test_nobody_of_the_seed_has_a_living_persons_number(province: Province) -> None:
    for row in everybody(province.side):
        assert is_nobodys(row["identity"], CENTURY)
        assert not row["old_identity"] or is_nobodys(row["old_identity"], CENTURY)
    for officer in province.side.view("officers")["officers"]:
        assert is_nobodys(officer["identity"], CENTURY)


def test_somebody_comes_and_goes(province: Province) -> None:
    row = SOMEBODY | {
        "old_identity": "991234567",
        "commune": "00004",
        "address": "Tổ 5, phường Ba Đình",
        "mother": {"name": "Lê Thị Mẹ", "identity": "097152000001"},
    }
    added = province.add(row)
    assert added["born"] == "19760501"
    record = record_of(province.ask(LOOK_UP, **province.about(added)))
    assert record["ThuongTru"] == {
        "MaTinhThanh": "01",
        "MaPhuongXa": "00004",
        "ChiTiet": "Tổ 5, phường Ba Đình",
        "QuocGia": "VN",
    }
    assert record["Me"]["SoDinhDanh"] == "097152000001"
    asked = {"SoCMND": "991234567"} | {k: v for k, v in province.about(added).items() if k != "SoDinhDanh"}
    assert record_of(province.ask(LOOK_UP, **asked)) is not None
    assert post(province, "residents/remove", {"identity": added["identity"]}).json() == {"removed": 1}
    assert record_of(province.ask(LOOK_UP, **province.about(added))) is None
    assert post(province, "residents/remove", {"identity": added["identity"]}).status_code == 422


def test_somebody_of_the_seed_goes_and_comes_back_with_the_reset(province: Province) -> None:
    row = province.side.view("residents")["residents"][0]
    assert post(province, "residents/remove", {"identity": row["identity"]}).status_code == 200
    assert record_of(province.ask(LOOK_UP, **province.about(row))) is None
    assert row not in everybody(province.side)
    province.side.command("reset")
    assert record_of(province.ask(LOOK_UP, **province.about(row))) is not None


def test_a_new_record_takes_the_place_of_an_old_one(province: Province) -> None:
    row = province.side.view("residents")["residents"][0]
    changed = province.add(SOMEBODY | {"identity": row["identity"], "birth": "1980"})
    assert record_of(province.ask(LOOK_UP, **province.about(row))) is None
    assert record_of(province.ask(LOOK_UP, **province.about(changed)))["NgayThangNamSinh"] == {"Nam": "1980"}
    assert len(everybody(province.side)) == province.side.view("residents")["total"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"identity": "001176123456"}, "a living person could hold that number of 12 digits"),
        ({"identity": "000176123456"}, "a living person could hold"),
        ({"old_identity": "011234567"}, "a living person could hold that number of 9 digits"),
        ({"father": {"name": "Lê Văn Cha", "identity": "001052123456"}}, "a living person could hold"),
        ({"birth": "2001-02-29"}, "2001-02-29 is no day"),
        ({"commune": "99999"}, "99999 is no commune of today"),
        ({"name": ""}, "does not take these arguments"),
        ({"name": "a\u0001"}, "does not take these arguments"),
        ({"identity": "12"}, "does not take these arguments"),
        ({"phone": "0912345678"}, "does not take these arguments"),
    ],
)
def test_who_is_not_taken_in(province: Province, change: dict[str, Any], said: str) -> None:
    answer = post(province, "residents/add", SOMEBODY | change)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert province.side.command("residents/find", like=SOMEBODY["identity"])["residents"] == []


def test_officers_are_registered_and_struck_off(province: Province) -> None:
    number = "099081234567"
    row = province.side.view("residents")["residents"][0]
    asked = {"MaCanBo": number} | province.about(row)
    assert own_code(province.ask(LOOK_UP, **asked)) == "C06-204"
    told = {"identity": number, "name": "Trần Cán Bộ", "unit": "H56.14"}
    assert post(province, "officers/add", told).json() == {"officers": 21}
    assert record_of(province.ask(LOOK_UP, **asked)) is not None
    assert told in province.side.view("officers")["officers"]
    assert post(province, "officers/remove", {"identity": number}).json() == {"removed": 1}
    assert own_code(province.ask(LOOK_UP, **asked)) == "C06-204"
    assert post(province, "officers/remove", {"identity": number}).status_code == 422
    assert post(province, "officers/add", told | {"identity": "001081234567"}).status_code == 422
    seeded = province.officer
    assert post(province, "officers/remove", {"identity": seeded}).status_code == 200
    assert own_code(province.ask(LOOK_UP, **province.about(row))) == "C06-204"


def test_the_audit_says_who_asked_by_what_and_names_nobody(province: Province, resident: dict[str, Any]) -> None:
    province.ask(LOOK_UP, **province.about(resident))
    asked = {"SoCMND": resident["old_identity"]} | {
        name: value for name, value in province.about(resident).items() if name != "SoDinhDanh"
    }
    province.ask("XacThucThongTinCongDan", **asked)
    province.ask("CungCapDanhSachTheoDanToc", DanToc="02")
    audit = province.side.view("audit")
    first, second, third = audit["rows"]
    digests = {
        number: province.side.command("audit/digest", number=number)["digest"]
        for number in (resident["identity"], resident["old_identity"], province.officer)
    }
    assert (first["operation"], first["kind"], first["found"]) == (LOOK_UP, "SoDinhDanh", True)
    assert (first["unit"], first["account"]) == ("H56.14", province.side.accounts["user"])
    assert first["subject"] == digests[resident["identity"]]
    assert (second["kind"], second["subject"]) == ("SoCMND", digests[resident["old_identity"]])
    assert (third["kind"], third["subject"]) == ("list", "")
    assert {row["officer"] for row in audit["rows"]} == {digests[province.officer]}
    assert len(set(digests.values())) == 3
    told = json.dumps([{**row, "at": "", "officer": "", "subject": ""} for row in audit["rows"]])
    assert not re.search("[0-9]{9}", told), "no number stands there"
    assert not any(number in json.dumps(audit["rows"]) for number in digests), "nor in a digest"


def test_the_audit_of_another_run_cannot_be_compared(start: Callable[..., Province]) -> None:
    runs = [start().side.command("audit/digest", number="098476123456") for _ in range(2)]
    assert runs[0]["run"] != runs[1]["run"]
    assert runs[0]["digest"] != runs[1]["digest"]


def test_the_audit_keeps_the_newest_rows(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mocks.population.audit.KEPT", 3)
    row = province.side.view("residents")["residents"][0]
    for _ in range(5):
        province.ask(LOOK_UP, **province.about(row))
    audit = province.side.view("audit")
    assert ([kept["number"] for kept in audit["rows"]], audit["dropped"]) == ([3, 4, 5], 2)


@pytest.mark.parametrize(
    ("number", "well_formed", "nobodys"),
    [
        ("001176123456", True, False),
        ("001576123456", True, True),
        ("097176123456", True, True),
        ("000976123456", False, False),
        ("000000000001", False, False),
        ("111111111111", False, False),
        ("991234567", True, True),
        ("011234567", True, False),
        ("12", False, False),
        ("", False, False),
    ],
)
def test_numbers_that_nobody_can_hold(number: str, *, well_formed: bool, nobodys: bool) -> None:
    assert is_well_formed(number) is well_formed
    assert is_nobodys(number, CENTURY) is nobodys


def test_a_lent_range_may_be_given_too() -> None:
    lent = IdentityScheme("range", first="001176000000", last="001176000099")
    assert is_nobodys("001176000050", lent)
    assert not is_nobodys("001176000100", lent)


@pytest.mark.parametrize("wrong", [{"writing": "NFX/old"}, {"households": "many"}])
def test_a_population_that_cannot_be_made_is_refused(wrong: dict[str, str]) -> None:
    settings = load_profile("c06", "c06-2025").settings["population"]
    assert read_plan(settings, year=2026, scheme=CENTURY).households == 80
    with pytest.raises(ValueError, match=r"scheme|first and last|writing|invalid literal"):
        read_plan(settings | wrong, year=2026, scheme=CENTURY)


@pytest.mark.parametrize("writing", ["NFC/old", "NFD/new", "mixed"])
def test_names_are_written_as_the_profile_says(start: Callable[..., Province], writing: str) -> None:
    province = start(settings=f'[settings.population]\nwriting = "{writing}"\n')
    rows = everybody(province.side)
    for row in rows[::20]:
        assert record_of(province.ask(LOOK_UP, **province.about(row))) is not None
