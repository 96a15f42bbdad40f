"""A line to another system: one POST, one answer, or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson

from mocks.province.outbox.trouble import Away, Silence

SILENCE = (
    TimeoutError,
    aiohttp.ServerConnectionError,
    aiohttp.ClientOSError,
    aiohttp.ClientPayloadError,
    aiohttp.ClientResponseError,
)
"""The call has left, and what came back, if anything, does not say what became of it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whatever it says: status, headers (looked up in any case), body."""

    status: int
    headers: Mapping[str, str]
    raw: bytes


class Line:
    """Posts below the address `base`, with the headers that the other side expects."""

    def __init__(self, http: aiohttp.ClientSession, base: str, *, headers: Mapping[str, str], timeout_s: float) -> None:
        self._http = http
        self._base = base.rstrip("/")
        self._headers = dict(headers)
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)

    async def post(self, path: str, body: Mapping[str, Any], query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return the JSON object that answers `body`; raises Silence and Away."""
        reply = await self.send(path, orjson.dumps(body), query=query)
        return _read_object(reply.status, reply.raw)

    async def send(
        self,
        path: str,
        content: bytes,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Post `content` and return whatever is answered; raises Silence, and Away where nobody can have read it."""
        try:
            async with self._http.post(
                f"{self._base}{path}",
                params=query,
                data=content,
                headers={**self._headers, **(headers or {})},
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                return Reply(response.status, response.headers, await response.read())
        except aiohttp.ClientConnectorError as exc:
            raise Away(f"no connection: {type(exc).__name__}") from exc
        except SILENCE as exc:
            raise Silence(f"no answer: {type(exc).__name__}") from exc


def _read_object(status: int, raw: bytes) -> dict[str, Any]:
    if status != HTTPStatus.OK:
        raise Away(f"HTTP {status}")
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as exc:
        raise Away("the answer is not JSON") from exc
    if not isinstance(body, dict):
        raise Away("the answer is not a JSON object")
    return body
