"""A driving door with a mocked network behind it, and people and secrets that nothing on the record may show."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import respx
from jsonschema import Draft202012Validator, FormatChecker

from harness.pco import DrivingPco
from harness.transport import RecordingTransport
from harness.upper_tester.contract import UpperTesterContract
from specs.schema import load_schema
from tests.unit.harness.evidence import FakeClock

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
