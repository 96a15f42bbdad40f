"""Several records of one build: the newest counts, a FAIL stands, and what the policy asks of records is asked."""

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.combination import combine, made_of
from harness.errors import Refused
from harness.gate import Answer, Readiness, Waiver, decide
from harness.policy import Policy, read_policy
from harness.verify import Verified, verify
from tests.unit.harness.sealed import AT, BUILD, FIRST, SECOND, make_record, nowhere, policy, policy_text, run_json
from tests.unit.harness.test_signature import key, signed

TODAY = AT.date()
VOLUME = "VOL-006"
OTHER_BUILD = "sha256:" + "ef" * 32
WITH_LOAD = {"blocks": '["blocking"]\nparts = ["run", "load"]', "ids": f'["{FIRST}", "{SECOND}", "{VOLUME}"]'}


def run_of(number: int = 0, **changes: Any) -> dict[str, Any]:
    return run_json(**{"run_id": f"20261122T075500Z-{number:08x}", **changes})


def load_of(**changes: Any) -> dict[str, Any]:
    """What `load` writes when it opens its record."""
    return run_of(9, **{"requirements": [VOLUME], "mode": "partial", "part": "load", **changes})


def read(folder: Path, *, days_ago: int = 0, **made: Any) -> Verified:
    """A record, sealed so many days ago, and verified."""
    record = make_record(folder, at=AT - timedelta(days=days_ago), **made)
    return verify(record, [], find=nowhere, today=TODAY)


def answer(records: Sequence[Verified], by: Policy | None = None, waivers: Sequence[Waiver] = ()) -> Readiness:
    return decide(combine(records, by or policy(), waivers=waivers, today=TODAY))


def test_one_record_gives_its_own_answer(tmp_path: Path) -> None:
    assert answer([read(tmp_path / "a")]) == Readiness(Answer.GO, 0, "all that applies was demonstrated", ())
    assert answer([read(tmp_path / "b", fails=[FIRST])]).exit_code == 10


def test_the_newest_counts_whatever_the_order(tmp_path: Path) -> None:
    old = read(tmp_path / "old", days_ago=2, run=run_of(1), silent=[FIRST])
    new = read(tmp_path / "new", run=run_of(2))

    assert answer([old]).exit_code == 11
    assert answer([old, new]).exit_code == answer([new, old]).exit_code == 0
    assert answer([read(tmp_path / "newer", run=run_of(3), silent=[FIRST], days_ago=-1), new]).exit_code == 11


@pytest.mark.parametrize("days_ago", [5, 0, -5])
def test_a_fail_stands_on_the_same_build(tmp_path: Path, days_ago: int) -> None:
    failed = read(tmp_path / "failed", days_ago=days_ago, run=run_of(1), fails=[FIRST])
    by = policy("lifetime_days = 3")

    assert answer([failed, read(tmp_path / "passed", run=run_of(2))], by).exit_code == 10


def test_what_is_looked_at_apart_is_added(tmp_path: Path) -> None:
    text = policy_text(**WITH_LOAD)
    run = read(tmp_path / "run", run=run_of(1, requirements=[FIRST, SECOND], policy_source=text))
    load = read(tmp_path / "load", run=load_of(policy_source=text))

    assert answer([run, load], policy(**WITH_LOAD)).exit_code == 0
    volume_alone = read_policy(text.replace("SYNC = 1", "VOL = 1").encode(), "strict.toml")
    assert answer([load], volume_alone).reason == "a partial run decides nothing"
    assert combine([run, load], policy(**WITH_LOAD), waivers=(), today=TODAY).results[VOLUME].cases


def test_a_part_that_the_policy_asks_for_and_nobody_looked_at_is_open(tmp_path: Path) -> None:
    text = policy_text(**WITH_LOAD)
    run = run_of(1, requirements=[FIRST, SECOND, VOLUME], policy_source=text)
    run["plan"]["cases"] = run["plan"]["cases"][:2]
    given = read(tmp_path / "run", run=run)

    assert answer([given], policy(**WITH_LOAD)).blocking == (VOLUME,)
    assert answer([given], policy()).exit_code == 0
    left_out = load_of(policy_source=text)
    left_out["plan"]["not_applicable"] = {VOLUME: "not this time"}
    assert answer([given, read(tmp_path / "load", run=left_out)], policy(**WITH_LOAD)).blocking == (VOLUME,)


def test_expired_evidence_decides_nothing(tmp_path: Path) -> None:
    old = read(tmp_path / "old", days_ago=4)
    by = policy("lifetime_days = 3")

    assert answer([old], policy("lifetime_days = 4")).exit_code == 0
    assert answer([old], by).exit_code == 22
    assert "is expired" in answer([old], by).reason
    assert answer([old, read(tmp_path / "new", run=run_of(2))], by).exit_code == 0


def test_a_campaign_that_did_not_end_is_told(tmp_path: Path) -> None:
    broken = read(tmp_path / "broken", days_ago=1, run=run_of(1), ended=False)

    assert answer([broken, read(tmp_path / "whole", run=run_of(2))]).exit_code == 20


def test_a_diagnostic_record_decides_nothing(tmp_path: Path) -> None:
    diagnostic = read(tmp_path / "d", run=run_of(1, mode="diagnostic"))

    assert answer([diagnostic, read(tmp_path / "whole", run=run_of(2))]).exit_code == 13


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sut": {"name": "n", "build": OTHER_BUILD}}, "is of build sha256:efef"),
        ({"statement": {"portal.sync": False}}, "another statement of the supplier"),
        ({"requirements": [FIRST]}, ""),
    ],
)
def test_what_does_not_belong_together_is_refused(tmp_path: Path, changes: dict[str, Any], why: str) -> None:
    pair = [read(tmp_path / "a", run=run_of(1)), read(tmp_path / "b", run=run_of(2, **changes))]
    if not why:
        assert answer(pair).exit_code == 0
        return
    with pytest.raises(Refused, match=why):
        answer(pair)


def test_another_wording_is_another_requirement(tmp_path: Path) -> None:
    run = run_of(2)
    run["requirements"][0] = {**run["requirements"][0], "level": "SHOULD", "gate_class": "minor"}
    pair = [read(tmp_path / "a", run=run_of(1)), read(tmp_path / "b", run=run)]

    with pytest.raises(Refused, match=f"another wording of {FIRST}"):
        answer(pair)


def test_a_record_that_is_given_twice_is_refused(tmp_path: Path) -> None:
    record = read(tmp_path / "a")

    with pytest.raises(Refused, match="is given twice"):
        answer([record, record])
    with pytest.raises(Refused, match="no record"):
        answer([])


def test_an_unsigned_record_fails_a_policy_that_asks_for_signatures(tmp_path: Path) -> None:
    by = policy('signed_by = ["assessor", "reviewer"]')
    pair = key(tmp_path / "k")
    record = read(tmp_path / "a")

    assert answer([record], by).exit_code == 11
    assert "is unsigned by assessor and reviewer" in answer([record], by).reason
    signed(record.record.folder, pair)
    half = verify(record.record.folder, [pair[0]], find=nowhere, today=TODAY)
    assert "is not signed by reviewer" in answer([half], by).reason
    other = key(tmp_path / "r", "reviewer")
    whole = read(tmp_path / "b")
    signed(whole.record.folder, pair, other)
    assert answer([verify(whole.record.folder, [pair[0], other[0]], find=nowhere, today=TODAY)], by).exit_code == 0


def test_a_policy_may_ask_for_repeats_that_agree(tmp_path: Path) -> None:
    by = policy("repeats_at_least = 3")
    same = [read(tmp_path / str(number), run=run_of(number), days_ago=9 - number) for number in range(3)]

    assert answer(same, by).exit_code == 0
    assert answer(same[:2], by).reason == "2 attempts at this build, and policy strict asks for 3"
    other = read(tmp_path / "other", run=run_of(7), days_ago=20, silent=[SECOND])
    assert answer([*same, other], by).reason == f"the attempts at this build do not agree on {SECOND}"


def test_the_records_are_named(tmp_path: Path) -> None:
    record = read(tmp_path / "a")
    case = combine([record], policy(), waivers=(), today=TODAY)

    (row,) = made_of(case, [record])
    assert (row["part"], row["exit_code"], row["signed_by"], row["expired"]) == ("run", 0, [], False)
    assert record.record.run["sut"]["build"] == BUILD


SHAPES = st.fixed_dictionaries(
    {
        "days_ago": st.integers(0, 6),
        "fails": st.sets(st.sampled_from([FIRST, SECOND])),
        "silent": st.sets(st.sampled_from([FIRST, SECOND])),
        "ended": st.sampled_from([True, True, False]),
        "mode": st.sampled_from(["certification", "certification", "diagnostic"]),
    }
)


@settings(max_examples=12, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    shapes=st.lists(SHAPES, min_size=1, max_size=3), waived=st.sets(st.sampled_from([FIRST, SECOND])), data=st.data()
)
def test_no_waiver_and_no_record_moves_a_fail_to_go(
    shapes: list[dict[str, Any]], waived: set[str], data: st.DataObject
) -> None:
    """Whatever is added, a build of which a record has a FAIL is never GO; with waivers it is at most conditional."""
    with tempfile.TemporaryDirectory() as folder:
        records = [_shaped(Path(folder) / str(number), number, shape) for number, shape in enumerate(shapes)]
    failed = data.draw(st.sampled_from([FIRST, SECOND]))
    with tempfile.TemporaryDirectory() as folder:
        worse = [*records, _shaped(Path(folder), 99, {**shapes[0], "fails": {failed}, "silent": set()})]
    waivers = [Waiver(f"w-{name}", name, date(2027, 1, 1)) for name in sorted(waived)]

    assert answer(worse).exit_code == 10
    assert answer(worse, waivers=waivers).answer is not Answer.GO
    assert failed in waived or answer(worse, waivers=waivers).exit_code == 10


def _shaped(folder: Path, number: int, shape: dict[str, Any]) -> Verified:
    made = {name: shape[name] for name in ("days_ago", "fails", "ended")}
    silent = shape["silent"] - shape["fails"]
    return read(folder, run=run_of(number, mode=shape["mode"]), silent=silent, **made)
