"""What outlives the process, and what a reset empties."""

from pathlib import Path
from typing import Any

from tests.unit.mocks.documents.by_hand import letter, name_of
from tests.unit.mocks.documents.conftest import axis_with


def test_a_reset_forgets_messages_and_entered_agencies(axis: Any) -> None:
    axis.send(letter())
    axis.post("registerAgency", {"code": "H56.14", "name": "Sở"})
    axis.command("reset")
    assert axis.documents() == []
    assert len(axis.get("getAgenciesList")["result"]) == 4
    assert axis.send(letter())["docID"] == "00000001"


def test_a_snapshot_brings_messages_back(axis: Any) -> None:
    number = axis.command("documents/send-to-province")["docID"]
    kept = axis.command("snapshot")["id"]
    axis.post("updateStatus", {"docid": number, "status": "done"})
    axis.command("restore", id=kept)
    assert [row["docID"] for row in axis.received()] == [number]
    assert axis.fetch(number)


def test_a_restart_keeps_numbers_statuses_and_certificates_and_forgets_the_content(tmp_path: Path) -> None:
    with axis_with(state=tmp_path) as axis:
        axis.send(letter(staff="Canary Nguyễn Thị Lộ"))
        axis.command("documents/answer", status="01")
        axis.post("registerAgency", {"code": "H56.14", "name": "Sở", "mail": "canary@example.com"})
        certificates = axis.view("certificates")
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert name_of().encode() in kept
    assert b"anary" not in kept
    with axis_with(state=tmp_path) as axis:
        assert axis.view("certificates") == certificates
        assert axis.documents()[0]["statuses"] == {"G22.99": ["01"]}
        assert axis.get("getEdoc", docId="00000001")["errorCode"] == "23"
        assert axis.last()["facts"]["known"] is True
        row = axis.get("getAgenciesListQD20")["result"][-1]
        assert (row["Code102"], row["mail"]) == ("H56.14", None)
        assert axis.send(letter())["errorCode"] == "21"
        assert axis.send(letter(2))["docID"] == "00000003"
