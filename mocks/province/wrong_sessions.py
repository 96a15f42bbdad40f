"""Wrong ways to sign in and to hold a session."""

import asyncio
import weakref
from typing import Any

from mocks.province.sessions import LOGIN_PATH, Sessions


class PasswordInAddress(Sessions):
    """Puts the credentials into the address too, where every log on the way keeps them."""

    async def send(self, credentials: dict[str, str]) -> dict[str, Any]:
        """Post the credentials in the body and in the query."""
        return await self._adapter.post(LOGIN_PATH, credentials, credentials)


class LoginEveryCall(Sessions):
    """Signs in for every call."""

    async def current(self) -> str:
        """Return a session of this call's own."""
        return await self.sign_in()


class LoginPerWorker(Sessions):
    """Lets every worker that used an expired session sign in by itself, though one sign-in would serve all."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._refused: set[str] = set()
        self._used: weakref.WeakKeyDictionary[asyncio.Task[Any], str] = weakref.WeakKeyDictionary()

    async def current(self) -> str:
        """Return the common session, or a new one where this worker's last was refused."""
        worker = asyncio.current_task()
        if worker is None:
            raise RuntimeError("a session is used by a worker")
        if self._used.get(worker) in self._refused:
            session = self._session = await self.sign_in()
        else:
            session = await super().current()
        self._used[worker] = session
        return session

    async def after_refusal(self, refused: str) -> str:
        """Sign in, whatever the others do."""
        self._refused.add(refused)
        return await self.current()


class KeepsExpiredSession(Sessions):
    """Tries a refused session once more before it signs in."""

    async def after_refusal(self, refused: str) -> str:
        """Return the session that was refused; the next try signs in."""
        self.forget(refused)
        return refused
