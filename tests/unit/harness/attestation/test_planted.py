"""The sample holds; each planted wrong workbook violates what it says and nothing else, or is refused in one line."""

from pathlib import Path

import pytest

from harness.assessment import Status
from harness.attestation.planted import ATTESTOR, Wrong, spoil, wrong_workbooks
from harness.errors import Refused
from harness.rejudge import rejudge
from tests.unit.harness.attestation.judging import catalogue, form, read, recorded, sample, statuses, written

WRONG = wrong_workbooks()
BREAKING = [wrong for wrong in WRONG if wrong.breaks]
REFUSED = [wrong for wrong in WRONG if wrong.refused]


def named(wrong: Wrong) -> str:
    return wrong.name


def test_every_statement_of_the_sample_is_attested_and_judged_the_same_again(tmp_path: Path) -> None:
    record = recorded(written(sample(), tmp_path), tmp_path / "record")

    assert set(statuses(record).values()) == {Status.ATTESTED}
    assert rejudge(record) == []


def test_the_record_has_the_word_of_who_states_it_and_no_other_person(tmp_path: Path) -> None:
    sheets = sample()
    recorded(written(sheets, tmp_path), tmp_path / "record")
    journal = (tmp_path / "record" / "journal.jsonl").read_text(encoding="utf-8")
    others = [row[name] for row in sheets["contacts"] for name in ("leader", "officer", "leader_phone")]
    others += [row["summary"] for row in sheets["incidents"]]

    assert ATTESTOR in journal
    assert [other for other in others if other in journal or other.replace(" ", "") in journal] == []


@pytest.mark.parametrize("wrong", BREAKING, ids=named)
def test_it_violates_what_it_says_and_nothing_else(wrong: Wrong, tmp_path: Path) -> None:
    found = statuses(recorded(written(spoil(sample(), wrong), tmp_path), tmp_path / "record"))

    assert {name for name, status in found.items() if status is Status.VIOLATED} == set(wrong.breaks)
    assert {status for name, status in found.items() if name not in wrong.breaks} == {Status.ATTESTED}


@pytest.mark.parametrize("wrong", REFUSED, ids=named)
def test_it_is_refused_in_one_line_that_says_where(wrong: Wrong, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=wrong.refused) as caught:
        read(written(spoil(sample(), wrong), tmp_path))

    assert str(caught.value).startswith(f"workbook.xlsx: sheet {wrong.sheet}")
    assert "\n" not in str(caught.value)


def test_every_examined_requirement_has_a_wrong_workbook_and_every_wrong_one_a_name() -> None:
    assert {name for wrong in WRONG for name in wrong.breaks} == set(form().examinations) == set(catalogue())
    assert len({wrong.name for wrong in WRONG}) == len(WRONG)
    assert all(bool(wrong.breaks) != bool(wrong.refused) for wrong in WRONG)


@pytest.mark.parametrize(("sheet", "requirement"), [("training", "OPS-009"), ("hotlines", "OPS-004")])
def test_an_empty_table_leaves_open_what_it_should_bear_out(sheet: str, requirement: str, tmp_path: Path) -> None:
    found = statuses(recorded(written({**sample(), sheet: []}, tmp_path), tmp_path / "record"))

    assert found[requirement] is Status.NOT_DEMONSTRATED


def test_a_statement_that_nobody_made_is_not_demonstrated(tmp_path: Path) -> None:
    sheets = sample()
    sheets["statements"][0] = {"requirement": "OPS-001"}
    record = recorded(written(sheets, tmp_path), tmp_path / "record")
    ended = {row["case"]: row for row in record.data("case-ended")}

    assert statuses(record)["OPS-001"] is Status.NOT_DEMONSTRATED
    assert ended["attest/workbook::ops_001"]["code"] == "INSUFFICIENT_DATA"
