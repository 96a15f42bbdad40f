"""One call of an identity provider: a GET or a form, answered by a JSON object, or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from mocks.province.outbox.line import Line, Reply
from mocks.province.outbox.trouble import Away, Refused


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls whole addresses over `line`. Every call raises Silence, Away and Refused."""

    line: Line

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return what stands there."""
        return _read(await self.line.send(url, method="GET", headers=headers))

    async def post(
        self, url: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Return what answers a form; {} where the answer is empty."""
        return _read(await self.line.send(url, form or b"", headers=headers))


def _read(reply: Reply) -> dict[str, Any]:
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Away(f"HTTP {reply.status}")
    if reply.status >= HTTPStatus.BAD_REQUEST:
        raise Refused("the provider", str(reply.status))
    return reply.read_object() if reply.raw else {}
