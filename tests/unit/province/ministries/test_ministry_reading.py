"""What a ministry tells of a dossier, and the report made of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocks.province.faults.misconduct import conduct_of
from mocks.province.ministries.reading import Unreadable, local_time, read_change
from mocks.province.ministries.report import CLASSES, Counted, class_of, make_report, of_ministry
from tests.unit.province.ministries.samples import make_row

NOW = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
DUE = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive
COUNTED = st.builds(
    Counted,
    system=st.sampled_from(["btp", "bdtg"]),
    status=st.sampled_from([str(number) for number in range(1, 11)]),
    due=DUE,
    finished=DUE,
)


def test_a_change_is_read_with_codes_as_they_are() -> None:
    change = read_change("btp", make_row(7, code="G09.11-20260105-0000012", agency="H56.107", status="4"))
    dossier = change.dossier
    assert (change.number, dossier.place, dossier.ministry) == ("td-7", 7, "btp")
    assert (dossier.code, dossier.agency, dossier.status) == ("G09.11-20260105-0000012", "H56.107", "4")
    assert dossier.submitted == datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
    assert dossier.finished is None


@pytest.mark.parametrize(
    ("told", "kind"), [("0", "citizen"), ("1", "business"), ("2", "household-business"), ("7", "unknown")]
)
def test_kinds_are_the_ministrys(told: str, kind: str) -> None:
    assert read_change("btp", make_row(1, kind=told)).dossier.owner_kind == kind


@pytest.mark.parametrize(
    ("fault", "status", "wrong"),
    [
        ("ministry-procedure-as-ours", "1", {"procedure": "2.001019.000.00.00.H56"}),
        ("ministry-new-as-accepted", "1", {"status": "2"}),
        ("ministry-new-as-accepted", "9", {}),
    ],
)
def test_a_fault_reads_one_code_wrongly(fault: str, status: str, wrong: dict[str, Any]) -> None:
    row = make_row(7, status=status)
    honest = read_change("btp", row)
    wrongly = replace(honest, dossier=replace(honest.dossier, **wrong))
    assert conduct_of(fault).read_change("btp", row) == wrongly


def _without(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda row: {**row, "HoSo": {key: value for key, value in row["HoSo"].items() if key != name}}


@pytest.mark.parametrize(
    "spoil",
    [
        _without("MaHoSo"),
        lambda row: {**row, "ThuTu": "first"},
        lambda row: {**row, "HoSo": {**row["HoSo"], "NgayNop": "05/01/2026"}},
        lambda row: {**row, "HoSo": None},
        lambda _row: ["td-1"],
        lambda row: {**row, "MaThayDoi": ""},
    ],
    ids=["no code", "no place", "other time", "no dossier", "a list", "no number"],
)
def test_what_is_no_change_is_refused_without_telling_what_it_was(spoil: Callable[[dict[str, Any]], Any]) -> None:
    with pytest.raises(Unreadable, match=r"no change of a dossier: [A-Za-z]+$"):
        read_change("btp", spoil(make_row(1)))


def test_times_are_vietnams() -> None:
    moment = local_time("20260105083000")
    assert moment is not None
    assert moment.utcoffset() == timedelta(hours=7)
    assert local_time(None) is None


@pytest.mark.parametrize(
    ("status", "due", "finished", "expected"),
    [
        ("9", NOW, NOW - timedelta(days=1), "resolved_in_time"),
        ("10", NOW - timedelta(days=2), NOW - timedelta(days=1), "resolved_late"),
        ("4", NOW + timedelta(days=1), None, "open_in_time"),
        ("5", NOW - timedelta(days=1), None, "open_late"),
        ("4", None, None, "open_in_time"),
        ("1", NOW - timedelta(days=1), None, "not_taken"),
        ("3", None, None, "not_taken"),
    ],
)
def test_each_dossier_has_one_class(
    status: str, due: datetime | None, finished: datetime | None, expected: str
) -> None:
    assert class_of(Counted("btp", status, due, finished), NOW) == expected


@given(own=st.lists(COUNTED.map(lambda row: replace(row, system="province"))), outside=st.lists(COUNTED))
def test_the_report_adds_up(own: list[Counted], outside: list[Counted]) -> None:
    report = make_report(own, outside, NOW)
    assert report["total"] == len(own) + len(outside)
    assert all(line["total"] == sum(line[name] for name in CLASSES) for line in report["lines"])
    assert {line["system"]: line["total"] for line in report["lines"]}["province"] == len(own)


def test_a_ministrys_dossier_counts_under_its_system() -> None:
    dossier = read_change("btp", make_row(1, status="9")).dossier
    assert of_ministry(dossier) == Counted("btp", "9", dossier.due, dossier.finished)
