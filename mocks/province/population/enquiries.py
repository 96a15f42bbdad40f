"""An officer asks the register: first it is noted who looks at whom and why, then it is asked, then it is compared."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.trouble import Away, Refused, Trouble
from mocks.province.population.person import Comparison, Outcome, Person
from mocks.province.population.personal_data_log import Access, PersonalDataLog
from mocks.province.population.question import CONFIRM, LOOK_UP, Question, Stated
from mocks.province.population.register import Register
from mocks.province.population.verifications import Verification, Verifications
from mocks.province.records.database import Transaction
from mocks.province.records.dossier import Act

T = TypeVar("T")
VERIFICATION: Final = "applicant-verification"
"""The purpose of a look-up for a dossier."""
TRIES: Final = 3


class NoPurpose(Exception):
    """A look-up without a dossier names no purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """Who asks about whom: the officer's name and own number, what the person states, for which service and unit.

    `dossier` or `purpose` (a code of the office's list) says why.
    """

    officer: str
    officer_number: str
    about: Stated
    service: str
    unit: str
    dossier: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What enquiries work with; `system` is the name of what is asked, as the log has it."""

    system: str
    register: Register
    log: PersonalDataLog
    comparison: Comparison
    verifications: Verifications
    pause: Pause
    now: Callable[[], datetime]


class Enquiries:
    """The enquiries of one province."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def verify(self, enquiry: Enquiry, *, by_record: bool) -> Verification:
        """Verify the applicant of a dossier and keep the outcome there; where the register does not say, it is open.

        `by_record`: compare with the record; otherwise only ask whether there is such a person, which tells the less.
        """
        outcome, trouble = Outcome.OPEN, None
        try:
            outcome = await (self._compared(enquiry) if by_record else self._confirmed(enquiry))
        except Trouble as problem:
            outcome, trouble = self.unanswered(problem)
        done = Verification(outcome=outcome, officer=enquiry.officer, at=self.desk.now(), trouble=trouble)
        self.keep(enquiry, done)
        return done

    async def look_up(self, enquiry: Enquiry) -> Person:
        """The person of that number, name and birth, to look at and not to keep; raises NoPurpose and Trouble."""
        self.demand_reason(enquiry)
        return await self._ask(enquiry, LOOK_UP, self.desk.register.look_up)

    async def _compared(self, enquiry: Enquiry) -> Outcome:
        person = await self._ask(enquiry, LOOK_UP, self.desk.register.look_up)
        return self.desk.comparison.outcome(enquiry.about, person)

    async def _confirmed(self, enquiry: Enquiry) -> Outcome:
        exists = await self._ask(enquiry, CONFIRM, self.desk.register.confirm)
        return Outcome.VERIFIED if exists else Outcome.NOT_FOUND

    async def _ask(self, enquiry: Enquiry, operation: str, call: Callable[[Question], Awaitable[T]]) -> T:
        """Ask, and again only where it is sure that nobody has read the question: each one is a look at a person."""
        failures = 0
        while True:
            try:
                return await self.attempt(enquiry, operation, call)
            except Trouble as problem:
                failures += 1
                if failures == TRIES or not self.may_ask_again(problem):
                    raise
                await asyncio.sleep(self.desk.pause(failures))

    async def attempt(self, enquiry: Enquiry, operation: str, call: Callable[[Question], Awaitable[T]]) -> T:
        """One try: on the log first, for an answer that never comes is a look at the person too."""
        reference = self.desk.log.note(self.access(enquiry, operation), at=self.desk.now())
        return await call(question_of(enquiry, reference))

    def access(self, enquiry: Enquiry, operation: str) -> Access:
        """What the log says of an enquiry."""
        return Access(
            officer=enquiry.officer_number,
            subject=enquiry.about.number,
            dossier=enquiry.dossier,
            purpose=enquiry.purpose or VERIFICATION,
            system=self.desk.system,
            operation=operation,
        )

    def may_ask_again(self, problem: Trouble) -> bool:
        """Whether the register surely did not get the question."""
        return isinstance(problem, Away)

    def unanswered(self, problem: Trouble) -> tuple[Outcome, str]:
        """What is kept where the register did not say: that it is open, and why."""
        if isinstance(problem, Refused):
            return Outcome.OPEN, f"refused {problem.code}"
        return Outcome.OPEN, "not reached" if isinstance(problem, Away) else "not answered"

    def demand_reason(self, enquiry: Enquiry) -> None:
        """Raise NoPurpose unless there is a dossier or a purpose."""
        if enquiry.dossier is None and not enquiry.purpose:
            raise NoPurpose

    def keep(self, enquiry: Enquiry, done: Verification) -> None:
        """Write the outcome down at the dossier."""
        if enquiry.dossier is not None:
            self.desk.verifications.keep(enquiry.dossier, done)

    def hear(self, transaction: Transaction, dossier: str, act: Act) -> None:
        """Of an act on a dossier: no reason to look at anybody."""

    def show(self, dossier: str) -> Sequence[Mapping[str, Any]]:
        """The verifications of a dossier."""
        return self.desk.verifications.show(dossier)


def question_of(enquiry: Enquiry, reference: str) -> Question:
    """What the register is asked for an enquiry."""
    return Question(
        reference=reference,
        service=enquiry.service,
        unit=enquiry.unit,
        officer=enquiry.officer_number,
        about=enquiry.about,
    )
