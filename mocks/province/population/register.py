"""The population database as this province asks it: one question, one answer, or why there is none."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from mocks.province.population.person import Person
from mocks.province.population.question import CONFIRM, LOOK_UP, Element, Question, Wording
from mocks.province.population.soap import read_confirmation, read_person

if TYPE_CHECKING:
    from lxml import etree


class Door(Protocol):
    """A way to the register: over SOAP, or through the province's wrapper."""

    async def ask(self, operation: str, members: Sequence[Element], query: Mapping[str, str]) -> "etree._Element":
        """The element that holds the answer. Raises Trouble: with Away, and only then, surely nobody read the question.

        `query` is what an address carries beside the members, nothing where all is well.
        """


class Register:
    """The database on population, whichever way it is reached. Methods raise the door's Trouble."""

    def __init__(self, door: Door, wording: Wording) -> None:
        self._door = door
        self._wording = wording

    async def look_up(self, question: Question) -> Person:
        """The person of that number, name and birth; NOBODY where there is none."""
        return read_person(await self._ask(LOOK_UP, question))

    async def confirm(self, question: Question) -> bool:
        """Whether there is such a person; nothing else is disclosed."""
        return read_confirmation(await self._ask(CONFIRM, question))

    async def _ask(self, operation: str, question: Question) -> "etree._Element":
        members = self._wording.elements(operation, question)
        return await self._door.ask(operation, members, self._wording.query(question))
