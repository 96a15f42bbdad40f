"""A partial record: judged and sealed like a run's, an exit code and no answer; what breaks it is in it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from harness.checks import CHECKS
from harness.judge import Judge
from harness.partial import Part, PartialCase, open_partial, partial_result
from harness.policy import Policy, load_policy
from harness.record import load_record
from harness.rejudge import rejudge
from harness.requirement import load_catalogue
from specs import FOLDER
from specs.schema import load_schema
from tests.unit.harness.load_evidence import dossier, recount

CATALOGUE = load_catalogue(FOLDER / "requirements")
TODAY = date(2026, 11, 22)
RUN: dict[str, Any] = {
    "schema": "lienthong/run/1",
    "run_id": "x",
    "sut": {"name": "x", "supplier": "y", "version": "1"},
}
NAMES = ("VOL-006", "VOL-007")


def policy() -> Policy:
    return load_policy(FOLDER / "policies" / "volume.toml", CATALOGUE)


def part(*plays: Callable[[Judge], None]) -> Part:
    catalogue = {name: CATALOGUE[name] for name in NAMES}
    cases = [
        PartialCase(f"load/x::{name}", (name,), "It stands.", play) for name, play in zip(NAMES, plays, strict=True)
    ]
    return Part("load", cases, catalogue)


def judging(name: str, check: str, **changed: Any) -> Callable[[Judge], None]:
    return lambda judge: judge(name, CHECKS[check]([recount(dossier(**changed))]))


def _interrupt() -> None:
    raise KeyboardInterrupt


def whole(folder: Path, made: Part) -> dict[str, Any]:
    """What a command with these cases leaves."""
    with open_partial(folder, made, RUN) as record:
        record.append("series", recount(dossier()).raw)
        record.play()
    return partial_result(made, policy(), load_record(folder), sut=RUN["sut"], today=TODAY)


def test_all_that_was_looked_at_is_demonstrated_and_there_is_no_answer(tmp_path: Path) -> None:
    made = part(judging("VOL-006", "each_stands_once"), judging("VOL-007", "steps_in_order"))
    result = whole(tmp_path / "record", made)

    assert result["exit_code"] == 0
    assert "answer" not in result
    assert [error.message for error in Draft202012Validator(load_schema("partial")).iter_errors(result)] == []
    assert (result["schema"], result["part"], result["mode"]) == ("lienthong/partial/1", "load", "partial")
    assert {row["status"] for row in result["requirements"].values()} == {"DEMONSTRATED"}
    assert rejudge(load_record(tmp_path / "record")) == []


def test_a_violated_requirement_that_blocks_is_exit_10(tmp_path: Path) -> None:
    def broken(judge: Judge) -> None:
        judge("VOL-006", CHECKS["each_stands_once"]([recount(dossier(adds=2))]))

    result = whole(tmp_path / "record", part(broken, judging("VOL-007", "steps_in_order")))

    assert (result["exit_code"], result["blocking"][0]["id"]) == (10, "VOL-006")


@pytest.mark.parametrize(("trouble", "code"), [(ValueError("x"), 20), (KeyError("x"), 20)])
def test_a_case_that_breaks_is_our_error_and_the_others_are_played(
    tmp_path: Path, trouble: Exception, code: int
) -> None:
    def breaks(_judge: Judge) -> None:
        raise trouble

    result = whole(tmp_path / "record", part(breaks, judging("VOL-007", "steps_in_order")))

    assert result["exit_code"] == code
    assert result["requirements"]["VOL-007"]["status"] == "DEMONSTRATED"


def test_a_case_that_judges_nothing_demonstrates_nothing(tmp_path: Path) -> None:
    result = whole(tmp_path / "record", part(lambda _judge: None, judging("VOL-007", "steps_in_order")))

    assert (result["exit_code"], result["requirements"]["VOL-006"]["status"]) == (11, "NOT_DEMONSTRATED")


def test_an_interrupted_command_leaves_a_sealed_record_that_did_not_end(tmp_path: Path) -> None:
    made = part(lambda _judge: None, lambda _judge: None)
    with open_partial(tmp_path / "record", made, RUN):
        _interrupt()

    result = partial_result(made, policy(), load_record(tmp_path / "record"), sut=RUN["sut"], today=TODAY)
    assert result["exit_code"] == 20
    assert "interrupted" in result["reason"]


def test_trouble_is_kept_and_raised_on(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="disk"), open_partial(tmp_path / "record", part(*[lambda _: None] * 2), RUN):
        raise OSError("disk")

    (ended,) = load_record(tmp_path / "record").data("campaign-ended")
    assert ended == {"completed": False, "why": "it broke: disk"}


def test_a_broken_record_is_exit_21() -> None:
    result = partial_result(part(*[lambda _: None] * 2), policy(), None, sut=RUN["sut"], today=TODAY)

    assert result["exit_code"] == 21


def test_only_the_areas_that_it_is_about_must_have_enough(tmp_path: Path) -> None:
    made = part(judging("VOL-006", "each_stands_once"), judging("VOL-007", "steps_in_order"))
    whole(tmp_path / "record", made)
    wide = replace(policy(), min_applicable={"VOL": 2, "CONN": 5})
    record = load_record(tmp_path / "record")

    assert partial_result(made, wide, record, sut=RUN["sut"], today=TODAY)["exit_code"] == 0
    narrow = replace(policy(), min_applicable={"VOL": 3})
    assert partial_result(made, narrow, record, sut=RUN["sut"], today=TODAY)["exit_code"] == 11


def test_areas_are_told_in_the_order_of_the_policy(tmp_path: Path) -> None:
    """In another process the same reason: it is signed."""
    order = ["SYNC", "VOL", "IDN", "ACC", "CONN", "SEC", "OPS", "MIG"]
    made = part(judging("VOL-006", "each_stands_once"), judging("VOL-007", "steps_in_order"))
    others = {name: row for name, row in CATALOGUE.items() if row.area in order}
    wide = replace(policy(), min_applicable=dict.fromkeys(order, 999))
    whole(tmp_path / "record", made)
    record = load_record(tmp_path / "record")
    result = partial_result(replace(made, catalogue=others), wide, record, sut=RUN["sut"], today=TODAY)

    assert result["reason"] == f"too few apply in {', '.join(order)}"


def test_the_plan_of_a_part_stands_in_run_json(tmp_path: Path) -> None:
    whole(tmp_path / "record", part(judging("VOL-006", "each_stands_once"), judging("VOL-007", "steps_in_order")))
    run = json.loads((tmp_path / "record" / "run.json").read_bytes())

    assert [case["id"] for case in run["plan"]["cases"]] == ["load/x::VOL-006", "load/x::VOL-007"]
