"""Challenges: each row is refused whole where it is not one, and none makes anything green."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.gate import decide_gate
from harness.beside import Beside
from harness.challenge import challenges_told, load_challenges
from harness.combination import combine
from harness.errors import Refused
from harness.gate import Answer, decide
from harness.readiness import answer_of
from harness.signature import load_private
from harness.signed_file import sign_file, signature_of
from harness.verify import verify
from tests.unit.harness.rows_in_toml import toml_text
from tests.unit.harness.sealed import AT, FIRST, SECOND, case_of, make_record, nowhere, policy, policy_text, run_json
from tests.unit.harness.test_signature import key

TODAY = AT.date()
SUITE = run_json()["harness"]["build"]
ROW = {
    "id": "C-1",
    "requirement": FIRST,
    "case": case_of(FIRST),
    "suites": [SUITE],
    "clause": "Kết nối, chia sẻ dữ liệu với Cổng Dịch vụ công quốc gia",
    "claim": "A sign-in before each transfer is what the interface asks for.",
    "evidence": ["dvcqg-000002"],
    "raised_by": "Lê Văn Cường, Công ty A",
    "raised": "2026-11-20",
    "state": "open",
    "expires": "2026-12-04",
}
ACCEPTED = {**ROW, "state": "accepted", "decided_by": "Trần Thị Bình, Sở Nội vụ"}


def file_of(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "challenges.toml"
    path.write_text(toml_text("challenges", "challenge", *rows), encoding="utf-8")
    return path


def loaded(path: Path, **named: Any) -> Any:
    return load_challenges(path, {FIRST, SECOND}, suites={SUITE}, **named)


def test_a_challenge_is_read(tmp_path: Path) -> None:
    challenges, told = loaded(file_of(tmp_path, ROW, {**ACCEPTED, "id": "C-2", "requirement": SECOND}))

    assert [(row.id, row.requirement, row.accepted, row.expires) for row in challenges] == [
        ("C-1", FIRST, False, date(2026, 12, 4)),
        ("C-2", SECOND, True, date(2026, 12, 4)),
    ]
    assert told == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"requirement": "*"}, "does not match"),
        ({"requirement": "SYNC-999"}, "SYNC-999 is no requirement of these records"),
        ({"suites": []}, "non-empty"),
        ({"suites": ["*"]}, "does not match"),
        ({"decided_by": "Trần Thị Bình"}, "False schema does not allow"),
        ({"state": "accepted"}, "'decided_by' is a required property"),
        ({"state": "accepted", "decided_by": "lê văn cường, Công ty A "}, "who raises it does not decide on it"),
        ({"expires": "2026-11-20"}, "it expires on 2026-11-20, and is raised on 2026-11-20"),
        ({"expires": "2026-02-30"}, "C-1"),
        ({"claim": "wrong"}, "too short"),
        ({"state": "won", "decided_by": "Trần Thị Bình"}, "is not one of"),
        ({"note": "more"}, "Additional properties"),
    ],
)
def test_what_is_no_challenge_is_refused(tmp_path: Path, change: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused) as refusal:
        loaded(file_of(tmp_path, {**ROW, **change}))
    assert why in str(refusal.value)


def test_an_id_is_given_once(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="the id is repeated"):
        loaded(file_of(tmp_path, ROW, {**ROW, "requirement": SECOND}))


def test_what_was_rejected_or_speaks_of_another_suite_counts_for_nothing(tmp_path: Path) -> None:
    other = {**ROW, "id": "C-2", "suites": ["sha256:" + "0" * 64]}
    challenges, told = loaded(file_of(tmp_path, {**ACCEPTED, "state": "rejected"}, other))

    assert challenges == []
    assert told == [
        f"challenge C-1 of {FIRST} was rejected, and counts for nothing",
        "challenge C-2 speaks of other suites, and counts for nothing here",
    ]


def test_only_an_approver_signs_it(tmp_path: Path) -> None:
    path = file_of(tmp_path, ACCEPTED)
    public, private = key(tmp_path / "a", "approver")
    other, wrong = key(tmp_path / "b", "reviewer")

    with pytest.raises(Refused, match="takes only challenges that an approver signed"):
        loaded(path, signed=True)
    sign_file(path, load_private(wrong))
    with pytest.raises(Refused, match="signed by no approver"):
        loaded(path, keys=[other], signed=True)
    signature_of(path).unlink()
    sign_file(path, load_private(private))
    assert len(loaded(path, keys=[public], signed=True)[0]) == 1
    path.write_text(toml_text("challenges", "challenge", ACCEPTED, {**ACCEPTED, "id": "C-2"}), encoding="utf-8")
    with pytest.raises(Refused, match="is not the file that was signed"):
        loaded(path, keys=[public])


@pytest.mark.parametrize(
    ("fails", "row", "answer"),
    [
        ([], ROW, Answer.CONDITIONAL_GO),
        ([], ACCEPTED, Answer.CONDITIONAL_GO),
        ([FIRST], ROW, Answer.NO_GO),
        ([FIRST], ACCEPTED, Answer.CONDITIONAL_GO),
        ([SECOND], ACCEPTED, Answer.NO_GO),
        ([FIRST], {**ACCEPTED, "expires": "2026-11-21"}, Answer.NO_GO),
    ],
    ids=["open", "accepted", "open, violated", "accepted, violated", "another is violated", "too late"],
)
def test_it_is_never_green(tmp_path: Path, fails: list[str], row: dict[str, Any], answer: Answer) -> None:
    record = verify(make_record(tmp_path / "out", fails), [], find=nowhere, today=TODAY)
    challenges, _ = loaded(file_of(tmp_path, row))
    case = replace(combine([record], policy(), waivers=(), today=TODAY), challenges=challenges)

    assert decide(case).answer is answer
    if row["expires"] == ROW["expires"]:
        told = answer_of(case, sut={})
        status = "VIOLATED" if FIRST in fails else "DEMONSTRATED"
        assert (told["requirements"][FIRST]["status"], told["requirements"][FIRST]["challenged"]) == (status, True)
        assert told["counts"]["demonstrated_blocking"] == 1 - len({SECOND} & {*fails})
        state = row["state"]
        (line,) = challenges_told(case)
        assert line == f"CHALLENGED: {FIRST}, {status} by a test that {ROW['raised_by']} challenges (C-1, {state})"
    else:
        assert challenges_told(case) == [f"challenge C-1 of {FIRST} expired on 2026-11-21"]


def test_the_gate_shows_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = make_record(tmp_path / "out")
    (tmp_path / "strict.toml").write_text(policy_text(), encoding="utf-8")
    path = file_of(tmp_path, {**ROW, "expires": "2126-12-31"})
    by = str(tmp_path / "strict.toml")
    code = decide_gate([record], policy=by, beside=Beside(challenges=path), keys=(), build="", json_only=False)

    assert code == 12
    text = capsys.readouterr().out
    assert text.startswith(
        "CONDITIONAL_GO (12): open items do not block, or are waived or challenged\n1 of 2 applicable"
    )
    assert f"CHALLENGED: {FIRST}, DEMONSTRATED" in text
