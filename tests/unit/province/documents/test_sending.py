"""Documents that are sent: numbered once, signed, sent until the axis has them, refusals kept."""

import re
from typing import Any

import pytest

from tests.postgres import both_engines
from tests.unit.mocks.documents.conftest import Axis
from tests.unit.province.documents.conftest import Clerks, Play, make_document, row_of


@both_engines
def test_a_document_arrives_signed_and_whole(play: Play) -> None:
    text = "Nội dung dự thảo " * 1_000

    async def story(clerks: Clerks) -> None:
        document = await clerks.send(files=[{"name": "Dự thảo.txt", "text": text}], due="2026-12-24")
        assert re.fullmatch(r"H56,\d{4}/\d\d/\d\d,1/UBND-VP", document)
        row = await clerks.until_state(document, "sent")
        assert row["to"] == ["G22.99"]
        (facts,) = (call["facts"] for call in clerks.calls("sendEdoc"))
        assert (facts["edxml"], facts["signature"], facts["accepted"]) == ("valid", "unknown-signer", True)
        sizes = [(row["unpacked"], row["named"]) for row in facts["attachments"]]
        assert sizes == [(len(text.encode()), "as-promised")]

    play(story)


@pytest.mark.parametrize("trouble", ["answer-lost", "reset-after"])
def test_a_document_without_an_answer_is_sent_again_as_it_was(play: Play, trouble: str) -> None:
    async def story(clerks: Clerks) -> None:
        status = {} if trouble == "reset-after" else {"status": 502}
        clerks.axis.behave(trouble, operation="sendEdoc", times=1, **status)
        document = await clerks.send()
        await clerks.until_state(document, "sent")
        assert [row["DocumentId"] for row in clerks.axis.documents()] == [document]

    play(story)


def test_a_refusal_is_kept_and_not_repeated(play: Play) -> None:
    async def story(clerks: Clerks) -> None:
        document = await clerks.send(to=["H99.99"])
        row = await clerks.until_state(document, "refused")
        assert row["refusal"] == "19"
        assert [call["facts"]["reason"] for call in clerks.calls("sendEdoc")] == ["unknown-agency"]

    play(story)


def test_wrong_credentials_are_not_the_documents_fault(play: Play) -> None:
    async def story(clerks: Clerks) -> None:
        clerks.axis.behave("refuse", operation="sendEdoc", times=2, code="15", message="Sai khóa")
        await clerks.until_state(await clerks.send(), "sent")

    play(story)


@pytest.mark.parametrize(("kind", "state"), [("update", "updated"), ("replace", "replaced")])
def test_a_request_goes_after_its_document_and_takes_effect_when_agreed_to(play: Play, kind: str, state: str) -> None:
    async def story(clerks: Clerks) -> None:
        clerks.axis.behave("unavailable", operation="sendEdoc", times=2, status=503)
        first = await clerks.send(form="decision")
        second = await clerks.send(kind=kind, about=first)
        await clerks.until_state(second, "sent")
        assert (await clerks.carried(second))["kind_in_words"] == kind
        await clerks.control("documents/answer", document=second, status="15")
        await clerks.desk("fetch-documents")
        await clerks.until_state(first, state)

    play(story)


def test_statuses_of_recipients_stand_with_the_document_once(play: Play) -> None:
    async def story(clerks: Clerks) -> None:
        document = await clerks.send()
        await clerks.until_state(document, "sent")
        clerks.axis.behave("answer-lost", operation="updateStatus", times=1, status=502)
        clerks.axis.behave("late-status", operation="getReceivedEdocList", times=1)
        for code in ("01", "03"):
            await clerks.control("documents/answer", document=document, status=code)
            await clerks.desk("fetch-documents")
        told = [{"agency": "G22.99", "code": code} for code in ("01", "03")]
        while (row_of(await clerks.registers(), document) or {})["statuses"] != told:
            await clerks.desk("fetch-documents")

    play(story)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"to": ["H22"]}, 409),
        ({"kind": "revoke"}, 409),
        ({"kind": "revoke", "about": "H56,2026/11/22,99/UBND-VP"}, 409),
        ({"about": "H56,2026/11/22,99/UBND-VP"}, 409),
        ({"dossier": "H56.14-990101-0001"}, 404),
        ({"to": ["000.00.00.H56"]}, 422),
        ({"subject": " "}, 422),
        ({"due": "24/12/2026"}, 422),
    ],
)
def test_what_cannot_be_sent_is_refused_at_the_desk(play: Play, changes: dict[str, Any], status: int) -> None:
    async def story(clerks: Clerks) -> None:
        answered, _ = await clerks.desk("send-document", **make_document(**changes))
        assert answered == status
        assert (await clerks.registers())["sent"] == []

    play(story)


def test_what_was_entered_is_sent_by_the_next_process(play: Play, axis: Axis) -> None:
    documents = []

    async def before(clerks: Clerks) -> None:
        clerks.axis.behave("unavailable", operation="sendEdoc", times=None, status=503)
        documents.append(await clerks.send())

    async def after(clerks: Clerks) -> None:
        await clerks.until_state(documents[0], "sent")
        assert (await clerks.send()).split(",")[2].startswith("2/")

    play(before)
    axis.command("reset", behaviours=True)
    play(after)


def test_characters_that_xml_cannot_hold_do_not_stop_a_document(play: Play) -> None:
    async def story(clerks: Clerks) -> None:
        await clerks.until_state(await clerks.send(subject="Về việc \x0b thử nghiệm \uffff"), "sent")

    play(story)
