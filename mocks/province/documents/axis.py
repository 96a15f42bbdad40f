"""Calls of the document axis, as profile qcvn-102-2016 describes them. Refusals come with HTTP 200."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Final

import orjson
from aiohttp import FormData

from mocks.province.outbox.line import Line
from mocks.province.outbox.trouble import Away, Refused

OK: Final = "0"
EXISTS: Final = "21"
SUCCESS: Final = frozenset({0, "0", "00"})
DONE, FAIL = "done", "fail"
EDOC, STATUS = "edoc", "status"


class Axis:
    """The axis behind a line that bears the credentials. Raises Trouble from every call."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._names: Mapping[str, str] = {}

    async def names(self) -> Mapping[str, str]:
        """The names of the agencies by their code, asked for once."""
        if not self._names:
            told = await self.ask("getAgenciesListQD20")
            self._names = {str(row["Code102"]): str(row["name"]) for row in read_rows(told)}
        return self._names

    async def send(self, raw: bytes, message_type: str) -> str:
        """Send a message; OK, or the code that it was refused with."""
        form = FormData({"messageType": message_type})
        form.add_field("edocFile", raw, filename="van-ban.edxml", content_type="application/xml")
        return _code((await self._line.send("/v1/sendEdoc", form)).demand_object())

    async def waiting(self, message_type: str) -> list[dict[str, Any]]:
        """What waits to be fetched: rows with `docID` and the transport `status`."""
        return read_rows(await self.ask("getReceivedEdocList", servicetype="eDoc", messagetype=message_type))

    async def fetch(self, number: str) -> bytes:
        """The edXML of a message."""
        told = await self.ask("getEdoc", docId=number)
        try:
            return base64.b64decode(str(told.get("edocFile")), validate=True)
        except binascii.Error as exc:
            raise Away("what came is no base64") from exc

    async def acknowledge(self, number: str, transport: str) -> None:
        """Say of a message that it is DONE with, or that it FAILed. This is of the transport alone."""
        body, headers = orjson.dumps({"status": transport, "docid": number}), {"Content-Type": "application/json"}
        reply = await self._line.send("/v1/updateStatus", body, headers=headers)
        _demand_success("updateStatus", reply.demand_object())

    async def ask(self, operation: str, **query: str) -> dict[str, Any]:
        """What the axis answers to a question; raises Refused."""
        reply = await self._line.send(f"/v1/{operation}", method="GET", query=query)
        return _demand_success(operation, reply.demand_object())


def _code(told: Mapping[str, Any]) -> str:
    code = told.get("errorCode")
    return OK if code in SUCCESS else str(code)


def _demand_success(operation: str, told: dict[str, Any]) -> dict[str, Any]:
    if (code := _code(told)) != OK:
        raise Refused(operation, code)
    return told


def read_rows(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a list; raises Away where there is none."""
    rows = told.get("result")
    if not isinstance(rows, list):
        raise Away("what answered is no list")
    return [row for row in rows if isinstance(row, dict)]
