"""The population database over the network: one question, one answer, or why there is none."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from mocks.province.outbox.line import Line, Reply
from mocks.province.outbox.trouble import Away, Refused, Silence
from mocks.province.population.person import Person
from mocks.province.population.question import CONFIRM, LOOK_UP, Question, Wording
from mocks.province.population.signing import Signing
from mocks.province.population.soap import read_body, read_confirmation, read_fault, read_person, write_question

if TYPE_CHECKING:
    from lxml import etree

PATH: Final = "/dancuquocgia/services"
PLATFORM_ERROR: Final = "X-Road-Error"
NOT_DELIVERED: Final = "Server.ServerProxy."
"""How the platform between us and the register begins where it did not reach the register (X-Road, PR-REST 4.6)."""


class Register:
    """The database on population. Methods raise Trouble: with Away, and only then, surely nobody read the question."""

    def __init__(self, line: Line, signing: Signing, wording: Wording) -> None:
        self._line = line
        self._signing = signing
        self._wording = wording

    async def look_up(self, question: Question) -> Person:
        """The person of that number, name and birth; NOBODY where there is none."""
        return read_person(await self._ask(LOOK_UP, question))

    async def confirm(self, question: Question) -> bool:
        """Whether there is such a person; nothing else is disclosed."""
        return read_confirmation(await self._ask(CONFIRM, question))

    async def _ask(self, operation: str, question: Question) -> "etree._Element":
        content = write_question(operation, self._wording.elements(operation, question))
        query = self._wording.query(question)
        reply = await self._line.send(PATH, content, query=query, headers=self._signing.headers())
        _raise_for_platform(operation, reply)
        if reply.status not in {HTTPStatus.OK, HTTPStatus.INTERNAL_SERVER_ERROR}:
            raise Silence(f"HTTP {reply.status}")  # it may have been read all the same
        body = read_body(reply.raw)
        if (code := read_fault(body)) is not None:
            raise Refused(operation, code)
        return body


def _raise_for_platform(operation: str, reply: Reply) -> None:
    error = reply.headers.get(PLATFORM_ERROR, "")
    if error.startswith(NOT_DELIVERED):
        raise Away(f"the platform did not reach the register: {error}")
    if error:
        raise Refused(operation, error)
