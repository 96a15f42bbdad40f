"""Calls of the national portal: each with the session, the agency and the name of the service."""

from collections.abc import Callable, Mapping
from typing import Any

from mocks.province.outbox.line import Line
from mocks.province.outbox.trouble import Refused
from mocks.province.portal.answer import Answer, is_expired, is_success, read_answer
from mocks.province.portal.sessions import Sessions

CALL_PATH = "/integration"

Distortion = Callable[[str, dict[str, Any]], dict[str, Any]]
"""Where an outgoing call passes: (operation, body) to the body that is sent."""


def as_it_is(_operation: str, body: dict[str, Any]) -> dict[str, Any]:
    """Send what was meant: the distortion of an honest province."""
    return body


class PortalClient:
    """The portal as this agency (`madonvi`) sees it."""

    def __init__(self, adapter: Line, sessions: Sessions, *, agency: str, distort: Distortion = as_it_is) -> None:
        self._adapter = adapter
        self._sessions = sessions
        self._agency = agency
        self._distort = distort

    async def call(self, operation: str, parameters: Mapping[str, Any]) -> Answer:
        """Return the portal's answer, whatever it says; a refused session is replaced once.

        Raises Trouble: Silence, Away, or Refused where the new session is refused too.
        """
        session = await self._sessions.current()
        answer = await self._post(operation, parameters, session)
        if is_expired(answer):
            session = await self._sessions.after_refusal(session)
            answer = await self._post(operation, parameters, session)
            if is_expired(answer):
                self._sessions.forget(session)
                raise Refused(operation, answer.code)
        return answer

    async def ask(self, operation: str, parameters: Mapping[str, Any]) -> object:
        """Return the `result` of a call that only reads; raises Trouble, also where the call is refused."""
        answer = await self.call(operation, parameters)
        if not is_success(answer):
            raise Refused(operation, answer.code)
        return answer.result

    async def _post(self, operation: str, parameters: Mapping[str, Any], session: str) -> Answer:
        body = {"session": session, "madonvi": self._agency, "service": operation, **parameters}
        return read_answer(await self._adapter.post(CALL_PATH, self._distort(operation, body)))


def make_headers(destination: str) -> dict[str, str]:
    """Return the headers of every call; `destination` is the portal's system code (dstcode)."""
    return {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Charset": "utf-8",
        "dstcode": destination,
    }
