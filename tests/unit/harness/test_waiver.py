"""Waivers: each row is refused whole where it is not one, and none does more than it says."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harness.combination import combine
from harness.errors import Refused
from harness.gate import Answer, decide
from harness.signature import load_private
from harness.signed_file import sign_file, signature_of
from harness.verify import verify
from harness.waiver import load_waivers, waivers_told
from tests.unit.harness.rows_in_toml import toml_text
from tests.unit.harness.sealed import AT, BUILD, FIRST, SECOND, make_record, nowhere, policy
from tests.unit.harness.test_signature import key

TODAY = AT.date()
ROW = {
    "id": "W-1",
    "requirement": FIRST,
    "builds": [BUILD],
    "reason": "The vendor mends it with build 18 in December.",
    "compensating_control": "Two clerks compare the two lists each evening.",
    "requested_by": "Lê Văn Cường, Trung tâm Phục vụ hành chính công",
    "approved_by": "Trần Thị Bình, Sở Nội vụ",
    "issued": "2026-11-20",
    "expires": "2026-12-31",
}


def file_of(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "waivers.toml"
    path.write_text(toml_text("waivers", "waiver", *rows), encoding="utf-8")
    return path


def loaded(path: Path, **named: Any) -> Any:
    return load_waivers(path, {FIRST, SECOND}, build=BUILD, today=TODAY, **named)


def test_a_waiver_is_read(tmp_path: Path) -> None:
    waivers, told = loaded(file_of(tmp_path, ROW, {**ROW, "id": "W-2", "requirement": SECOND}))

    assert [(row.id, row.requirement, row.expires) for row in waivers] == [
        ("W-1", FIRST, date(2026, 12, 31)),
        ("W-2", SECOND, date(2026, 12, 31)),
    ]
    assert told == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"requirement": "*"}, "does not match"),
        ({"requirement": "SYNC-*"}, "does not match"),
        ({"requirement": "SYNC-999"}, "SYNC-999 is no requirement of these records"),
        ({"builds": ["*"]}, "does not match"),
        ({"builds": []}, "non-empty"),
        ({"approved_by": " lê văn cường,  trung tâm phục vụ hành chính công"}, "does not approve it"),
        ({"expires": "2026-11-20"}, "it expires on 2026-11-20, and is issued on 2026-11-20"),
        ({"expires": "2026-02-30"}, "W-1"),
        ({"expires": "never"}, "does not match"),
        ({"issued": "2026-11-23", "expires": "2026-12-31"}, "which is not yet"),
        ({"reason": "later"}, "too short"),
        ({"compensating_control": " " * 30}, "does not match"),
        ({"note": "more"}, "Additional properties"),
    ],
)
def test_what_is_no_waiver_is_refused(tmp_path: Path, change: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why.replace("*", r"\*")):
        loaded(file_of(tmp_path, {**ROW, **change}))


@pytest.mark.parametrize("name", ROW)
def test_nothing_may_be_left_out(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match=f"'{name}' is a required property"):
        loaded(file_of(tmp_path, {key: value for key, value in ROW.items() if key != name}))


def test_an_id_is_given_once(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="the id is repeated"):
        loaded(file_of(tmp_path, ROW, {**ROW, "requirement": SECOND}))


def test_no_file_and_no_toml_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        loaded(tmp_path / "waivers.toml")
    (tmp_path / "waivers.toml").write_text("[[waiver]")
    with pytest.raises(Refused, match=r"waivers\.toml"):
        loaded(tmp_path / "waivers.toml")


def test_a_waiver_of_another_build_counts_for_nothing(tmp_path: Path) -> None:
    waivers, told = loaded(file_of(tmp_path, {**ROW, "builds": ["build-17"]}))

    assert waivers == []
    assert told == ["waiver W-1 speaks of another build, and counts for nothing here"]


@pytest.mark.parametrize(
    ("expires", "fails", "answer", "note"),
    [
        ("2026-12-31", [FIRST], Answer.CONDITIONAL_GO, ""),
        ("2026-11-22", [FIRST], Answer.CONDITIONAL_GO, ""),
        ("2026-11-21", [FIRST], Answer.NO_GO, "expired on 2026-11-21"),
        ("2026-12-31", [FIRST, SECOND], Answer.NO_GO, ""),
        ("2026-12-31", [], Answer.GO, "is needed no more"),
    ],
)
def test_a_waiver_lifts_at_most_to_conditional(
    tmp_path: Path, expires: str, fails: list[str], answer: Answer, note: str
) -> None:
    verified = verify(make_record(tmp_path / "out", fails), [], find=nowhere, today=TODAY)
    waivers, _ = loaded(file_of(tmp_path, {**ROW, "expires": expires}))
    case = combine([verified], policy(), waivers=waivers, today=TODAY)

    assert decide(case).answer is answer
    assert [note in told for told in waivers_told(case)] == ([True] if note else [])


def test_a_policy_of_signatures_takes_only_what_an_approver_signed(tmp_path: Path) -> None:
    path = file_of(tmp_path, ROW)
    (approver, private), (assessor, other) = key(tmp_path / "k", "approver"), key(tmp_path / "k")
    with pytest.raises(Refused, match="is not signed"):
        loaded(path, signed=True)
    sign_file(path, load_private(private))
    assert loaded(path, keys=[approver], signed=True)[0]
    with pytest.raises(Refused, match="none of the 1 keys"):
        loaded(path, keys=[assessor])
    path.write_text(path.read_text(encoding="utf-8").replace("2026-12-31", "2028-12-31"), encoding="utf-8")
    with pytest.raises(Refused, match="is not the file that was signed"):
        loaded(path, keys=[approver])
    signature_of(path).unlink()
    sign_file(path, load_private(other))
    with pytest.raises(Refused, match="signed by no approver"):
        loaded(path, keys=[assessor])
