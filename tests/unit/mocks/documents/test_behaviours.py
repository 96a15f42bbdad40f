"""What the axis can be told: each behaviour does what its name says, and its hits say that it did."""

import base64
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.unit.mocks.documents.by_hand import letter, lint, name_of, status, verify

ENCODED = ".//{*}ContentTransferEncoded"


@pytest.fixture
def certificate(axis: Any, tmp_path: Path) -> Path:
    """The certificate of the axis."""
    file = tmp_path / "axis.pem"
    file.write_text(axis.view("certificates")["certificates"][0]["pem"])
    return file


def test_refuse_comes_before_any_side_effect(axis: Any) -> None:
    axis.behave("refuse", operation="sendEdoc", times=1, code="21", message="Bận")
    before = axis.changes()
    answer = axis.send(letter())
    assert (answer["errorCode"], answer["errorDesc"], answer["docID"]) == ("21", "Bận", None)
    assert axis.last()["facts"]["reason"] == "told-to-refuse"
    assert axis.changes() == before
    assert axis.send(letter())["status"] == "OK"


def test_every_operation_can_be_refused(axis: Any) -> None:
    axis.behave("refuse", code="10", message="")
    for operation in axis.profile.operations:
        url, headers = operation.path, axis.headers
        answer = axis.national.request(operation.method, url, headers=headers)
        assert axis.checked(operation.name, answer)["errorCode"] == "10"
    assert axis.hits() == {"refuse": len(axis.profile.operations)}


def test_spelling_and_wording_of_success(axis: Any) -> None:
    axis.behave("spelling", code=0)
    axis.behave("wording", message="OK")
    answer = axis.get("getAgenciesList")
    assert (answer["errorCode"], answer["errorDesc"]) == (0, "OK")


def test_lost_document_is_acknowledged_and_lost(axis: Any) -> None:
    axis.behave("lost-document", operation="sendEdoc", times=1)
    assert axis.send(letter())["status"] == "OK"
    assert axis.sent() == []
    assert [row["origin"] for row in axis.documents()] == ["lost"]
    refused = axis.control.post("/control/1/documents/answer", json={"status": "01"})
    assert "has sent no document" in refused.json()["detail"]
    assert axis.send(letter())["docID"] == "00000002", "its number is not given again"


def test_lost_document_is_listed_and_not_found(axis: Any) -> None:
    number = axis.command("documents/send-to-province")["docID"]
    axis.behave("lost-document", operation="getEdoc", times=1)
    assert axis.get("getEdoc", docId=number)["errorCode"] == "23"
    assert axis.get("getEdoc", docId=number)["status"] == "OK"


def test_document_twice(axis: Any) -> None:
    axis.command("documents/send-to-province")
    axis.behave("document-twice", times=1)
    first, second = axis.received()
    assert first["docID"] != second["docID"]
    assert axis.fetch(first["docID"]) == axis.fetch(second["docID"])
    axis.post("updateStatus", {"docid": first["docID"], "status": "done"})
    assert [row["docID"] for row in axis.received()] == [second["docID"]]


@pytest.mark.parametrize("name", ["wrong-signature", "changed-byte"])
@pytest.mark.parametrize("kind", ["edoc", "status"])
def test_what_is_handed_out_does_not_verify(axis: Any, certificate: Path, name: str, kind: str) -> None:
    axis.send(letter())
    made = (
        axis.command("documents/send-to-province") if kind == "edoc" else axis.command("documents/answer", status="01")
    )
    axis.behave(name, times=1)
    spoilt, right = axis.fetch(made["docID"]), axis.fetch(made["docID"])
    assert (lint(spoilt).returncode, lint(right).returncode) == (0, 0)
    assert verify(spoilt, certificate).returncode != 0
    assert verify(right, certificate).returncode == 0
    if name == "changed-byte":
        assert sum(one != other for one, other in zip(spoilt, right, strict=True)) == 1
    assert axis.hits() == {name: 1}


def test_an_attachment_that_is_no_zip_under_a_right_signature(axis: Any, certificate: Path) -> None:
    axis.send(letter())
    number = axis.command("documents/send-to-province")["docID"]
    axis.behave("unzippable-attachment")
    content = axis.fetch(number)
    assert verify(content, certificate).returncode == 0
    assert not base64.b64decode(etree.fromstring(content).findtext(ENCODED) or "").startswith(b"PK")
    axis.fetch(axis.command("documents/answer", status="01")["docID"])
    assert axis.hits() == {"unzippable-attachment": 1}, "a status has no attachment"


def test_what_the_province_sent_is_handed_out_as_it_came(axis: Any) -> None:
    number = axis.send(letter())["docID"]
    axis.behave("changed-byte")
    assert axis.fetch(number) == letter().encode()
    assert axis.hits() == {"changed-byte": 0}


def test_late_status(axis: Any) -> None:
    axis.send(letter())
    axis.command("documents/answer", status="01")
    axis.behave("late-status", times=2)
    assert [len(axis.received("status")) for _ in range(3)] == [0, 0, 1]


def test_fail_status(axis: Any) -> None:
    axis.behave("fail-status", times=1)
    assert axis.send(letter(1))["status"] == "OK"
    axis.send(letter(2))
    assert [row["status"] for row in axis.sent()] == ["fail", "done"]


def test_unknown_agency(axis: Any) -> None:
    axis.behave("unknown-agency", operation="sendEdoc", times=1)
    axis.behave("unknown-agency", operation="getAgenciesListQD20", times=1)
    assert axis.send(letter())["errorCode"] == "19"
    assert [row["Code102"] for row in axis.get("getAgenciesListQD20")["result"]] == ["H56"]
    assert axis.send(letter())["status"] == "OK"
    assert len(axis.get("getAgenciesListQD20")["result"]) == 4


def test_accepts_anything(axis: Any) -> None:
    axis.behave("accepts-anything")
    before = axis.seen()
    assert axis.send("no xml")["status"] == "OK"
    assert axis.send(letter(sender="H37"))["status"] == "OK"
    assert axis.send(status("05", name_of(9)), kind="status")["status"] == "OK"
    assert axis.get("getEdoc", docId="x")["status"] == "OK"
    assert axis.post("updateStatus", {})["status"] == "OK"
    assert axis.post("registerAgency", {"code": 5})["status"] == "OK"
    assert axis.post("deleteAgency", [])["status"] == "OK"
    for operation in axis.profile.operations:
        assert axis.national.request(operation.method, operation.path).json()["status"] == "OK"
    assert all(row["facts"]["accepted"] for row in axis.journal(after=before))
