"""What every upper tester keeps, whatever its kind: the one set that a new kind must pass too."""

import json
import random
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from harness.checks.fields import same_value
from harness.errors import HarnessError, Inconclusive
from harness.exchange import Exchange, read_exchange
from harness.upper_tester.contract import CONTRACT
from harness.upper_tester.stimulus import EVENT, read_stimulus
from specs.redaction import redact
from specs.schema import load_schema
from tests.contract.upper_testers.conftest import KINDS, Acting, Make
from tests.suites import office

LONGEST_S = 20.0


def application(**changes: Any) -> dict[str, Any]:
    """What the suites ask for, whole: every field that the contract knows."""
    rng = random.Random(7)
    plain = {
        "papers": [office.paper(rng, files=2), office.paper(rng, from_store=True)],
        "channel": "online",
        "submitted_via": "national-portal",
        "submitted_at": office.submitted_yesterday(datetime.now(UTC)).isoformat(),
        "owner": office.owner(rng, verified=True),
        "databases": ["7", "8"],
    }
    return office.application(rng, "2.001019", **{**plain, **changes})


def act(**more: Any) -> dict[str, Any]:
    return office.act(random.Random(8), **more)


def read_back(acting: Acting, name: str) -> Exchange:
    """The evidence of that id as a later reader of the record sees it."""
    readers = {EVENT: read_stimulus, "exchange": read_exchange}
    (found,) = [readers[kind](row) for kind, row in acting.rows if row["id"] == name]
    return found


def test_it_says_who_acts(acting: Acting) -> None:
    version = acting.tester.version()
    assert all((version.name, version.version, version.build))
    assert version.clock is None or datetime.fromisoformat(version.clock).tzinfo is not None


def test_an_acceptance_is_confirmed_and_is_evidence(acting: Acting) -> None:
    before, told = datetime.now(UTC), application()
    done = acting.tester.accept(told)

    exchange = done.exchange
    assert exchange.id in acting.ids()
    assert read_back(acting, exchange.id) == exchange
    assert (exchange.operation, exchange.direction, done.status) == ("accept", "to-sut", "2")
    assert exchange.reply["dossier"] == done.dossier
    assert exchange.reply["status"] == "2"
    assert before <= exchange.started <= exchange.ended <= datetime.now(UTC) < before + timedelta(seconds=LONGEST_S)


def test_what_is_recorded_is_of_the_records_form(acting: Acting) -> None:
    acting.tester.version()
    code = acting.tester.accept(application()).dossier
    with pytest.raises(Inconclusive):
        acting.tester.act(code, "return", act())
    for kind, row in acting.rows:
        Draft202012Validator(load_schema(kind), format_checker=FormatChecker()).validate(row)


def test_what_was_asked_is_kept_in_the_words_of_the_contract(acting: Acting) -> None:
    """Checks compare it with what the province sends on; so its placeholders must be those of every other door."""
    told = application()
    done = acting.tester.accept(told)

    expected = redact(told, CONTRACT.schemas("accept")[0], b"k").value
    assert done.exchange.body == expected
    assert [row["pointer"] for row in done.exchange.facts["identity"]] == ["/owner/identity/number"]
    assert same_value([done.exchange, done.exchange], ["/summary", "/summary"]).holds


def test_the_province_got_what_was_asked(acting: Acting) -> None:
    done = acting.tester.accept(application(code=None))
    seen = acting.tester.view("dossiers", done.dossier).body
    assert (seen["code"], seen["status"], seen["procedure"], seen["channel"]) == (
        done.dossier,
        "2",
        "2.001019",
        "online",
    )


def test_a_dossier_goes_its_way(acting: Acting) -> None:
    tester, code = acting.tester, acting.tester.accept(application()).dossier
    statuses = [
        tester.act(code, "process", act()).status,
        tester.act(code, "supplement", act(papers=office.asked_papers())).status,
        tester.act(code, "process", act()).status,
        tester.act(code, "finish", act(results=[office.result(random.Random(9))])).status,
        tester.act(code, "return", act()).status,
    ]
    assert statuses == ["4", "5", "4", "9", "10"]
    seen = tester.view("dossiers", code)
    assert [row["status"] for row in seen.body["acts"]] == ["2", *statuses]
    assert read_back(acting, seen.exchange.id).reply == seen.body


@pytest.mark.parametrize(("account", "status"), [("cb-nobody", 403), (None, "4")], ids=["refused", "done"])
def test_an_attempt_tells_whether_it_was_refused(acting: Acting, account: str | None, status: object) -> None:
    code, body = acting.tester.accept(application()).dossier, act()
    if account is not None:
        body["officer"]["account"] = account
    exchange = acting.tester.attempt(code, "process", body)

    assert exchange.reply["status"] == status
    assert read_back(acting, exchange.id) == exchange


def test_an_act_that_the_system_refuses_is_inconclusive_and_on_record(acting: Acting) -> None:
    code = acting.tester.accept(application()).dossier
    count = len(acting.rows)
    with pytest.raises(Inconclusive) as caught:
        acting.tester.act(code, "return", act())
    assert caught.value.code.value == "PRECONDITION"
    assert len(acting.rows) > count


def test_it_says_what_waits(acting: Acting) -> None:
    outbox = acting.tester.outbox()
    assert outbox.pending >= 0
    assert (outbox.oldest is None) == (outbox.pending == 0)


def test_nothing_personal_is_on_the_record(acting: Acting) -> None:
    told = application()
    code = acting.tester.accept(told).dossier
    acting.tester.act(code, "process", act())
    person = told["owner"]
    canaries = [person["name"], person["phone"], person["email"], told["summary"], told["officer"]["name"]]
    canaries += [person["identity"]["number"], "upper-tester-token"]
    text = json.dumps([row for _, row in acting.rows], ensure_ascii=False)
    assert [canary for canary in canaries if canary in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_system_that_is_gone_is_inconclusive(kind: str, make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    acting = make(kind, f"http://127.0.0.1:{port}/upper-tester/1")
    with pytest.raises(Inconclusive):
        acting.tester.accept(application())
    assert acting.rows != []


def test_the_clock_is_set_where_that_is_offered_and_else_it_is_said(acting: Acting) -> None:
    tester = acting.tester
    if "clock" not in tester.version().capabilities:
        with pytest.raises(Inconclusive):
            tester.set_clock(datetime.now(UTC))
        return
    was = tester.clock()
    later = was.now + timedelta(hours=72)
    try:
        told = tester.set_clock(later, rate=60.0)
        assert timedelta(0) <= told.now - later < timedelta(minutes=30)
        assert told.rate == 60.0
        assert tester.clock().now > told.now
    finally:
        tester.set_clock(datetime.now(UTC), rate=1.0)


@pytest.mark.parametrize(("verb", "name"), [("desk", "no-such-act"), ("view", "no-such-record")])
def test_what_the_contract_does_not_know_is_our_mistake(acting: Acting, verb: str, name: str) -> None:
    with pytest.raises(HarnessError, match="the upper-tester contract has no"):
        getattr(acting.tester, verb)(name, *([{}] if verb == "desk" else []))


def test_a_person_is_named_and_nobody_else(acting: Acting) -> None:
    acting.tester.accept(application())
    named = acting.tester.operator
    assert (named is not None) == (acting.kind == "manual")
    assert {row["by"] for kind, row in acting.rows if kind == EVENT and acting.kind == "manual"} in (set(), {named})
