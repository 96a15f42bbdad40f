"""Expected failures: the list is refused whole where it is none, sorts what it meets, and never helps an answer."""

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from harness.assessment import Status
from harness.errors import Refused
from harness.expectation import expectations_told, hold_against, load_expected
from harness.gate import Answer, ExpectedFailure, decide
from tests.unit.harness.rows_in_toml import toml_text
from tests.unit.harness.sealed import AT, FIRST, SECOND
from tests.unit.harness.test_gate import NAMES, TOMORROW, YESTERDAY, case
from tests.unit.verdicts.worlds import TODAY

SUT = "Một cửa tỉnh"
TODAYS = AT.date()
ROW = {
    "requirement": FIRST,
    "status": "VIOLATED",
    "why": "A dossier that comes by post is sent as one from the counter.",
    "since": "2026-11-20",
    "kept_by": "Lê Văn Cường, Công ty A",
    "ticket": "https://tickets.invalid/17",
    "expires": "2026-12-31",
}
SHOWN, VIOLATED, UNDONE = Status.DEMONSTRATED, Status.VIOLATED, Status.NOT_DEMONSTRATED


def file_of(folder: Path, *rows: dict[str, Any], sut: str = SUT) -> Path:
    path = folder / "expected.toml"
    head, _, body = toml_text("expected-failures", "failure", *rows).partition("\n")
    path.write_text("\n".join([head, f'sut = "{sut}"', body or "failure = []"]), encoding="utf-8")
    return path


def loaded(path: Path) -> list[ExpectedFailure]:
    return load_expected(path, {FIRST, SECOND}, sut=SUT, today=TODAYS)


def test_a_list_is_read(tmp_path: Path) -> None:
    rows = loaded(file_of(tmp_path, ROW, {**ROW, "requirement": SECOND, "status": "NOT_DEMONSTRATED"}))

    assert [(row.requirement, row.status, row.expires) for row in rows] == [
        (FIRST, VIOLATED, date(2026, 12, 31)),
        (SECOND, UNDONE, date(2026, 12, 31)),
    ]
    assert loaded(file_of(tmp_path)) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"requirement": "*"}, "does not match"),
        ({"requirement": "SYNC-*"}, "does not match"),
        ({"requirement": "SYNC-999"}, "SYNC-999 is no requirement of these records"),
        ({"status": "DEMONSTRATED"}, "is not one of"),
        ({"status": "*"}, "is not one of"),
        ({"why": "later"}, "too short"),
        ({"kept_by": " "}, "does not match"),
        ({"since": "2026-11-23"}, "which is not yet"),
        ({"since": "2026-02-30"}, "SYNC-001"),
        ({"expires": "2026-11-20"}, "it expires on 2026-11-20, and is known since 2026-11-20"),
        ({"expires": "never"}, "does not match"),
        ({"note": "more"}, "Additional properties"),
    ],
)
def test_what_is_no_row_is_refused(tmp_path: Path, change: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        loaded(file_of(tmp_path, {**ROW, **change}))


@pytest.mark.parametrize("name", ROW)
def test_nothing_may_be_left_out(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match=f"'{name}' is a required property"):
        loaded(file_of(tmp_path, {key: value for key, value in ROW.items() if key != name}))


def test_a_row_stands_once_and_in_the_list_of_its_own_system(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"failure 2 \(SYNC-001\): the requirement is repeated"):
        loaded(file_of(tmp_path, ROW, {**ROW, "status": "NOT_DEMONSTRATED"}))
    with pytest.raises(Refused, match="it is the list of 'Another', and these records are of 'Một cửa tỉnh'"):
        loaded(file_of(tmp_path, ROW, sut="Another"))


def expected(status: Status, expires: date = TODAY, name: str = FIRST) -> ExpectedFailure:
    row = {**ROW, "requirement": name, "status": status.value, "expires": expires.isoformat()}
    return ExpectedFailure(name, status, expires, row)


@pytest.mark.parametrize(
    ("status", "listed", "standing"),
    [
        (VIOLATED, None, "new"),
        (UNDONE, None, "new"),
        (SHOWN, None, ""),
        (Status.ATTESTED, None, ""),
        (Status.NOT_APPLICABLE, None, ""),
        (VIOLATED, expected(VIOLATED), "known"),
        (UNDONE, expected(UNDONE), "known"),
        (VIOLATED, expected(VIOLATED, YESTERDAY), "new"),
        (UNDONE, expected(UNDONE, YESTERDAY), "new"),
        (VIOLATED, expected(UNDONE), "new"),
        (UNDONE, expected(VIOLATED), "unseen"),
        (Status.NOT_APPLICABLE, expected(VIOLATED), "unseen"),
        (Status.NOT_APPLICABLE, expected(UNDONE), "unseen"),
        (SHOWN, expected(VIOLATED), "stale"),
        (SHOWN, expected(UNDONE, YESTERDAY), "stale"),
        (Status.ATTESTED, expected(VIOLATED), "stale"),
    ],
)
def test_it_sorts_what_it_meets(status: Status, listed: ExpectedFailure | None, standing: str) -> None:
    rows = [listed] if listed else []
    held = hold_against(case(status, expected=rows))
    assert held is not None
    assert {name: held[name] for name in ("new", "known", "stale", "unseen")} == {
        name: [FIRST] if name == standing else [] for name in ("new", "known", "stale", "unseen")
    }
    assert held["failures"] == [dict(row.row) for row in rows]
    assert held["expired"] == [row.requirement for row in rows if row.expires < TODAY]


def test_no_list_is_not_an_empty_one() -> None:
    assert hold_against(case(VIOLATED)) is None
    assert hold_against(case(VIOLATED, expected=[])) is not None


def test_a_person_is_told_what_is_new_first() -> None:
    rows = [expected(VIOLATED, name=NAMES[1]), expected(VIOLATED, YESTERDAY, NAMES[2]), expected(UNDONE, name=NAMES[3])]
    given = case(VIOLATED, SHOWN, VIOLATED, Status.NOT_APPLICABLE, expected=rows)
    held = hold_against(given) or {}
    told = expectations_told(held, {name: row.status.value for name, row in given.results.items()})

    take = f"take the row out ({ROW['kept_by']}, {ROW['ticket']})"
    assert told == [
        "expected failures: 2 new, 0 known, 1 stale, 1 unseen",
        "  NEW: SYNC-001 is VIOLATED, and not in the list as that",
        "  NEW: SYNC-003 is VIOLATED, and not in the list as that",
        f"  STALE: SYNC-002 is DEMONSTRATED, and listed as VIOLATED: {take}",
        "  UNSEEN: SYNC-004 is NOT_APPLICABLE, and listed as NOT_DEMONSTRATED",
        f"  the row of SYNC-003 expired on {YESTERDAY}",
    ]


@pytest.mark.parametrize("second", [SHOWN, VIOLATED, UNDONE, Status.NOT_APPLICABLE])
@pytest.mark.parametrize("first", [SHOWN, VIOLATED, UNDONE, Status.NOT_APPLICABLE])
def test_a_list_never_helps_and_no_list_with_a_row_is_go(first: Status, second: Status) -> None:
    without = decide(case(first, second))
    for status, expires, name in product((VIOLATED, UNDONE), (YESTERDAY, TOMORROW), NAMES):
        given = decide(case(first, second, expected=[expected(status, expires, name)]))
        assert given.answer is not Answer.GO
        if without.answer is not Answer.GO:
            assert given == without
