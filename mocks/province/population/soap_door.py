"""The register over SOAP, signed (source K5), behind a platform of the X-Road kind (source K12)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from mocks.province.outbox.line import Line, Reply
from mocks.province.outbox.trouble import Away, Refused, Silence
from mocks.province.population.question import Element
from mocks.province.population.signing import Signing
from mocks.province.population.soap import read_body, read_fault, write_question

if TYPE_CHECKING:
    from lxml import etree

PATH: Final = "/dancuquocgia/services"
PLATFORM_ERROR: Final = "X-Road-Error"
NOT_DELIVERED: Final = "Server.ServerProxy."
"""How the platform's error begins where it did not reach the register (PR-REST 4.6)."""


class SoapDoor:
    """Asks below the base of `line`."""

    def __init__(self, line: Line, signing: Signing) -> None:
        self._line = line
        self._signing = signing

    async def ask(self, operation: str, members: Sequence[Element], query: Mapping[str, str]) -> "etree._Element":
        """The body of the envelope that answers; raises Trouble."""
        content = write_question(operation, members)
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
