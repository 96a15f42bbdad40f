"""What outlives the process, and what a reset empties."""

from typing import Any

from tests.unit.mocks.documents.by_hand import letter


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
