"""The table of office hours and holidays."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from specs import code_tables, office_hours
from specs.errors import SpecError

GOOD = """
[hours]
open = [["08:00", "12:00"]]
weekdays = [1]
[every_year]
closed = ["01-01"]
"""
HOLIDAY = '[[holiday]]\nday = "{day}"\nlast = "{last}"\nvi = "x"\nen = "x"\nfidelity = "assumed"\nsource = "x"\n'
SPECIAL = '[[special]]\nday = "{day}"\nopen = {open}\nvi = "x"\nen = "x"\nfidelity = "assumed"\nsource = "x"\n'
PLAIN_HOLIDAY = HOLIDAY.format(day="2026-03-02", last="2026-03-02")
PLAIN_SPECIAL = SPECIAL.format(day="2026-03-07", open='[["08:00", "12:00"]]')


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2026-03-05", 2),
        ("2026-03-07", 0),
        ("2026-02-17", 0),
        ("2026-08-22", 2),
        ("2026-08-31", 0),
        ("2026-09-02", 0),
        ("2026-09-03", 2),
        ("2031-01-01", 0),
        ("2031-01-02", 2),
    ],
)
def test_the_hours_of_a_day(day: str, hours: int) -> None:
    assert len(office_hours.office_hours().of(date.fromisoformat(day))) == hours


def test_every_row_says_where_it_is_from() -> None:
    assert all(row.source and row.vi and row.en for row in office_hours.holidays())


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Read this text as the table."""

    def read(text: str) -> office_hours.OfficeHours:
        (tmp_path / "codes").mkdir()
        (tmp_path / "codes" / office_hours.FILE).write_text(text, encoding="utf-8")
        monkeypatch.setattr(code_tables, "FOLDER", tmp_path)
        for cached in (code_tables.read_table_file, office_hours.holidays, office_hours.office_hours):
            cached.cache_clear()
        return office_hours.office_hours()

    yield read
    monkeypatch.undo()
    for cached in (code_tables.read_table_file, office_hours.holidays, office_hours.office_hours):
        cached.cache_clear()


def test_a_day_of_its_own_hours(table: Any) -> None:
    hours = table(GOOD + PLAIN_HOLIDAY + PLAIN_SPECIAL)
    assert hours.of(date(2026, 3, 7)) == ((time(8), time(12)),)
    assert hours.of(date(2026, 3, 2)) == ()
    assert hours.of(date(2026, 3, 9)) == ((time(8), time(12)),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD + HOLIDAY.format(day="2026-03-02", last="2026-03-01") + PLAIN_SPECIAL, "ends before it begins"),
        (GOOD + HOLIDAY.format(day="2026-02-30", last="2026-03-01") + PLAIN_SPECIAL, "day is no day"),
        (GOOD + PLAIN_HOLIDAY + PLAIN_SPECIAL + PLAIN_SPECIAL, "is repeated"),
        (GOOD + PLAIN_HOLIDAY + SPECIAL.format(day="2026-03-02", open='[["08:00", "12:00"]]'), "is a holiday too"),
        (GOOD + PLAIN_HOLIDAY + SPECIAL.format(day="2026-03-07", open='[["12:00", "08:00"]]'), "must follow"),
        (GOOD + PLAIN_HOLIDAY + SPECIAL.format(day="2026-03-07", open="[]"), "must follow"),
        (GOOD + PLAIN_HOLIDAY + SPECIAL.format(day="2026-03-07", open='[["8", "x"]]'), "no list of from and to"),
        (GOOD.replace("01-01", "13-01") + PLAIN_HOLIDAY + PLAIN_SPECIAL, "closed is no day"),
    ],
)
def test_a_bad_row_refuses_the_table(table: Any, text: str, reason: str) -> None:
    with pytest.raises(SpecError, match=reason):
        table(text)
