"""Provinces and communes are those of the decree, by their codes and by their names."""

from collections import Counter
from datetime import date

import pytest
import vietnam_provinces
from hypothesis import given
from hypothesis import strategies as st

from specs import administrative_units
from specs.codebook import (
    communes,
    communes_on,
    provinces,
    provinces_on,
    same_name,
)

DAY_ONE = date(2025, 7, 1)
DRAFT_CODES = 115
"""Communes to which vietnam-provinces 2025.10.1, made from the draft of QĐ 19/2025, gives another code."""


def test_there_are_34_provinces_and_3321_communes() -> None:
    assert len(provinces()) == 34
    assert len(communes()) == 3321
    assert Counter(unit.kind for unit in communes_on(DAY_ONE).values()) == {"xã": 2621, "phường": 687, "đặc khu": 13}
    assert Counter(unit.kind for unit in communes().values()) == {"xã": 2611, "phường": 697, "đặc khu": 13}


@pytest.mark.parametrize(
    ("province", "count"),
    [("24", 99), ("75", 95), ("86", 124), ("25", 148), ("01", 126), ("79", 168), ("38", 166), ("12", 38)],
)
def test_a_province_has_its_number_of_communes(province: str, count: int) -> None:
    assert sum(unit.province == province for unit in communes().values()) == count


def test_dong_nai_changed_on_30_april_2026() -> None:
    assert provinces_on(date(2026, 4, 29))["75"].kind == "tỉnh"
    assert provinces_on(date(2026, 4, 30))["75"] == provinces()["75"]
    before = communes_on(DAY_ONE)
    changed = {code for code, unit in communes().items() if unit != before[code]}
    assert len(changed) == 10
    assert {communes()[code].province for code in changed} == {"75"}
    with pytest.raises(ValueError, match="2025-07-01"):
        communes_on(date(2025, 6, 30))


def test_the_table_agrees_with_the_package_of_others() -> None:
    """By province and name all units agree; where a code is of both tables, the unit behind it does too, but drafts."""
    theirs = {
        f"{ward.code.value:05d}": (f"{ward.province_code.value:02d}", ward.division_type.value, ward.name)
        for ward in vietnam_provinces.Ward.iter_all()
    }
    ours = {code: (unit.province, unit.kind, f"{unit.kind} {unit.name}") for code, unit in communes_on(DAY_ONE).items()}
    assert len(theirs) == len(ours)
    by_name = {(province, administrative_units._plain(name)): code for code, (province, _, name) in ours.items()}
    found = {code: by_name[province, administrative_units._plain(name)] for code, (province, _, name) in theirs.items()}
    assert sorted(found.values()) == sorted(ours)
    assert all(ours[found[code]][1] == kind for code, (_, kind, _) in theirs.items())
    assert sum(code not in theirs for code in ours) <= DRAFT_CODES
    moved = [code for code in ours.keys() & theirs.keys() if not same_name(ours[code][2], theirs[code][2])]
    assert len(moved) <= 9  # exchanged among neighbours between draft and decision


def test_the_provinces_agree_with_the_package_of_others() -> None:
    theirs = {f"{item.code.value:02d}": item.name for item in vietnam_provinces.Province.iter_all()}
    assert theirs.keys() == provinces().keys()
    for code, unit in provinces_on(DAY_ONE).items():
        assert same_name(theirs[code].removeprefix("Tỉnh ").removeprefix("Thành phố "), unit.name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thanh Hóa", "Thanh Hoá"),
        ("THỦY NGUYÊN", "Thuỷ Nguyên"),
        ("Khánh Ho\u0300a", "Khánh Hoà"),
        ("Ea H’leo", "Ea H'Leo"),
        ("Chân Mây – Lăng Cô", "Chân Mây - Lăng Cô"),
        ("Văn Miếu-Quốc Tử Giám", "Văn Miếu - Quốc Tử Giám"),
        ("  Hòa   Bình ", "Hoà Bình"),
    ],
)
def test_ways_of_writing_do_not_make_another_name(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hòa", "Hóa"), ("Phó Bảng", "Phố Bảng"), ("Mỹ", "Mĩ"), ("Hà Nam", "Hạ Nam"), ("Hoà Bình", "Hoa Bình")],
)
def test_other_tones_and_letters_make_another_name(one: str, other: str) -> None:
    assert not same_name(one, other)


@given(name=st.sampled_from([unit.name for unit in communes().values()]))
def test_every_name_is_the_same_in_capitals(name: str) -> None:
    assert same_name(name, name.upper())
