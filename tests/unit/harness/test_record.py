"""A sealed record is read back as it was written, and whatever was touched is named."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.errors import IntegrityBroken, Refused
from harness.lines import canonical
from harness.record import RecordWriter, SealedRecord, digest, genesis, load_record, seal
from specs import FOLDER
from tests.unit.harness.evidence import make_exchange
from tests.unit.harness.three_events import AT, RUN, make_record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_record(tmp_path / "record")


@pytest.fixture
def sealed(folder: Path) -> Path:
    seal(folder, at=AT)
    return folder


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    """Change a file that is read-only."""
    path.chmod(0o644)
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_it_is_read_back_as_it_was_written(sealed: Path) -> None:
    record = load_record(sealed)

    assert isinstance(record, SealedRecord)
    assert record.run == RUN
    assert [event["kind"] for event in record.events] == ["exchange", "judgement", "campaign-ended"]
    assert record.judgements == [{"verdict": "FAIL", "text": "Đã cắt \U0001f600"}]
    assert list(record.exchanges) == ["dvcqg-000001"]
    assert record.events[0]["prev"] == genesis(sealed)
    assert record.manifest["totals"] == {"exchange": 1, "judgement": 1, "campaign-ended": 1}
    assert record.manifest["redaction"] == {"rules": digest((FOLDER / "redaction.toml").read_bytes()), "replaced": 2}


def test_a_sealed_record_is_read_only(sealed: Path) -> None:
    assert {path.stat().st_mode & 0o222 for path in sealed.iterdir()} == {0}


@pytest.mark.parametrize(
    ("name", "pattern", "other", "place"),
    [
        ("run.json", "certification", "diagnostic", r"run\.json is not the file"),
        ("journal.jsonl", "FAIL", "PASS", r"journal\.jsonl is not the file"),
        ("journal.jsonl", r"\A[^\n]*\n", "", r"journal\.jsonl is not the file"),
        ("manifest.json", "sha256:.", "sha256:x", "is not the file that was sealed"),
        ("manifest.json", '"head":"....', '"head":"0000', "head or totals"),
        ("manifest.json", '"judgement":1', '"judgement":2', "head or totals"),
        ("manifest.json", r'"run.json":"[^"]*"', '"other.json":"x"', "not what a run writes"),
        ("manifest.json", r',"run.json":"[^"]*"', "", "not what a run writes"),
        ("manifest.json", r"\A.", "", r"manifest\.json cannot be read"),
        ("manifest.json", "record-manifest/2", "record-manifest/1", "not what a run writes"),
        ("manifest.json", "record-manifest/2", "record-manifest/3", "not what a run writes"),
        ("manifest.json", r'"redaction":{[^}]*},', "", "not what a run writes"),
        ("manifest.json", '"replaced":2', '"replaced":1', "as many replaced values"),
    ],
)
def test_a_change_names_its_place(sealed: Path, name: str, pattern: str, other: str, place: str) -> None:
    before = (sealed / name).read_text(encoding="utf-8")
    rewrite(sealed / name, lambda text: re.sub(pattern, other, text, count=1))
    assert (sealed / name).read_text(encoding="utf-8") != before

    with pytest.raises(IntegrityBroken, match=place):
        load_record(sealed)


@pytest.mark.parametrize("name", ["run.json", "manifest.json"])
def test_other_bytes_for_the_same_are_refused(sealed: Path, name: str) -> None:
    rewrite(sealed / name, lambda text: text.replace('":', '": ', 1))
    manifest = json.loads((sealed / "manifest.json").read_bytes())
    manifest["files"]["run.json"] = digest((sealed / "run.json").read_bytes())
    if name == "run.json":
        rewrite(sealed / "manifest.json", lambda _: canonical(manifest).decode())

    with pytest.raises(IntegrityBroken, match=r"these are not the bytes that a run writes|chain is cut"):
        load_record(sealed)


def test_a_name_that_is_written_twice_is_refused(sealed: Path) -> None:
    rewrite(sealed / "manifest.json", lambda text: text.replace('{"files"', '{"files":{},"files"', 1))

    with pytest.raises(IntegrityBroken, match=r"manifest\.json: these are not the bytes"):
        load_record(sealed)


def test_an_event_in_other_bytes_is_refused(sealed: Path) -> None:
    journal = sealed / "journal.jsonl"
    rewrite(journal, lambda text: text.replace('{"data":', '{ "data":', 1))
    manifest = json.loads((sealed / "manifest.json").read_bytes())
    manifest["files"]["journal.jsonl"] = digest(journal.read_bytes())
    rewrite(sealed / "manifest.json", lambda _: canonical(manifest).decode())

    with pytest.raises(IntegrityBroken, match=r"line 1: these are not the bytes"):
        load_record(sealed)


def written(row: Any) -> str:
    """A line as a writer would write it, where one can."""
    text = json.dumps(row)
    return text if "Infinity" in text else canonical(row).decode()


def _drop(rows: list[Any]) -> None:
    del rows[1]


def _swap(rows: list[Any]) -> None:
    rows[0], rows[1] = rows[1], rows[0]


def _repeat(rows: list[Any]) -> None:
    rows.append(rows[-1])


def _turn(rows: list[Any]) -> None:
    rows[1]["data"]["verdict"] = "PASS"


def _rename(rows: list[Any]) -> None:
    rows[2]["kind"] = "wait"


def _enlarge(rows: list[Any]) -> None:
    rows[1]["data"]["verdict"] = float("inf")  # json.dumps writes Infinity, which is no JSON


def _cut(rows: list[Any]) -> None:
    del rows[-1]


def _strip(rows: list[Any]) -> None:
    del rows[1]["kind"]


def _flatten(rows: list[Any]) -> None:
    rows[1] = 7


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (_drop, "line 2: the chain is cut"),
        (_swap, "line 1: the chain is cut"),
        (_repeat, "line 4: the chain is cut"),
        (_turn, "line 2: it was changed"),
        (_rename, "line 3: it was changed"),
        (_enlarge, "line 2 cannot be read"),
        (_cut, "head or totals"),
        (_strip, "line 2 is no event"),
        (_flatten, "line 2 is no event"),
    ],
)
def test_the_chain_shows_what_the_digests_were_made_to_hide(
    sealed: Path, change: Callable[[list[Any]], None], place: str
) -> None:
    """The digest of the changed journal was put into the manifest: the chain still tells."""
    journal = sealed / "journal.jsonl"
    rows = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    change(rows)
    rewrite(journal, lambda _: "".join(written(row) + "\n" for row in rows))
    manifest = json.loads((sealed / "manifest.json").read_bytes())
    manifest["files"]["journal.jsonl"] = digest(journal.read_bytes())
    rewrite(sealed / "manifest.json", lambda _: canonical(manifest).decode())

    with pytest.raises(IntegrityBroken, match=place):
        load_record(sealed)


@pytest.mark.parametrize("name", ["journal.jsonl", "manifest.json"])
def test_a_missing_file_is_named(sealed: Path, name: str) -> None:
    (sealed / name).unlink()

    with pytest.raises(IntegrityBroken, match="is gone" if name == "journal.jsonl" else "never sealed"):
        load_record(sealed)


def test_no_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds no record"):
        load_record(tmp_path)


def test_one_id_for_two_exchanges_is_a_contradiction(folder: Path) -> None:
    writer = RecordWriter(folder)
    writer.append("exchange", make_exchange(1, body={"MaHoSo": "other"}).raw)
    writer.close()
    seal(folder, at=AT)

    with pytest.raises(IntegrityBroken, match="two different exchanges dvcqg-000001"):
        load_record(folder)


def test_an_exchange_that_is_none_is_a_contradiction(folder: Path) -> None:
    writer = RecordWriter(folder)
    writer.append("exchange", {"id": "dvcqg-000002"})
    writer.close()
    seal(folder, at=AT)

    with pytest.raises(IntegrityBroken, match="an exchange that is none"):
        load_record(folder)
