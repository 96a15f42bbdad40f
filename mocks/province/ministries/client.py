"""Calls of one ministry's system: client credentials for a token (RFC 6749, 4.4), kept until it is refused."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp
import orjson

from mocks.province.outbox.trouble import Away, Refused, Silence

TOKEN_PATH: Final = "/oauth2/token"  # noqa: S105 - an address
FEED_PATH: Final = "/api/dong-bo/thay-doi"


class MinistryClient:
    """One ministry's system; `settings` are client_id and client_secret. Raises Trouble from every call."""

    def __init__(self, http: aiohttp.ClientSession, url: str, settings: Mapping[str, str], *, timeout_s: float) -> None:
        self._http = http
        self._url = url.rstrip("/")
        self.settings = settings
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._token: str | None = None
        self._signing_in = asyncio.Lock()

    async def changes(self, cursor: str, *, size: int) -> dict[str, Any]:
        """A page of the feed behind a cursor: {"DanhSach", "ConTro", "ConNua"}."""
        query = {"conTro": cursor, "soLuong": str(size)}
        token = await self.token()
        status, body = await self.send("GET", f"{FEED_PATH}?{urlencode(query)}", token=token)
        if status == HTTPStatus.UNAUTHORIZED:
            self.forget(token)
            status, body = await self.send("GET", f"{FEED_PATH}?{urlencode(query)}", token=await self.token())
        if status != HTTPStatus.OK:
            raise Refused(FEED_PATH, str(status))
        if not isinstance(body, dict) or not isinstance(body.get("DanhSach"), list):
            raise Away("what answered is no page of a feed")
        return body

    async def token(self) -> str:
        """The token; signs in if there is none. Everyone else waits for that one sign-in."""
        async with self._signing_in:
            if self._token is None:
                self._token = await self.sign_in()
            return self._token

    def forget(self, token: str) -> None:
        """Never use this token again. A newer one that somebody else got meanwhile stays."""
        if self._token == token:
            self._token = None

    async def sign_in(self) -> str:
        """Ask for a token, the secret in the body and nowhere else."""
        status, body = await self.send("POST", TOKEN_PATH, form=self.credentials())
        if status != HTTPStatus.OK or not isinstance(body, dict) or not body.get("access_token"):
            raise Refused(TOKEN_PATH, str(status))
        return str(body["access_token"])

    def credentials(self) -> dict[str, str]:
        """What is sent for a token."""
        names = ("client_id", "client_secret")
        return {"grant_type": "client_credentials", **{name: self.settings[name] for name in names}}

    async def send(
        self, method: str, path: str, *, token: str | None = None, form: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """One request: (status, JSON of the answer or None where it is none)."""
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            async with self._http.request(
                method, self._url + path, data=form, headers=headers, timeout=self._timeout, allow_redirects=False
            ) as answer:
                raw = await answer.read()
        except aiohttp.ClientConnectorError as exc:
            raise Away(f"no connection: {type(exc).__name__}") from exc
        except (TimeoutError, aiohttp.ClientError) as exc:
            raise Silence(f"no answer: {type(exc).__name__}") from exc
        try:
            return answer.status, orjson.loads(raw)
        except orjson.JSONDecodeError:
            return answer.status, None
