"""What a run left behind is listed from its record, once each, and what nobody answered as perhaps."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.created import list_created
from harness.created import created_in, load_creating
from harness.errors import Refused
from harness.record import SealedRecord
from harness.upper_tester.contract import CONTRACT
from specs import FOLDER
from specs.profile import load_profile
from tests.unit.harness.evidence import make_exchange
from tests.unit.harness.sealed import make_record

TABLE = FOLDER / "created.toml"


def event(seq: int, operation: str, door: str = "upper-tester", **named: Any) -> dict[str, Any]:
    raw = {**make_exchange(seq, operation, door=door, **named).raw, "direction": "to-sut"}
    return {"n": seq, "kind": "exchange", "data": raw}


def stimulus(seq: int, told: dict[str, Any] | None) -> dict[str, Any]:
    row = {"id": f"stimulus-{seq:06d}", "seq": seq, "kind": "manual", "operation": "accept", "method": "POST"}
    row |= {"path": "/upper-tester/1/dossiers", "started": "2026-11-22T01:00:00Z", "elapsed_ms": 1.0, "asked": {}}
    return {"n": seq, "kind": "stimulus", "data": {**row, "told": told, "facts": {}}}


EVENTS = (
    event(1, "accept", status=201, reply={"dossier": "H56-1"}),
    event(2, "accept", status=403, reply={"detail": "abolished"}),
    event(3, "accept", silence="timeout"),
    event(4, "openAccount", body={"account": "cb-1"}, reply={"account": "cb-1"}),
    event(5, "openAccount", body={"account": "cb-1"}, reply={"account": "cb-1"}),
    event(6, "charge", reply={"reference": "HS-1"}),
    event(7, "process", reply={"dossier": "H56-1"}),
    event(8, "NhanHoSoTrucTuyen", "dvcqg", body={"MaHoSo": "H56-2"}, reply={"error_code": 0}),
    {"n": 9, "kind": "exchange", "data": make_exchange(9, "accept", door="upper-tester", reply={"dossier": "X"}).raw},
    stimulus(10, {"dossier": "H56-3"}),
    stimulus(11, None),
)


def test_each_is_listed_once_with_its_evidence() -> None:
    rows = created_in(SealedRecord(Path(), {}, EVENTS, {}), load_creating(TABLE))

    assert [(row.kind, row.id, row.evidence, row.certain) for row in rows] == [
        ("dossier", "H56-1", "upper-tester-000001", True),
        ("dossier", "", "upper-tester-000003", False),
        ("account", "cb-1", "upper-tester-000004", True),
        ("payment", "HS-1", "upper-tester-000006", True),
        ("dossier", "H56-2", "dvcqg-000008", True),
        ("dossier", "H56-3", "stimulus-000010", True),
        ("dossier", "", "stimulus-000011", False),
    ]


def test_every_call_of_the_table_is_one() -> None:
    paths = CONTRACT.document["paths"].values()
    known = {("upper-tester", row["operationId"]) for path in paths for row in path.values() if "operationId" in row}
    known |= {("dvcqg", push.name) for push in load_profile("dvcqg", "dvcqg-2025").pushes}

    assert set(load_creating(TABLE)) <= known


@pytest.mark.parametrize(
    "change",
    [("[[call]]", '[[call]]\nnote = "x"'), ('kind = "account"', 'kind = "house"'), ('"openAccount"', '"accept"')],
    ids=["more than it has", "no kind", "twice"],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, change: tuple[str, str]) -> None:
    path = tmp_path / "created.toml"
    path.write_text(TABLE.read_text("utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(Refused, match="is no call, of no kind, or stands twice"):
        load_creating(path)


def test_the_command_lists_a_record_and_refuses_one_that_was_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = make_record(tmp_path / "out")
    assert list_created(record, language="en", json_only=True) == 0
    assert json.loads(capsys.readouterr().out)["created"] == []
    (record / "journal.jsonl").chmod(0o644)
    with (record / "journal.jsonl").open("ab") as journal:
        journal.write(b"{}\n")
    assert list_created(record, language="vi", json_only=False) == 21
