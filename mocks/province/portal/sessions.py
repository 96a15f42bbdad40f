"""The session at the portal: one for all workers, and one sign-in at a time whoever needs it."""

import asyncio
import logging
from typing import Any

from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.line import Line
from mocks.province.outbox.trouble import Away, Refused, Trouble
from mocks.province.portal.answer import is_success, read_answer

LOGIN_PATH = "/auth/login"
LOGGER = logging.getLogger(__name__)


class Sessions:
    """Signs in when there is no session, and keeps the session until the portal refuses it."""

    def __init__(self, adapter: Line, *, user: str, password: str, pause: Pause) -> None:
        self._adapter = adapter
        self._credentials = {"username": user, "password": password}
        self._pause = pause
        self._session: str | None = None
        self._signing_in = asyncio.Lock()

    async def current(self) -> str:
        """Return the session; signs in if there is none. Everyone else waits for that one sign-in."""
        async with self._signing_in:
            if self._session is None:
                self._session = await self.sign_in()
            return self._session

    async def after_refusal(self, refused: str) -> str:
        """Return the session that replaces a refused one: the first to come signs in, the rest share it."""
        self.forget(refused)
        return await self.current()

    def forget(self, refused: str) -> None:
        """Never use this session again. A newer one that somebody else got meanwhile stays."""
        if self._session == refused:
            self._session = None

    async def sign_in(self) -> str:
        """Return a new session, however long that takes; the pause between tries grows."""
        failures = 0
        while True:
            try:
                return await self.try_to_sign_in()
            except Trouble as problem:
                failures += 1
                LOGGER.info("sign-in failed %d times, last: %s", failures, problem)
                await asyncio.sleep(self._pause(failures))

    async def try_to_sign_in(self) -> str:
        """Send the sign-in once; raises Trouble."""
        body = await self.send(self._credentials)
        answer, session = read_answer(body), body.get("session")
        if not is_success(answer):
            raise Refused("sign-in", answer.code)
        if not isinstance(session, str) or not session:
            raise Away("the answer to the sign-in names no session")
        return session

    async def send(self, credentials: dict[str, str]) -> dict[str, Any]:
        """Post the credentials in the body, and nowhere else."""
        return await self._adapter.post(LOGIN_PATH, credentials)
