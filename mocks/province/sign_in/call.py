"""One call of an identity provider: a GET or a form, answered by a JSON object, or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson

from mocks.province.outbox.trouble import Away, Refused, Silence


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls addresses. `timeout_s` holds for one call as a whole."""

    http: aiohttp.ClientSession
    timeout_s: float

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return what stands there; raises Silence, Away and Refused."""
        return await self._call("GET", url, headers=headers)

    async def post(
        self, url: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Return what answers a form; {} where the answer is empty. Raises Silence, Away and Refused."""
        return await self._call("POST", url, data=form, headers=headers)

    async def _call(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        timeout = aiohttp.ClientTimeout(total=self.timeout_s)
        try:
            async with self.http.request(method, url, timeout=timeout, allow_redirects=False, **more) as response:
                return _read(response.status, await response.read())
        except aiohttp.ClientConnectorError as exc:
            raise Away(f"no connection: {type(exc).__name__}") from exc
        except (TimeoutError, aiohttp.ServerConnectionError, aiohttp.ClientOSError, aiohttp.ClientPayloadError) as exc:
            raise Silence(f"no answer: {type(exc).__name__}") from exc
        except aiohttp.ClientResponseError as exc:
            raise Away(f"not HTTP: {type(exc).__name__}") from exc


def _read(status: int, raw: bytes) -> dict[str, Any]:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Away(f"HTTP {status}")
    if status >= HTTPStatus.BAD_REQUEST:
        raise Refused("the provider", str(status))
    try:
        body = orjson.loads(raw or b"{}")
    except orjson.JSONDecodeError as exc:
        raise Away("the answer is not JSON") from exc
    if not isinstance(body, dict):
        raise Away("the answer is not a JSON object")
    return body
