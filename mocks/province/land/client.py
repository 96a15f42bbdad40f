"""Calls of the land database: the security code in every body, {Result, Message, Data} in every answer."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from mocks.province.outbox.line import Line
from mocks.province.outbox.trouble import Refused

Row: TypeAlias = dict[str, Any]

BASE: Final = "/api/vbdlis"
SUCCESS: Final = (1, "1")


class LandDatabase:
    """The land database behind `line`. All calls raise Trouble."""

    def __init__(self, line: Line, *, code: str) -> None:
        self._line = line
        self._code = code

    async def receive(self, message: Mapping[str, Any]) -> None:
        """Hand a dossier over; raises Refused where it is not taken."""
        answer = await self._ask("TiepNhanHoSo", message)
        if answer.get("Result") not in SUCCESS:
            raise Refused("TiepNhanHoSo", str(answer.get("Result")))

    async def find(self, receipt: str) -> Row | None:
        """What it knows of a receipt number; None where it knows nothing, which it tells as a failure."""
        return _data(await self._ask("TraCuuHoSo", {"SoBienNhan": receipt}))

    async def parcel(self, place: Mapping[str, str], *, sheet: str, number: str) -> Row | None:
        """What the register says of a parcel; None where it has none of those numbers. `place`: TinhId, XaId."""
        return _data(await self._ask("TraCuuThuaDat", {**place, "SoHieuBanDo": sheet, "SoThuTuThua": number}))

    async def paper(self, address: str) -> bytes:
        """Fetch the paper of a tax notice; raises Refused.

        The address came with a push. Its path is asked for at the land database itself, whatever host it names: what
        others write must not send this province anywhere.
        """
        reply = await self._line.send(urlsplit(address).path, method="GET")
        if reply.status != HTTPStatus.OK:
            raise Refused("TaiThongBaoThue", str(reply.status))
        return reply.raw

    async def _ask(self, operation: str, body: Mapping[str, Any]) -> Row:
        return await self._line.post(f"{BASE}/{operation}", {"SecurityCode": self._code, **body})


def _data(answer: Row) -> Row | None:
    data = answer.get("Data")
    return data if answer.get("Result") in SUCCESS and isinstance(data, dict) else None
