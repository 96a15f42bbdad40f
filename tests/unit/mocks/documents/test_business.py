"""The life of documents: pull, transport acknowledgement, statuses in order, revocation and its like."""

from typing import Any

import pytest
from lxml import etree

from tests.unit.mocks.documents.by_hand import letter, lint, name_of, status

NS = {"e": "http://www.mic.gov.vn/TBT/QCVN_102_2016"}


def text(content: bytes, path: str) -> str | None:
    return etree.fromstring(content).findtext(path, namespaces=NS)


def test_a_document_is_pulled_acknowledged_and_then_gone_from_the_list(axis: Any) -> None:
    made = axis.command("documents/send-to-province")
    (row,) = axis.received()
    assert (row["docID"], row["from"], row["to"], row["status"]) == (made["docID"], "G22.99", ["H56"], "pending")
    assert axis.received("status") == []
    content = axis.fetch(row["docID"])
    assert lint(content).returncode == 0
    assert text(content, ".//e:MessageHeader/e:DocumentId") == made["DocumentId"]
    assert axis.post("updateStatus", {"docid": row["docID"], "status": "fail"})["status"] == "OK"
    assert [row["status"] for row in axis.received()] == ["fail"], "it still waits"
    axis.post("updateStatus", {"docid": row["docID"], "status": "done"})
    assert axis.received() == []
    (kept,) = axis.documents()
    assert (kept["transport"], kept["statuses"]) == ("done", {}), "transport says nothing of business"
    assert axis.fetch(row["docID"]) == content


@pytest.mark.parametrize("body", [{"docid": "00000009", "status": "done"}, {"docid": "00000001", "status": "done"}])
def test_an_acknowledgement_of_what_was_not_received_is_refused(axis: Any, body: dict[str, str]) -> None:
    axis.send(letter())
    before = axis.changes()
    assert axis.post("updateStatus", body)["errorCode"] == "23"
    assert axis.post("updateStatus", {"docid": "1", "status": "maybe"})["errorCode"] == "10"
    assert axis.get("getEdoc", docId="00000009")["errorCode"] == "23"
    assert axis.get("getEdoc")["errorCode"] == "10"
    assert axis.changes() == before


def test_statuses_of_the_province_are_noted_with_their_order(axis: Any) -> None:
    made = axis.command("documents/send-to-province", era="four-group")
    assert made["DocumentId"].startswith("000.00.99.G22,")
    orders = []
    for code in ("01", "03", "05", "04", "06", "03"):
        assert axis.send(status(code, made["DocumentId"]), kind="status")["status"] == "OK"
        orders.append(axis.last()["facts"]["status_order"])
    assert orders == ["legal"] * 5 + ["illegal"]
    assert axis.documents()[0]["statuses"] == {"H56": ["01", "03", "05", "04", "06", "03"]}
    assert [row["code"] for row in axis.documents()[1:]] == ["01", "03", "05", "04", "06", "03"]


@pytest.mark.parametrize(
    ("codes", "last"),
    [
        (["03"], "illegal"),
        (["01", "02", "03"], "illegal"),
        (["01", "13"], "legal"),
        (["13"], "illegal"),
        (["01", "15"], "illegal"),
    ],
)
def test_an_order_that_is_none_is_noted_and_taken(axis: Any, codes: list[str], last: str) -> None:
    made = axis.command("documents/send-to-province")
    for code in codes:
        assert axis.send(status(code, made["DocumentId"]), kind="status")["status"] == "OK"
    assert axis.last()["facts"]["status_order"] == last


def test_the_other_agency_answers_and_the_province_pulls_the_status(axis: Any) -> None:
    axis.send(letter())
    made = axis.command("documents/answer", status="03")
    assert (made["DocumentId"], made["order"]) == (name_of(), "illegal"), "01 was left out"
    (row,) = axis.received("status")
    content = axis.fetch(row["docID"])
    assert lint(content).returncode == 0
    assert text(content, ".//e:StatusCode") == "03"
    assert text(content, ".//e:ResponseFor/e:DocumentId") == name_of()
    assert text(content, ".//e:ResponseFor/e:Code") == "1/UBND-VX"
    assert text(content, ".//e:ResponseFor/e:PromulgationDate") == "2026/11/20"
    assert axis.documents()[0]["statuses"] == {"G22.99": ["03"]}


@pytest.mark.parametrize(
    ("kind", "word", "state"), [("1", "revoke", "revoked"), ("2", "update", "updated"), ("3", "replace", "replaced")]
)
def test_a_change_of_the_province_waits_for_15_or_16(axis: Any, kind: str, word: str, state: str) -> None:
    axis.send(letter(1))
    axis.send(letter(2, kind=kind, about=name_of(1)))
    assert axis.last()["facts"]["business_type"] == kind
    first, change = axis.documents()
    assert (first["awaits"], change["awaits"], change["kind_in_words"]) == ([], ["G22.99"], word)
    axis.command("documents/answer", status="01")
    assert axis.documents()[1]["awaits"] == ["G22.99"], "that it arrived is no answer"
    axis.command("documents/answer", status="15", document=name_of(1))
    first, change = axis.documents()[:2]
    assert (first["state"], change["answers"], change["awaits"]) == (state, {"G22.99": "15"}, [])
    assert axis.command("documents/answer", status="16", document=name_of(2))["order"] == "illegal", "answered already"


def test_a_change_that_is_declined_leaves_the_document_in_force(axis: Any) -> None:
    axis.send(letter(1))
    axis.send(letter(1, kind="1", about=name_of(1)))
    assert [row["DocumentId"] for row in axis.documents()] == [name_of(1)] * 2, "a revocation may bear the same name"
    axis.command("documents/answer", status="16")
    assert [row["state"] for row in axis.documents()[:2]] == ["in-force"] * 2


def test_the_province_answers_a_revocation(axis: Any) -> None:
    first = axis.command("documents/send-to-province")
    axis.command("documents/send-to-province", type="revoke", about=first["DocumentId"])
    content = axis.fetch(axis.received()[1]["docID"])
    assert (text(content, ".//e:BussinessDocType"), text(content, ".//e:Bussiness/e:DocumentId")) == (
        "1",
        first["DocumentId"],
    )
    assert axis.documents()[1]["awaits"] == ["H56"]
    axis.send(status("15", first["DocumentId"]), kind="status")
    assert axis.last()["facts"]["status_order"] == "legal"
    assert (axis.documents()[0]["state"], axis.documents()[1]["awaits"]) == ("revoked", [])


def test_historic_documents_of_closed_agencies_can_be_read_but_no_live_ones_sent(axis: Any) -> None:
    refused = axis.control.post("/control/1/documents/send-to-province", json={"from": "H22"})
    assert (refused.status_code, "closed" in refused.json()["detail"]) == (422, True)
    made = axis.command("documents/send-to-province", historic=True, era="four-group", **{"from": "000.00.00.H22"})
    content = axis.fetch(axis.received()[0]["docID"])
    assert text(content, ".//e:From/e:OrganId") == "000.00.00.H22"
    assert made["DocumentId"].startswith("000.00.00.H22,2024/06/03,")
    assert axis.send(status("01", made["DocumentId"], addressee="000.00.00.H22"), kind="status")["status"] == "OK"


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        ("documents/answer", {"status": "01"}, "the province has sent no document"),
        ("documents/answer", {"status": "07"}, "does not take these arguments"),
        ("documents/send-to-province", {"from": "G00"}, "the axis plays no agency 'G00'"),
        ("documents/send-to-province", {"to": "H37"}, "the province answers for no agency 'H37'"),
        ("documents/send-to-province", {"type": "revoke"}, "has sent no document None"),
        ("documents/send-to-province", {"type": "update", "about": "x"}, "has sent no document 'x'"),
        ("signers/add", {"certificate": "no"}, "no certificate"),
    ],
)
def test_a_command_that_cannot_be_carried_out_says_why(axis: Any, command: str, arguments: Any, said: str) -> None:
    answer = axis.control.post(f"/control/1/{command}", json=arguments)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_an_agency_that_did_not_get_the_document_cannot_answer(axis: Any) -> None:
    axis.send(letter())
    answer = axis.control.post("/control/1/documents/answer", json={"status": "01", "from": "H37"})
    assert "did not go to H37" in answer.json()["detail"]
