"""A record that was touched anywhere, by whomever, is found out; what is no contradiction is told."""

import json
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harness.checks import CHECKS
from harness.errors import IntegrityBroken, Refused
from harness.judge import Judge
from harness.lines import canonical
from harness.partial import Part, PartialCase, open_partial
from harness.recomputation import catalogue_of
from harness.record import load_record, open_record, read_events, seal
from harness.signature import Signer
from harness.verify import SIGNATURES, verify
from tests.unit.harness.evidence import FENCE, fence, make_exchange
from tests.unit.harness.sealed import AT, FIRST, make_record, nowhere, policy_text, run_json
from tests.unit.harness.test_signature import TODAY, key, signed
from tests.unit.harness.touched import TOUCHES, touch

SOME = 240


@pytest.fixture
def out(tmp_path: Path) -> Path:
    make_record(tmp_path / "out", [FIRST])
    return tmp_path / "out"


def checked(record: Path, *keys: Signer, today: date = TODAY) -> Any:
    return verify(record, keys, find=nowhere, today=today)


def test_an_untouched_record_gives_its_own_answer(out: Path) -> None:
    verified = checked(out / "record")

    assert verified.readiness == json.loads((out / "readiness.json").read_bytes())
    assert verified.readiness["answer"] == "NO_GO"
    assert verified.told == ("unsigned: who can write the folder can have written all of it",)


def test_no_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds no record"):
        checked(tmp_path / "nothing")


@pytest.mark.parametrize("most", [2, 1])
def test_what_was_looked_at_apart_is_verified_and_signed_like_a_run(tmp_path: Path, most: int) -> None:
    exchanges = [make_exchange(1, "DangNhap"), make_exchange(2, "DangNhap"), fence()]

    def play(judge: Judge) -> None:
        judge(
            "VOL-006", CHECKS["number_is"](exchanges, {"operation": "DangNhap"}, at_least=0, at_most=most, fence=FENCE)
        )

    part = Part("load", [PartialCase("volume/x::y", ("VOL-006",), "p", play)], catalogue_of(run_json(["VOL-006"])))
    head = {key: value for key, value in run_json().items() if key not in {"mode", "plan", "requirements"}}
    with open_partial(tmp_path / "out" / "record", part, head) as open_record_of_the_part:
        for exchange in exchanges:
            open_record_of_the_part.append("exchange", exchange.raw)
        open_record_of_the_part.play()
    pair = key(tmp_path / "k")
    verified = checked(signed(tmp_path / "out" / "record", pair), pair[0])

    assert "answer" not in verified.readiness
    assert (verified.readiness["part"], verified.readiness["exit_code"]) == ("load", 12 if most == 1 else 0)
    assert verified.roles == {"assessor"}


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "run.json.bak"])
def test_a_file_that_nobody_sealed_is_refused(out: Path, name: str) -> None:
    (out / "record" / name).write_text("more")
    with pytest.raises(IntegrityBroken, match=f"{name} is no file of a record"):
        checked(out / "record")


def test_links_are_refused(out: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(out / "record")
    with pytest.raises(IntegrityBroken, match="is a link"):
        checked(tmp_path / "link")
    (out / "record" / "run.json").rename(tmp_path / "run.json")
    (out / "record" / "run.json").symlink_to(tmp_path / "run.json")
    with pytest.raises(IntegrityBroken, match=r"run\.json is a link"):
        checked(out / "record")


def test_a_folder_in_place_of_a_file_is_refused(out: Path) -> None:
    (out / "record" / SIGNATURES).mkdir()
    with pytest.raises(IntegrityBroken, match="is a link or no file"):
        checked(out / "record")


def test_an_edited_summary_is_found_though_the_record_is_whole(out: Path) -> None:
    said = json.loads((out / "readiness.json").read_bytes())
    (out / "readiness.json").write_text(json.dumps(said | {"answer": "GO", "exit_code": 0}))
    with pytest.raises(IntegrityBroken, match=r"readiness\.json beside the record says otherwise in answer, exit_code"):
        checked(out / "record")
    (out / "readiness.json").write_text("GO")
    with pytest.raises(IntegrityBroken, match="cannot be read"):
        checked(out / "record")


def rebuilt(out: Path, change: Callable[[str, dict[str, Any]], None]) -> Path:
    """The record as a forger would leave it: changed, with chain, manifest and summary made anew."""
    run = json.loads((out / "record" / "run.json").read_bytes())
    writer = open_record(out.parent / "forged" / "record", run)
    for event in read_events(out / "record"):
        data = json.loads(canonical(event["data"]))
        change(event["kind"], data)
        if data:
            writer.append(event["kind"], data)
    writer.close()
    seal(writer.folder, at=AT)
    return writer.folder


def _turned(kind: str, data: dict[str, Any]) -> None:
    if kind in {"judgement", "case-ended"} and data["verdict"] == "FAIL":
        data["verdict"] = "PASS"


def _no_exchange(kind: str, data: dict[str, Any]) -> None:
    if kind == "exchange" and data["seq"] == 1:
        data.clear()


def _other_direction(kind: str, data: dict[str, Any]) -> None:
    if kind == "exchange":
        data["direction"] = "sideways"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_turned, "1 judgements do not come out again; the first is SYNC-001"),
        (_no_exchange, "2 judgements do not come out again"),
        (_other_direction, "breaks its schema"),
    ],
)
def test_a_forged_record_contradicts_its_evidence(
    out: Path, change: Callable[[str, dict[str, Any]], None], why: str
) -> None:
    with pytest.raises(IntegrityBroken, match=why):
        checked(rebuilt(out, change))


@pytest.mark.parametrize("name", ["plan", "policy", "requirements", "sut", "mode"])
def test_a_run_without_its_parts_is_no_run(tmp_path: Path, name: str) -> None:
    run = {key: value for key, value in run_json().items() if key != name}
    open_record(tmp_path / "record", run).close()
    seal(tmp_path / "record", at=AT)
    with pytest.raises(IntegrityBroken, match="record holds what no run writes: KeyError"):
        checked(tmp_path / "record")


def test_a_judgement_by_another_version_of_a_check_is_told(out: Path) -> None:
    def later(kind: str, data: dict[str, Any]) -> None:
        if kind == "judgement":
            data["version"] += 1

    verified = checked(rebuilt(out, later))
    assert verified.unanswered == {FIRST, "SYNC-004"}
    assert "judged by other versions of checks" in verified.told[-1]


def test_another_policy_text_than_the_one_digested_is_found(tmp_path: Path) -> None:
    run = run_json()
    run["policy"]["source"] = policy_text(blocks='["info"]')
    writer = open_record(tmp_path / "record", run)
    writer.close()
    seal(tmp_path / "record", at=AT)
    with pytest.raises(IntegrityBroken, match="policy strict is not that of its digest"):
        checked(tmp_path / "record")


def test_what_a_record_needs_beside_itself_is_told(tmp_path: Path) -> None:
    text = policy_text('signed_by = ["assessor", "reviewer"]\nlifetime_days = 30')
    run = run_json(policy_source=text)
    pair = key(tmp_path / "a")
    record = signed(make_record(tmp_path / "out", run=run), pair)

    assert checked(record, pair[0]).told == ("policy strict asks for the signature of reviewer",)
    told = checked(record, pair[0], today=date(2027, 11, 1)).told
    assert [line.split(" ")[0] for line in told] == ["policy", "policy", "its"]
    assert "expired after 30 days" in told[-1]


def is_found(record: Path, *keys: Signer) -> bool:
    """Whether a record that was touched is one that contradicts itself."""
    try:
        checked(record, *keys)
    except IntegrityBroken:
        return True
    return False


@pytest.mark.parametrize("change", TOUCHES)
def test_whatever_is_touched_is_found(tmp_path: Path, change: str) -> None:
    """Some hundreds here; `benchmarks/evidence/touch.py` tries ten thousand."""
    pair = key(tmp_path / "a")
    record = signed(make_record(tmp_path / "out", [FIRST]), pair)
    rng = random.Random(change)
    for number in range(SOME // len(TOUCHES)):
        copy = tmp_path / f"copy-{number}" / "record"
        shutil.copytree(record, copy)
        what = touch(copy, change, rng)
        assert is_found(copy, pair[0]), what
        shutil.rmtree(copy.parent)


def test_a_member_of_another_record_does_not_pass_for_this_ones(tmp_path: Path) -> None:
    pair = key(tmp_path / "a")
    go, no_go = signed(make_record(tmp_path / "go"), pair), signed(make_record(tmp_path / "no", [FIRST]), pair)
    for name in ("run.json", "journal.jsonl", "manifest.json", SIGNATURES):
        copy = tmp_path / f"mixed-{name}" / "record"
        shutil.copytree(no_go, copy)
        Path(shutil.copy(go / name, tmp_path / "swapped")).replace(copy / name)
        assert is_found(copy, pair[0]) is (name != "run.json"), name
    assert load_record(go).run == load_record(no_go).run
