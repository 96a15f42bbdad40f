"""Calls of one ministry's system."""

from http import HTTPStatus
from typing import Any, Final

from mocks.province.outbox.bearer import BearerLine
from mocks.province.outbox.trouble import Away, Refused

FEED_PATH: Final = "/api/dong-bo/thay-doi"


class MinistryClient(BearerLine):
    """One ministry's system. Raises Trouble from every call."""

    async def changes(self, cursor: str, *, size: int) -> dict[str, Any]:
        """A page of the feed behind a cursor: {"DanhSach", "ConTro", "ConNua"}."""
        reply = await self.send(FEED_PATH, method="GET", query={"conTro": cursor, "soLuong": str(size)})
        if reply.status != HTTPStatus.OK:
            raise Refused(FEED_PATH, str(reply.status))
        page = reply.read_object()
        if not isinstance(page.get("DanhSach"), list):
            raise Away("what answered is no page of a feed")
        return page
