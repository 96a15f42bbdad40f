"""A line to another system: one request, one answer, or the reason why there is none."""

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

    def read_object(self) -> dict[str, Any]:
        """Return the JSON object that it is, whatever its status; raises Away for anything else."""
        return read_object(self.raw)

    def demand_object(self) -> dict[str, Any]:
        """Return the JSON object of a 200; raises Away for anything else."""
        if self.status != HTTPStatus.OK:
            raise Away(f"HTTP {self.status}")
        return self.read_object()


class Line:
    """Requests below the address `base` (empty: paths are whole addresses), with the headers expected there."""

    def __init__(self, http: aiohttp.ClientSession, base: str, *, headers: Mapping[str, str], timeout_s: float) -> None:
        self._http = http
        self._base = base.rstrip("/")
        self._headers = dict(headers)
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)

    async def post(self, path: str, body: Mapping[str, Any], query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return the JSON object that answers `body`; raises Silence and Away."""
        return (await self.send(path, orjson.dumps(body), query=query)).demand_object()

    async def send(
        self,
        path: str,
        content: bytes | Mapping[str, str] | aiohttp.FormData = b"",
        *,
        method: str = "POST",
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send `content` (a mapping: as a form; FormData: in parts) and return whatever is answered.

        Raises Silence, and Away where nobody can have read it.
        """
        try:
            async with self._http.request(
                method,
                f"{self._base}{path}",
                params=query,
                data=content or None,
                headers={**self._headers, **(headers or {})},
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                return Reply(response.status, response.headers, await response.read())
        except aiohttp.ClientConnectorError as exc:
            raise Away(f"no connection: {type(exc).__name__}") from exc
        except SILENCE as exc:
            raise Silence(f"no answer: {type(exc).__name__}") from exc


def read_object(raw: bytes) -> dict[str, Any]:
    """Return the JSON object that the bytes are; raises Away for anything else."""
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as exc:
        raise Away("the answer is not JSON") from exc
    if not isinstance(body, dict):
        raise Away("the answer is not a JSON object")
    return body
