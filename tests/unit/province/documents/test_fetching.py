"""Documents that come: verified, kept once, acknowledged after that, their statuses told in order."""

import pytest

from tests.postgres import both_engines
from tests.unit.province.documents.conftest import Clerks, Play, row_of


@both_engines
def test_a_document_is_kept_then_acknowledged_and_its_arrival_told(play: Play) -> None:
    async def story(clerks: Clerks) -> None:
        number, document = await clerks.receive()
        row = await clerks.until_state(document, "in-force")
        assert (row["sender"], row["kind"], row["statuses"]) == ("G22.99", "new", ["01"])
        assert [file["name"] for file in row["files"]] == [f"van-ban-{int(number)}.txt"]
        await clerks.until_carried(lambda rows: rows[-1].get("code") == "01")
        assert clerks.acknowledged(number) == ["done"]
        assert clerks.axis.received() == []

    play(story)


@pytest.mark.parametrize("spoilt", ["wrong-signature", "unzippable-attachment"])
def test_what_cannot_be_read_has_failed_once_and_is_looked_at_again(play: Play, spoilt: str) -> None:
    async def story(clerks: Clerks) -> None:
        behaviour = clerks.axis.behave(spoilt, operation="getEdoc")
        number, document = await clerks.receive()
        await clerks.until_carried(lambda rows: rows[-1]["transport"] == "fail")
        await clerks.desk("fetch-documents")
        await clerks.until_called("getEdoc", 2)
        assert (await clerks.registers())["received"] == []
        clerks.axis.control.delete(f"/control/1/behaviours/{behaviour}")
        await clerks.desk("fetch-documents")
        await clerks.until_state(document, "in-force")
        await clerks.until_carried(lambda rows: rows[0]["transport"] == "done")
        assert clerks.acknowledged(number) == ["fail", "done"]

    play(story)


def test_a_document_under_two_numbers_is_entered_once(play: Play) -> None:
    async def story(clerks: Clerks) -> None:
        clerks.axis.behave("document-twice", operation="getReceivedEdocList", times=1)
        number, document = await clerks.receive()
        await clerks.until_carried(lambda rows: [row["transport"] for row in rows[:2]] == ["done", "done"])
        found = await clerks.registers()
        assert [row["document"] for row in found["received"]] == [document]
        assert found["received"][0]["statuses"] == ["01"]
        assert clerks.acknowledged(number) == ["done"]

    play(story)


@pytest.mark.parametrize("operation", ["getReceivedEdocList", "getEdoc", "updateStatus"])
def test_a_lost_answer_loses_and_doubles_nothing(play: Play, operation: str) -> None:
    async def story(clerks: Clerks) -> None:
        clerks.axis.behave("answer-lost", operation=operation, times=1, status=502)
        _, document = await clerks.receive()
        await clerks.until_state(document, "in-force")
        await clerks.until_carried(lambda rows: rows[0]["transport"] == "done")
        assert len((await clerks.registers())["received"]) == 1

    play(story)


def test_what_is_listed_and_cannot_be_had_does_not_hold_back_the_rest(play: Play) -> None:
    async def story(clerks: Clerks) -> None:
        clerks.axis.behave("lost-document", operation="getEdoc", times=1)
        await clerks.control("documents/send-to-province")
        _, second = await clerks.receive(**{"from": "H37"})
        await clerks.until_state(second, "in-force")

    play(story)


def test_statuses_are_told_in_order_and_others_refused(play: Play) -> None:
    async def story(clerks: Clerks) -> None:
        _, document = await clerks.receive()
        await clerks.until_state(document, "in-force")
        answers = [await clerks.report(document, code) for code in ("06", "03", "15", "05", "06", "06")]
        assert answers == [409, 200, 409, 200, 200, 409]
        assert await clerks.report("G22.99,2026/11/22,99/TN-LT", "03") == 404
        await clerks.until_carried(lambda rows: rows[0]["statuses"].get("H56") == ["01", "03", "05", "06"])
        assert {call["facts"]["status_order"] for call in clerks.calls("sendEdoc")} == {"legal"}

    play(story)


@pytest.mark.parametrize(("code", "state"), [("15", "revoked"), ("16", "in-force")])
def test_a_revocation_takes_effect_where_it_is_agreed_to(play: Play, code: str, state: str) -> None:
    async def story(clerks: Clerks) -> None:
        _, first = await clerks.receive()
        await clerks.until_state(first, "in-force")
        _, second = await clerks.receive(type="revoke", about=first)
        await clerks.until_state(second, "in-force")
        assert [await clerks.report(second, code) for _ in range(2)] == [200, 409]
        await clerks.until_state(first, state)
        await clerks.until_carried(lambda rows: any(row.get("answers") == {"H56": code} for row in rows))

    play(story)


def test_a_status_of_a_document_that_is_not_ours_fails(play: Play) -> None:
    async def story(clerks: Clerks) -> None:
        document = await clerks.send()
        await clerks.until_state(document, "sent")
        async with clerks.screens.post("/upper-tester/1/reset") as answer:
            assert answer.status == 204
        await clerks.control("documents/answer", document=document, status="01")
        await clerks.desk("fetch-documents")
        await clerks.until_carried(lambda rows: rows[-1]["transport"] == "fail")
        assert row_of(await clerks.registers(), document) is None

    play(story)


def test_a_historic_document_of_a_closed_agency_can_be_read(play: Play) -> None:
    async def story(clerks: Clerks) -> None:
        _, document = await clerks.receive(**{"from": "H22", "historic": True})
        assert (await clerks.until_state(document, "in-force"))["sender"] == "H22"

    play(story)


def test_without_the_axis_there_are_no_documents(play: Play) -> None:
    async def story(clerks: Clerks) -> None:
        async with clerks.screens.get("/upper-tester/1/records/documents") as answer:
            assert answer.status == 404

    play(story, counterparts={})
