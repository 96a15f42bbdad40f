"""The line to the adapter before the national portal: one POST, one JSON answer, or the reason why there is none."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson


class PortalError(Exception):
    """A try that did not succeed. The outbox tries again; nothing else needs to be told apart there."""


class Silence(PortalError):
    """The call was sent and not answered, so nobody knows whether the portal has acted on it."""


class Away(PortalError):
    """The portal could not be reached, or what answered was not the portal."""


class Refused(PortalError):
    """The portal answered that it does not do this."""

    def __init__(self, operation: str, code: str) -> None:
        super().__init__(f"{operation} refused with {code!r}")
        self.operation = operation


class Adapter:
    """Posts JSON below the address `base`, with the headers that the portal expects."""

    def __init__(self, http: aiohttp.ClientSession, base: str, *, headers: Mapping[str, str], timeout_s: float) -> None:
        self._http = http
        self._base = base.rstrip("/")
        self._headers = dict(headers)
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)

    async def post(self, path: str, body: Mapping[str, Any], query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return the JSON object that answers `body`; raises Silence and Away."""
        try:
            async with self._http.post(
                f"{self._base}{path}",
                params=query,
                data=orjson.dumps(body),
                headers=self._headers,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                return _read_object(response.status, await response.read())
        except aiohttp.ClientConnectorError as exc:
            raise Away(f"no connection: {type(exc).__name__}") from exc
        except (TimeoutError, aiohttp.ServerConnectionError, aiohttp.ClientOSError, aiohttp.ClientPayloadError) as exc:
            raise Silence(f"no answer: {type(exc).__name__}") from exc
        except aiohttp.ClientResponseError as exc:
            raise Away(f"not HTTP: {type(exc).__name__}") from exc


def make_headers(destination: str) -> dict[str, str]:
    """Return the headers of every call; `destination` is the portal's system code (dstcode)."""
    return {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Charset": "utf-8",
        "dstcode": destination,
    }


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
