"""The observing door: a mock's journal is taken over as it is, and trouble with a mock is ours."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
import respx

from harness.errors import HarnessError
from harness.pco import ObservingPco
from harness.verdict import Code
from specs.redaction import redact
from tests.unit.harness.evidence import make_exchange

CONTROL = "http://127.0.0.1:8"
STARTED = "2026-01-05T08:00:00+07:00"


@pytest.fixture
def control() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=f"{CONTROL}/control/1", assert_all_called=False) as mocked:
        yield mocked


@pytest.fixture
def rows() -> list[tuple[str, Mapping[str, Any]]]:
    return []


@pytest.fixture
def observing(rows: list[tuple[str, Mapping[str, Any]]]) -> Iterator[ObservingPco]:
    pco = ObservingPco(CONTROL, token="t", append=lambda kind, row: rows.append((kind, row)))
    yield pco
    pco.close()


def journal(*numbers: int, **facts: Any) -> dict[str, Any]:
    """An answer of the control API."""
    return {
        "exchanges": [make_exchange(number, facts=facts).raw for number in numbers],
        "next": max(numbers, default=0),
        "started": STARTED,
    }


def test_the_journal_is_taken_over(control: respx.MockRouter, observing: ObservingPco, rows: list[Any]) -> None:
    route = control.get("/journal").mock(
        side_effect=[
            httpx.Response(200, json=journal(1, 2)),
            httpx.Response(200, json=journal(3)),
            httpx.Response(200, json=journal()),
        ]
    )

    read = [[exchange.seq for exchange in observing.read(wait=wait)] for wait in (0.1234, 900, 0)]

    assert read == [[1, 2], [3], []]
    assert [dict(call.request.url.params) for call in route.calls] == [
        {"after": "0", "wait": "0.123"},
        {"after": "2", "wait": "25.0"},
        {"after": "3", "wait": "0"},
    ]
    assert route.calls[0].request.headers["authorization"] == "Bearer t"
    assert [kind for kind, _ in rows] == ["exchange"] * 3
    assert [exchange.seq for exchange in observing.exchanges] == [1, 2, 3]


@pytest.mark.parametrize(
    ("status", "answer", "reason"),
    [
        (200, journal(1, 3), "jumps from 1 to 3"),
        (200, journal(2), "jumps from 0 to 2"),
        (200, {"exchanges": [{}], "started": STARTED}, "no exchange"),
        (200, {}, "no exchange"),
        (200, [], "no object"),
        (401, {}, "401"),
        (500, {}, "500"),
        (200, journal(1, mock_error="ZeroDivisionError"), "the mock broke on dvcqg-000001"),
    ],
)
def test_trouble_with_a_mock_is_ours(
    control: respx.MockRouter, observing: ObservingPco, status: int, answer: Any, reason: str
) -> None:
    control.get("/journal").respond(status, json=answer)

    with pytest.raises(HarnessError, match=reason) as caught:
        observing.read()

    assert caught.value.code is Code.MOCK


def test_a_mock_that_is_away_is_ours(control: respx.MockRouter, observing: ObservingPco) -> None:
    control.get("/identity").mock(side_effect=httpx.ConnectError("gone"))

    with pytest.raises(HarnessError, match="control API failed"):
        observing.identity()


def test_what_came_before_is_left_aside(control: respx.MockRouter, observing: ObservingPco) -> None:
    control.get("/identity").respond(200, json={"journal_next": 8, "started": STARTED})
    route = control.get("/journal").respond(200, json=journal(8))
    observing.start_now()

    assert [exchange.seq for exchange in observing.read()] == [8]
    assert route.calls[0].request.url.params["after"] == "7"


def test_a_mock_that_was_replaced_is_ours(control: respx.MockRouter, observing: ObservingPco, rows: list[Any]) -> None:
    control.get("/identity").respond(200, json={"journal_next": 1, "started": "2026-01-05T07:00:00+07:00"})
    control.get("/journal").respond(200, json=journal(1))
    observing.start_now()

    with pytest.raises(HarnessError, match="replaced in mid-run") as caught:
        observing.read()

    assert (caught.value.code, rows) == (Code.MOCK, [])


def test_commands_are_on_the_record(control: respx.MockRouter, observing: ObservingPco, rows: list[Any]) -> None:
    control.get("/identity").respond(200, json={"redaction_key": "ab" * 32})
    control.post("/behaviours").respond(201, json={"id": "b1"})

    assert observing.command("POST", "/behaviours", {"name": "reset"}) == {"id": "b1"}
    told = {"method": "POST", "path": "/behaviours", "body": {"name": "reset"}}
    assert rows == [("commanding", told), ("command", {**told, "answer": {"id": "b1"}, "redacted": 0})]


def test_what_the_mock_did_not_answer_was_about_to_be_told(
    control: respx.MockRouter, observing: ObservingPco, rows: list[Any]
) -> None:
    control.get("/identity").respond(200, json={"redaction_key": "ab" * 32})
    control.post("/behaviours").mock(side_effect=httpx.ReadTimeout)

    with pytest.raises(HarnessError):
        observing.command("POST", "/behaviours", {"name": "reset"})

    assert [kind for kind, _ in rows] == ["commanding"]


def test_whom_a_command_is_about_stands_redacted(
    control: respx.MockRouter, observing: ObservingPco, rows: list[Any]
) -> None:
    person = {"HoTen": "Nguyễn Thị Hoa", "SoDinhDanh": "079199000123", "nick": "Hoa"}
    control.get("/identity").respond(200, json={"redaction_key": "ab" * 32})
    route = control.post("/residents/add").respond(201, json={"resident": person})

    marks = {"properties": {"nick": {"x-personal-data": "name"}}}
    assert observing.command("POST", "/residents/add", person, marks=marks) == {"resident": person}
    assert json.loads(route.calls[0].request.content) == person
    (_, about), (_, done) = rows
    assert about["body"] == done["body"] == redact(person, marks, b"\xab" * 32).value
    assert done["answer"]["resident"] == redact(person, None, b"\xab" * 32).value
    assert done["redacted"] == 5
    assert not {*person.values()} & {*about["body"].values()}


def test_a_mock_that_names_no_key_is_told_nothing(control: respx.MockRouter, observing: ObservingPco) -> None:
    control.get("/identity").respond(200, json={"system": "dvcqg"})
    route = control.post("/behaviours").respond(201, json={"id": "b1"})

    with pytest.raises(HarnessError, match="under which key it redacts"):
        observing.command("POST", "/behaviours", {"name": "reset"})

    assert not route.called
