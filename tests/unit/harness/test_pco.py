"""The only doors: whatever the network does, it is on the record, and nothing personal is."""

import gzip
import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
import respx
from jsonschema import Draft202012Validator, FormatChecker

from harness.errors import HarnessError, Inconclusive, Refused
from harness.pco import DrivingPco, ObservingPco
from harness.transport import RecordingTransport
from harness.upper_tester.contract import UpperTesterContract
from harness.verdict import Code
from specs.schema import load_schema
from tests.unit.harness.evidence import FakeClock, make_exchange

BASE = "http://127.0.0.1:9"
PATH = "/upper-tester/1/dossiers"
TOKEN, NAME, NUMBER, PHONE = "token-canary-77", "Nguyễn Thị Hoàng Yến", "038194001234", "0912345678"
CANARIES = (TOKEN, NAME, NUMBER, PHONE, "secret-canary-99")
OWNER = {"name": NAME, "kind": "citizen", "identity": {"number": NUMBER}, "phone": PHONE}
APPLICATION = {"procedure": "2.001019", "owner": OWNER, "summary": f"Đơn của {NAME}"}
CONFIRMED = {"dossier": "H56.14-261122-0001", "status": "2", "at": "2026-11-22T08:15:02+07:00"}


class Broken(httpx.SyncByteStream):
    """A body that breaks off, and remembers whether it was closed."""

    def __init__(self, error: Exception) -> None:
        self.error, self.closed = error, False

    def __iter__(self) -> Iterator[bytes]:
        yield b'{"dossier":'
        raise self.error

    def close(self) -> None:
        self.closed = True


class Door:
    """A driving door with a mocked network behind it, and what was appended."""

    def __init__(self, router: respx.MockRouter) -> None:
        self.rows: list[Mapping[str, Any]] = []
        self.inner = httpx.MockTransport(router.handler)
        self.transport = RecordingTransport(
            self.inner,
            UpperTesterContract(),
            key=b"k",
            append=lambda _kind, row: self.rows.append(row),
            clock=FakeClock(),
        )
        self.pco = DrivingPco(BASE, self.transport, timeout_s=1, token=TOKEN)

    def row(self) -> Mapping[str, Any]:
        """The one row, valid by its schema and without a canary."""
        assert len(self.rows) == 1
        row = self.rows[0]
        Draft202012Validator(load_schema("exchange"), format_checker=FormatChecker()).validate(row)
        text = json.dumps(row, ensure_ascii=False)
        assert [canary for canary in CANARIES if canary in text] == []
        return row


@pytest.fixture
def router() -> respx.MockRouter:
    return respx.MockRouter(assert_all_called=False)


@pytest.fixture
def door(router: respx.MockRouter) -> Door:
    return Door(router)


def test_an_answer_is_recorded_and_redacted(door: Door, router: respx.MockRouter) -> None:
    headers = {"set-cookie": "sid=secret-canary-99"}
    router.post(BASE + PATH).respond(201, json=CONFIRMED | {"owner": OWNER}, headers=headers)

    exchange = door.pco.send("POST", PATH, APPLICATION)

    row = door.row()
    assert exchange.reply["dossier"] == CONFIRMED["dossier"]
    assert (row["silence"], row["response"]["status"], row["direction"]) == (None, 201, "to-sut")
    assert row["operation"] is not None
    assert len(row["request"]["body"]["owner"]["name"]) == len(NAME)
    assert row["redacted"] >= 6
    assert row["facts"]["identity"] == [{"pointer": "/owner/identity/number", "kind": "citizen-12"}]


@pytest.mark.parametrize(
    ("error", "silence"),
    [
        (httpx.ConnectError("refused"), "refused"),
        (httpx.ConnectTimeout("slow"), "timeout"),
        (httpx.ReadTimeout("slow"), "timeout"),
        (httpx.WriteTimeout("slow"), "timeout"),
        (httpx.ReadError("reset"), "reset"),
        (httpx.WriteError("reset"), "reset"),
        (httpx.RemoteProtocolError("no HTTP"), "reset"),
    ],
)
def test_silence_is_recorded_and_inconclusive(
    door: Door, router: respx.MockRouter, error: Exception, silence: str
) -> None:
    router.post(BASE + PATH).mock(side_effect=error)

    with pytest.raises(Inconclusive, match="no answer to POST") as caught:
        door.pco.send("POST", PATH, APPLICATION)

    assert caught.value.code is Code.TIMEOUT
    assert (door.row()["silence"], door.row()["response"], door.row()["elapsed_ms"]) == (silence, None, None)


@pytest.mark.parametrize(
    "error", [httpx.ReadError("reset"), httpx.RemoteProtocolError("incomplete"), httpx.ReadTimeout("x")]
)
def test_a_body_that_breaks_off_is_silence(door: Door, error: Exception) -> None:
    stream = Broken(error)

    with pytest.raises(Inconclusive):
        behind(door, httpx.Response(201, stream=stream)).send("POST", PATH, APPLICATION)

    assert door.row()["response"] is None
    assert stream.closed


@pytest.mark.parametrize(
    "error", [httpx.UnsupportedProtocol("ftp"), httpx.PoolTimeout("full"), httpx.LocalProtocolError("bad header")]
)
def test_our_own_mistakes_are_not_its_silence(door: Door, router: respx.MockRouter, error: Exception) -> None:
    router.post(BASE + PATH).mock(side_effect=error)

    with pytest.raises(HarnessError) as caught:
        door.pco.send("POST", PATH, APPLICATION)

    assert caught.value.code is Code.HARNESS
    assert door.rows == []


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(CONFIRMED | {"owner": OWNER}, ensure_ascii=False).encode()[:-3],
        json.dumps(OWNER, ensure_ascii=False).encode() + b"x",
        b'{"x": NaN, "name": "' + NAME.encode() + b'"}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
    ids=["truncated", "trailing", "nan", "deep", "no-text"],
)
def test_what_only_claims_to_be_json_is_text(door: Door, router: respx.MockRouter, content: bytes) -> None:
    router.post(BASE + PATH).respond(200, content=content, headers={"content-type": "application/json"})

    exchange = door.pco.send("POST", PATH, APPLICATION)

    assert exchange.reply is None
    assert door.row()["response"]["text"]
    assert door.row()["response"]["size"] == len(content)


def test_an_error_page_stays_readable(door: Door, router: respx.MockRouter) -> None:
    router.post(BASE + PATH).respond(502, html=f"<h1>Bad Gateway</h1> {PHONE}")

    assert door.pco.send("POST", PATH).status == 502
    assert "Bad Gateway" in door.row()["response"]["text"]


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b'{"n": 9007199254740993}', {"n": 9007199254740992.0}),
        (b'{"n": 1e999}', {"n": "inf"}),
        (b'"\\ud800"', "\ufffd\ufffd\ufffd"),
    ],
)
def test_no_value_keeps_an_exchange_off_the_record(
    door: Door, router: respx.MockRouter, content: bytes, body: Any
) -> None:
    """RFC 8785 cannot write these; a system that sends them would otherwise break the writer."""
    router.get(BASE + "/elsewhere").respond(200, content=content)

    assert door.pco.send("GET", "/elsewhere").reply == body


def test_compressed_bodies_are_read(door: Door, router: respx.MockRouter) -> None:
    content = gzip.compress(json.dumps(CONFIRMED).encode())
    headers = {"content-encoding": "gzip", "content-type": "application/json"}
    router.post(BASE + PATH).respond(201, content=content, headers=headers)

    assert door.pco.send("POST", PATH).reply == CONFIRMED


def behind(door: Door, answer: httpx.Response) -> DrivingPco:
    """The same door before a network that hands answers on unread, which respx does not."""
    door.transport._inner = httpx.MockTransport(lambda _request: answer)
    return door.pco


def test_a_false_content_encoding_is_still_recorded(door: Door) -> None:
    stream = httpx.ByteStream(b"not gzip")
    pco = behind(door, httpx.Response(201, stream=stream, headers={"content-encoding": "gzip"}))

    assert pco.send("POST", PATH).reply is None
    assert door.row()["response"]["text"] == "not gzip"


def test_elapsed_works_and_close_is_forwarded(router: respx.MockRouter) -> None:
    closed: list[bool] = []

    class Inner(httpx.MockTransport):
        def close(self) -> None:
            closed.append(True)

    transport = RecordingTransport(
        Inner(router.handler), UpperTesterContract(), key=b"k", append=lambda _kind, _row: None, clock=FakeClock()
    )
    router.get(BASE + "/upper-tester/1/version").respond(200, json={"name": "x"})
    with httpx.Client(transport=transport) as client:
        answer = client.get(BASE + "/upper-tester/1/version")

    assert answer.elapsed.total_seconds() >= 0
    assert answer.json() == {"name": "x"}
    assert closed == [True]


def test_a_redirect_to_a_national_host_is_refused(door: Door, router: respx.MockRouter) -> None:
    router.get(BASE + "/x").respond(302, headers={"location": "https://dichvucong.gov.vn/x"})
    national = router.get("https://dichvucong.gov.vn/x").respond(200)

    with httpx.Client(transport=door.transport, follow_redirects=True) as client, pytest.raises(Refused):
        client.get(BASE + "/x")

    assert not national.called
    assert len(door.rows) == 1


def test_the_driving_door_follows_no_redirect(door: Door, router: respx.MockRouter) -> None:
    router.post(BASE + PATH).respond(307, headers={"location": "http://127.0.0.1:10/"})

    assert door.pco.send("POST", PATH).status == 307


def test_a_national_base_is_refused(door: Door) -> None:
    with pytest.raises(Refused, match="public national host"):
        DrivingPco("https://lienthong.dichvucong.gov.vn", door.transport, timeout_s=1)


def test_the_query_is_redacted(door: Door, router: respx.MockRouter) -> None:
    router.get(url__startswith=BASE).respond(200)

    door.pco.send("GET", f"/x?password=secret-canary-99&phone={PHONE}")

    assert set(door.row()["request"]["query"]) == {"password", "phone"}


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
    control.post("/behaviours").respond(201, json={"id": "b1"})

    assert observing.command("POST", "/behaviours", {"name": "reset"}) == {"id": "b1"}
    assert rows == [
        ("command", {"method": "POST", "path": "/behaviours", "body": {"name": "reset"}, "answer": {"id": "b1"}})
    ]
