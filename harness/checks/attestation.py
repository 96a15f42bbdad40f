"""Propositions about what a person in charge has stated, and about the tables that bear it out."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from harness.attested import Attestation
from harness.checks.observation import Finding, check
from harness.errors import Inconclusive
from harness.exchange import Json
from harness.verdict import Code

MOST_NAMED = 5


@check(version=1)
def stated(items: Sequence[Attestation], *, attached: bool) -> Finding:
    """The person in charge states that it is so; with a file attached, where one is asked for."""
    item = items[0]
    if getattr(item, "of", "") != "statement":
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{item.id} is no statement")
    expected = f"stated, with name, role and day{' and a file' if attached else ''}"
    row = item.raw
    if row["answer"] != "yes":
        return Finding(False, expected, f"answered {row['answer']} on {row['stated_on']} by {row['role']}")
    if attached and not row["attachment"]:
        return Finding(False, expected, f"stated on {row['stated_on']} by {row['role']}, without a file")
    return Finding(True, expected, f"stated on {row['stated_on']} by {row['role']}")


@check(version=1)
def rows_filled(
    items: Sequence[Attestation], columns: list[str], *, where: Mapping[str, str] | None = None, least: int = 1
) -> Finding:
    """Each row of the table (of those `where` columns have these values) has something in each of the columns."""
    rows = _rows(items, where or {}, least)
    bad = [f"row {row['row']} ({column})" for row in rows for column in columns if not row[column]]
    return _finding(bad, f"{', '.join(columns)} in each row{_of(where)}", len(rows), "lacking in")


@check(version=1)
def rows_are(items: Sequence[Attestation], values: Mapping[str, str], *, least: int = 1) -> Finding:
    """Each row of the table has these values in these columns."""
    rows, wanted = _rows(items, {}, least), sorted(values.items())
    bad = [
        f"row {row['row']} ({name} {row[name] or 'empty'})"
        for row in rows
        for name, value in wanted
        if row[name] != value
    ]
    return _finding(bad, f"{', '.join(f'{name} {value}' for name, value in wanted)} in each row", len(rows))


@check(version=1)
def rows_name(
    items: Sequence[Attestation], column: str, values: list[str], *, where: Mapping[str, str] | None = None
) -> Finding:
    """Each of the values stands in the column of some row (of those `where` columns have these values)."""
    rows = _rows(items, where or {}, 1)
    missing = sorted(set(values) - {row[column] for row in rows})
    some = ", ".join(values) if len(values) <= MOST_NAMED else f"all {len(values)}"
    return _finding(missing, f"{some} in {column}{_of(where)}", len(rows), f"of {len(values)} missing")


@check(version=1)
def days_covered(items: Sequence[Attestation], place: str, first: str, last: str) -> Finding:
    """On every day from first to last (YYYY-MM-DD, both included) some row of this place spans the day."""
    rows = _rows(items, {"place": place}, 1)
    spans = [(date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])) for row in rows]
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [day + timedelta(days=number) for number in range((end - day).days + 1)]
    bare = [one.isoformat() for one in days if not any(begun <= one <= ended for begun, ended in spans)]
    return _finding(bare, f"somebody at {place} on each day from {first} to {last}", len(rows), "nobody on")


@check(version=1)
def routes_followed(items: Sequence[Attestation]) -> Finding:
    """The path of each row of the first table is a path of the second, or the beginning of one."""
    rows, routes = _rows(items, {}, 0), _rows(items[1:], {}, 1)
    laid = [route["path"].split(" > ") for route in routes]
    gone = [(row, row["path"].split(" > ")) for row in rows]
    bad = [
        f"row {row['row']} ({row['path']})" for row, path in gone if not any(way[: len(path)] == path for way in laid)
    ]
    return _finding(bad, f"each by one of the {len(routes)} routes of the province", len(rows), "elsewhere:")


def _rows(items: Sequence[Attestation], where: Mapping[str, str], least: int) -> list[Mapping[str, Json]]:
    """The rows of the first table. Raises Inconclusive where no table has at least so many."""
    table = items[0] if items else None
    if table is None or getattr(table, "of", "") != "table":
        raise Inconclusive(Code.INSUFFICIENT_DATA, "there is no table to look at")
    if len(table.raw["rows"]) < least:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{table.id} has no row")
    return [row for row in table.raw["rows"] if all(row[name] == value for name, value in where.items())]


def _of(where: Mapping[str, str] | None) -> str:
    return f" with {', '.join(f'{name} {value}' for name, value in sorted(where.items()))}" if where else ""


def _finding(bad: Sequence[str], expected: str, rows: int, word: str = "not so in") -> Finding:
    if not bad:
        return Finding(True, expected, f"so in {rows} row(s)")
    more = f" and {len(bad) - MOST_NAMED} more" if len(bad) > MOST_NAMED else ""
    return Finding(False, expected, f"{word} {', '.join(bad[:MOST_NAMED])}{more}")
