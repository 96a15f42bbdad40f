"""The code lists are whole, agree with each other, and refuse a bad row."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from specs import FOLDER, administrative_units, code_tables, codebook
from specs.codebook import (
    agencies,
    agency,
    channels,
    code_form,
    is_national_host,
    level_one,
    national_host_suffixes,
    owner_kinds,
    patterns,
    provinces,
    same_name,
    statuses,
)
from specs.errors import SpecError

LOADERS: list[Any] = [
    codebook.agencies, codebook.statuses, codebook.owner_kinds, codebook.channels, codebook.patterns,
    codebook.national_host_suffixes, code_tables.read_table_file, administrative_units.provinces,
    administrative_units.communes, administrative_units._changes,
]  # fmt: skip


@pytest.fixture
def own_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the code lists that the loaders read, to be broken."""
    folder = tmp_path / "codes"
    folder.mkdir()
    for file in (FOLDER / "codes").glob("*.*"):
        (folder / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(code_tables, "FOLDER", tmp_path)
    monkeypatch.setattr(administrative_units, "FOLDER", tmp_path)
    _forget()
    yield folder
    _forget()


def _forget() -> None:
    for loader in LOADERS:
        loader.cache_clear()


def test_each_agency_is_open_exactly_if_its_province_lives_on() -> None:
    assert [row.code for row in agencies()] == [f"H{number:02d}" for number in range(1, 64)]
    names = [unit.name for unit in provinces().values()]
    for row in agencies():
        assert (row.state == "open") is any(same_name(row.name, name) for name in names)
    assert Counter(row.state for row in agencies()) == {"open": 34, "closed": 29}
    assert {row.code for row in agencies() if row.fidelity != "assumed"} == {"H22", "H37", "H38", "H41", "H56", "H57"}


@pytest.mark.parametrize(
    ("code", "top", "state"),
    [
        ("H56", "H56", "open"),
        ("H56.14", "H56", "open"),
        ("H57", "H57", "open"),
        ("H22.14", "H22", "closed"),
        ("000.00.01.H22", "H22", "closed"),
        ("28.22.H17", "H17", "open"),
        ("G09.20", "G09", "unknown"),
        ("H56.", "H56.", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_an_agency_is_known_by_its_level_one(code: str, top: str, state: str) -> None:
    assert (agency(code).code, agency(code).state) == (top, state)
    assert level_one(code) in {top, None}


def test_the_statuses_are_ten_and_four_end() -> None:
    assert list(statuses()) == [str(number) for number in range(1, 11)]
    assert {code for code, status in statuses().items() if not status.next} == {"3", "7", "8", "10"}
    assert statuses()["5"].vi == "Yêu cầu bổ sung giấy tờ"


def test_owner_kinds_and_channels_are_the_portals() -> None:
    assert [kind.name for kind in owner_kinds().values()] == ["citizen", "business", "state-agency", "organisation"]
    assert {code: channel.name for code, channel in channels().items()} == {
        "1": "counter",
        "2": "online",
        "3": "postal",
    }


@pytest.mark.parametrize(
    ("field", "code", "form"),
    [
        ("MaHoSo", "H56.14-261122-0001", "dossier-qd20"),
        ("MaHoSo", "000.00.14.H56-261122-0001", "dossier-four-group"),
        ("MaHoSo", "G09.20-20260609-0092637", "dossier-ministry"),
        ("MaHoSo", "HS-2026-000001", None),
        ("MaHoSo", "H56.14-261122-0001\n", None),
        ("MaTTHC", "2.002621", "procedure"),
        ("MaTTHC", "1.003560.000.00.00.H56", "procedure-four-group"),
        ("MaDVC", "2.001019.01", "service"),
        ("MaLinhVuc", "G03-GD10", "field"),
        ("madonvi", "H26.107", "agency-qd20"),
    ],
)
def test_a_code_is_known_by_its_form(field: str, code: str, form: str | None) -> None:
    found = code_form(field, code)
    assert (found.name if found else None) == form


def test_a_pattern_matches_whole_codes_of_every_form() -> None:
    for pattern in patterns().values():
        for form in pattern.forms:
            assert all(re.search(pattern.regex, code) for code in form.examples)
    assert not re.search(patterns()["MaHoSo"].regex, "x H56.14-261122-0001")


@pytest.mark.parametrize(
    "host",
    [
        "dichvucong.gov.vn", "DieuPhoi.DichVuCong.gov.vn.", "vinhlong.dichvucong.gov.vn", "sso.dancuquocgia.gov.vn",
        "vneid.gov.vn", "dichvucongnganhtuphap.moj.gov.vn", "dichvucongnnmt.mae.gov.vn", "dvc.moet.gov.vn",
        "dvc.moc.gov.vn", "gov.vn", "mof.gov.vn", "baohiemxahoi.gov.vn", "cskh.npc.com.vn", "digo-oidc.vnptigate.vn",
    ],
)  # fmt: skip
def test_national_hosts_are_refused(host: str) -> None:
    assert is_national_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "dichvucong.vinhlong.gov.vn", "apidvc.thanhhoa.gov.vn", "dichvucong.laocai.gov.vn", "apivinhlong.vnptigate.vn",
        "127.0.0.1", "localhost", "portal.example", "notgov.vn", "dichvucong.gov.vn.example.com",
    ],
)  # fmt: skip
def test_hosts_of_provinces_and_others_are_not(host: str) -> None:
    assert not is_national_host(host)


def test_every_listed_suffix_is_national() -> None:
    assert len(national_host_suffixes()) == len(set(national_host_suffixes())) > 10
    assert all(is_national_host(f"x.{suffix}") for suffix in national_host_suffixes())


@pytest.mark.parametrize(
    ("file", "line", "loader"),
    [
        ("provinces.csv", "1,Một,tỉnh", administrative_units.provinces),
        ("provinces.csv", "01,Hà Nội,thành phố", administrative_units.provinces),
        ("provinces.csv", "98,Một,bang", administrative_units.provinces),
        ("provinces.csv", "98,Một", administrative_units.provinces),
        ("provinces.csv", "98,,tỉnh", administrative_units.provinces),
        ("provinces.csv", "98,Hoa\u0300,tỉnh", administrative_units.provinces),
        ("communes.csv", "99999,Một,xã,98", administrative_units.communes),
        ("communes.csv", "00004,Một,xã,01", administrative_units.communes),
        ("kind_changes.csv", "00004,xã,xã,2026-04-30,x", administrative_units._changes),
        ("kind_changes.csv", "00004,xã,phường,30/4/2026,x", administrative_units._changes),
    ],
)
def test_a_bad_row_refuses_the_table(own_codes: Path, file: str, line: str, loader: Any) -> None:
    table = own_codes / file
    last = len(table.read_text(encoding="utf-8").splitlines()) + 1
    with table.open("a", encoding="utf-8") as out:
        out.write(line + "\n")
    with pytest.raises(SpecError) as raised:
        loader()
    assert (raised.value.file, raised.value.row) == (file, last)


@pytest.mark.parametrize(
    ("file", "old", "new", "loader"),
    [
        ("agencies.toml", 'code = "H02"', 'code = "H01"', codebook.agencies),
        ("agencies.toml", 'state = "open"', 'state = "ajar"', codebook.agencies),
        ("agencies.toml", 'fidelity = "observed"', 'fidelity = "certain"', codebook.agencies),
        ("agencies.toml", 'name = "Huế"', 'nom = "Huế"', codebook.agencies),
        ("agencies.toml", 'name = "Huế"', "name = Huế", codebook.agencies),
        ("dossier.toml", 'next = ["10"]', 'next = ["11"]', codebook.statuses),
        ("dossier.toml", 'en = "stopped"', 'en = ""', codebook.statuses),
        ("dossier.toml", 'name = "postal"', "", codebook.channels),
        ("dossier.toml", '"G09.20-20260609-0092637"]\nunlike', '"G9"]\nunlike', codebook.patterns),
        ("dossier.toml", "regex = 'G", "regex = '(G", codebook.patterns),
        ("national_hosts.toml", 'host = "moj.gov.vn"', 'host = "*.moj.gov.vn"', codebook.national_host_suffixes),
    ],
)
def test_a_bad_table_is_refused_whole(own_codes: Path, file: str, old: str, new: str, loader: Any) -> None:
    table = own_codes / file
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SpecError) as raised:
        loader()
    assert raised.value.file == file
    assert raised.value.reason in str(raised.value)
