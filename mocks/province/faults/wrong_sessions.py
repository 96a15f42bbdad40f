"""Wrong ways to sign in and to hold a session."""

import asyncio
from itertools import cycle
from typing import Any, Final
from weakref import WeakKeyDictionary

from mocks.province.outbox.trouble import Trouble
from mocks.province.portal.sessions import LOGIN_PATH, Sessions

WORKERS: Final = 2


class PasswordInAddress(Sessions):
    """Puts the credentials into the address too, where every log on the way keeps them."""

    async def send(self, credentials: dict[str, str]) -> dict[str, Any]:
        """Post the credentials in the body and in the query."""
        return await self._adapter.post(LOGIN_PATH, credentials, credentials)


class LoginEveryCall(Sessions):
    """Signs in for every call, always one call ahead."""

    async def current(self) -> str:
        """Return the session at hand, and get another for the next call; while there is none to get, this one stays."""
        session = self._session or await self.sign_in()
        try:
            self._session = await self.try_to_sign_in()
        except Trouble:
            self._session = session
        return session


class LoginPerWorker(Sessions):
    """Two workers with a session each: after an expiry both sign in, though one sign-in would serve both.

    They begin with one session in common, so that nothing shows before the first expiry.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._next = cycle(range(WORKERS))
        self._worker_of: WeakKeyDictionary[Any, int] = WeakKeyDictionary()
        self._own: dict[int, str] = {}

    async def current(self) -> str:
        """Return the session of the worker that this task belongs to."""
        worker = self._worker()
        if worker not in self._own:
            self._own[worker] = await super().current()
        return self._own[worker]

    async def after_refusal(self, refused: str) -> str:
        """Sign in, whatever the other worker does."""
        worker = self._worker()
        if self._own[worker] == refused:
            self._own[worker] = await self.sign_in()
        return self._own[worker]

    def _worker(self) -> int:
        task = asyncio.current_task()
        if task not in self._worker_of:
            self._worker_of[task] = next(self._next)
        return self._worker_of[task]


class KeepsExpiredSession(Sessions):
    """Tries a refused session once more before it signs in."""

    async def after_refusal(self, refused: str) -> str:
        """Return the session that was refused; the next try signs in."""
        self.forget(refused)
        return refused
