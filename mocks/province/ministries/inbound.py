"""Changes as a ministry's system pushes them: on disk before they are confirmed, and as often as it likes."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import orjson
from aiohttp import web

from mocks.province.ministries.ledger import Ledger
from mocks.province.ministries.reading import ReadChange, Unreadable
from mocks.province.records.database import DatabaseAway

PATH: Final = "/api/bo-nganh/ho-so/thay-doi"


class Inbound:
    """Takes pushes. `ministries` gives the name of a ministry by the code that it calls itself (MaBoNganh).

    A push does not move the cursor: what came before it may be missing still, and the feed will tell.
    """

    def __init__(self, ledger: Ledger, ministries: Mapping[str, str], read: ReadChange) -> None:
        self._ledger = ledger
        self._ministries = ministries
        self._read = read

    async def take(self, request: web.Request) -> web.Response:
        """One change; 204 once it is on disk, 400 for what is none, 403 for a ministry that we do not follow."""
        try:
            body = orjson.loads(await request.read())
            ministry = self._ministries[body["MaBoNganh"]]
            change = self._read(ministry, body["ThayDoi"])
        except KeyError:
            return web.Response(status=HTTPStatus.FORBIDDEN)
        except (orjson.JSONDecodeError, TypeError, Unreadable):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            self._ledger.take([change])
        except DatabaseAway:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response(status=HTTPStatus.NO_CONTENT)
