"""What each attempt alone came to, and that a policy counts attempts wherever they are."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from harness.assessment import Facts, RunKey, Status, gather, totals
from harness.combination import combine
from harness.gate import decide
from harness.plan import PlannedCase, TestCase, TestPlan
from harness.readiness import readiness_of
from harness.record import read_events
from harness.repeats import attempts_in, one_attempt, statuses_by_attempt, unequal
from harness.verdict import Verdict
from harness.verify import verify
from tests.unit.harness.sealed import AT, FIRST, SECOND, case_of, make_record, nowhere, policy, run_json
from tests.unit.verdicts.worlds import closed, requirement, run_events

SHOWN, VIOLATED, UNDONE = Status.DEMONSTRATED, Status.VIOLATED, Status.NOT_DEMONSTRATED
CATALOGUE = {name: requirement(name, blocking=True) for name in (FIRST, SECOND)}
PLAN = TestPlan(
    tuple(PlannedCase(TestCase(case_of(name), "behaviour", (name,), "p"), True, "") for name in CATALOGUE),
    {},
    "certification",
)


def played(name: str, *verdicts: Verdict) -> list[Any]:
    """The events of a case in its attempts."""
    rows: list[Any] = []
    for attempt, verdict in enumerate(verdicts, 1):
        judged = [(name, verdict)] if verdict in {Verdict.PASS, Verdict.FAIL} else []
        rows += run_events(case_of(name), judged, verdict, attempt=attempt)
    return rows


def statuses(*events: Sequence[Any]) -> list[dict[str, Status]]:
    return statuses_by_attempt(PLAN, CATALOGUE, gather(closed([row for rows in events for row in rows])))


def test_each_attempt_stands_alone() -> None:
    found = statuses(
        played(FIRST, Verdict.PASS, Verdict.FAIL, Verdict.PASS),
        played(SECOND, Verdict.PASS, Verdict.PASS, Verdict.INCONC),
    )

    assert found == [
        {FIRST: SHOWN, SECOND: SHOWN},
        {FIRST: VIOLATED, SECOND: SHOWN},
        {FIRST: SHOWN, SECOND: UNDONE},
    ]
    assert unequal(found) == {FIRST: [SHOWN, VIOLATED, SHOWN], SECOND: [SHOWN, SHOWN, UNDONE]}
    assert unequal(found[:1]) == unequal([]) == {}


def test_what_was_played_once_belongs_to_every_attempt() -> None:
    found = statuses(played(FIRST, Verdict.PASS), played(SECOND, Verdict.PASS, Verdict.PASS))

    assert found == [{FIRST: SHOWN, SECOND: SHOWN}] * 2


def test_what_was_not_played_at_first_is_missing_there() -> None:
    late = run_events(case_of(FIRST), [(FIRST, Verdict.PASS)], Verdict.PASS, attempt=2)

    assert [row[FIRST] for row in statuses(late, played(SECOND, Verdict.PASS, Verdict.PASS))] == [UNDONE, SHOWN]


def test_without_a_run_there_is_one_attempt() -> None:
    nothing = Facts({}, {}, frozenset(), ended=True)

    assert attempts_in(nothing) == 1
    assert one_attempt(nothing, 1) == nothing
    assert attempts_in(gather(played(FIRST, Verdict.FAIL, Verdict.PASS))) == 2
    assert set(one_attempt(gather(played(FIRST, Verdict.FAIL, Verdict.PASS)), 2).endings) == {
        RunKey(case_of(FIRST), "", 1)
    }


def test_a_run_says_where_its_attempts_differ_and_a_fail_stands() -> None:
    events = closed([*played(FIRST, Verdict.FAIL, Verdict.PASS), *played(SECOND, Verdict.PASS, Verdict.PASS)])
    told = readiness_of(PLAN, CATALOGUE, policy(), events, sut={}, today=date(2026, 11, 22))

    assert (told["answer"], told["exit_code"]) == ("NO_GO", 10)
    assert told["requirements"][FIRST]["status"] == "VIOLATED"
    assert told["requirements"][FIRST]["attempts"] == ["VIOLATED", "DEMONSTRATED"]
    assert "attempts" not in told["requirements"][SECOND]
    assert totals(events) == {"cases": 4, "judgements": 4, "evidence": 4}


def test_a_policy_counts_the_attempts_of_all_records(tmp_path: Path) -> None:
    by = policy("repeats_at_least = 3")
    records = []
    for number, repeat in enumerate((1, 2)):
        run = run_json(run_id=f"20261122T075500Z-{number:08x}", repeat=repeat)
        folder = make_record(tmp_path / str(number), run=run, attempts=repeat)
        assert read_events(folder)[-1]["data"]["cases"] == 2 * repeat
        records.append(verify(folder, [], find=nowhere, today=AT.date()))

    assert decide(combine(records, by, waivers=(), today=AT.date())).exit_code == 0
    assert decide(combine(records[1:], by, waivers=(), today=AT.date())).reason == (
        "2 attempts at this build, and policy strict asks for 3"
    )
