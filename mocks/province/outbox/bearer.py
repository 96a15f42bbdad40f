"""Calls behind a bearer token: client credentials for a token (RFC 6749, 4.4), kept until it is refused."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from mocks.province.outbox.line import Line, Reply
from mocks.province.outbox.trouble import Away, Refused

TOKEN_PATH: Final = "/oauth2/token"  # noqa: S105 - an address


class BearerLine:
    """A line to one system; `settings` are client_id and client_secret. Raises Trouble from every call."""

    def __init__(self, line: Line, settings: Mapping[str, str]) -> None:
        self.line = line
        self.settings = settings
        self._token: str | None = None
        self._signing_in = asyncio.Lock()

    async def send(
        self, path: str, content: bytes = b"", *, method: str = "POST", query: Mapping[str, str] | None = None
    ) -> Reply:
        """Send with the token; where that one is refused, once more with a new one."""
        token = await self.token()
        reply = await self.attempt(path, content, token, method=method, query=query)
        if reply.status == HTTPStatus.UNAUTHORIZED:
            self.forget(token)
            reply = await self.attempt(path, content, await self.token(), method=method, query=query)
        return reply

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
        reply = await self.line.send(TOKEN_PATH, self.credentials())
        if reply.status != HTTPStatus.OK:
            raise Refused(TOKEN_PATH, str(reply.status))
        token = reply.read_object().get("access_token")
        if not isinstance(token, str) or not token:
            raise Away("the answer to the sign-in names no token")
        return token

    def credentials(self) -> dict[str, str]:
        """What is sent for a token."""
        names = ("client_id", "client_secret")
        return {"grant_type": "client_credentials", **{name: self.settings[name] for name in names}}

    async def attempt(
        self, path: str, content: bytes, token: str, *, method: str = "POST", query: Mapping[str, str] | None = None
    ) -> Reply:
        """Send once with that token."""
        headers = {"Authorization": f"Bearer {token}"} | ({"Content-Type": "application/json"} if content else {})
        return await self.line.send(path, content, method=method, query=query, headers=headers)
