"""Wrong ways to ask about people, to read what is answered, and to keep account of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from mocks.province.outbox.trouble import Silence, Trouble
from mocks.province.population.enquiries import Enquiries, Enquiry, T, question_of
from mocks.province.population.person import Outcome, Person
from mocks.province.population.personal_data_log import FIRST, Access, PersonalDataLog
from mocks.province.population.question import Question
from mocks.province.population.verifications import Verification
from mocks.province.records.database import Transaction
from mocks.province.records.dossier import Act

Call = Callable[[Question], Awaitable[T]]


class LooksUpAtEveryAct(Enquiries):
    """Looks the applicant up again at every act on a dossier that was verified once."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._known: dict[str, Enquiry] = {}
        self._asking: set[asyncio.Task[Any]] = set()

    def keep(self, enquiry: Enquiry, done: Verification) -> None:
        """Remember, beside the outcome, how it was asked for."""
        super().keep(enquiry, done)
        self._known[str(enquiry.dossier)] = enquiry

    def hear(self, transaction: Transaction, dossier: str, act: Act) -> None:  # noqa: ARG002 - any act will do
        """Ask again."""
        if dossier in self._known:
            transaction.afterwards.append(lambda: self._ask_again(self._known[dossier]))

    def _ask_again(self, enquiry: Enquiry) -> None:
        task = asyncio.create_task(self.verify(enquiry, by_record=True))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)


class RepeatsUnanswered(Enquiries):
    """Asks again after silence, though the register may have answered and counted the question."""

    def may_ask_again(self, problem: Trouble) -> bool:
        """Whatever was not refused."""
        return isinstance(problem, Silence) or super().may_ask_again(problem)


class GivesUp(Enquiries):
    """Never asks again, not even where the question surely did not arrive."""

    def may_ask_again(self, problem: Trouble) -> bool:  # noqa: ARG002 - none will do
        """Never."""
        return False


class SilenceIsNotFound(Enquiries):
    """Takes an answer that did not come for one that says "nobody"."""

    def unanswered(self, problem: Trouble) -> tuple[Outcome, str]:
        """Nobody found, where nothing came."""
        outcome, trouble = super().unanswered(problem)
        return (Outcome.NOT_FOUND, trouble) if isinstance(problem, Silence) else (outcome, trouble)


class NoPurposeAsked(Enquiries):
    """Looks up whomever the desk names, for whatever reason."""

    def demand_reason(self, enquiry: Enquiry) -> None:
        """Demand nothing."""


class OutcomeNotKept(Enquiries):
    """Shows the outcome to the clerk and keeps it nowhere."""

    def keep(self, enquiry: Enquiry, done: Verification) -> None:
        """Keep nothing."""


class OutcomeByTheSystem(Enquiries):
    """Keeps the outcome as the system's own, so that nobody knows who asked."""

    def keep(self, enquiry: Enquiry, done: Verification) -> None:
        """Keep it without the officer."""
        super().keep(enquiry, replace(done, officer="Hệ thống"))


class KeepsTheRecord(Enquiries):
    """Keeps at the dossier all that it has read of the record."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._records: dict[str, Person] = {}

    async def attempt(self, enquiry: Enquiry, operation: str, call: Call[T]) -> T:
        """Remember what was answered."""
        answer = await super().attempt(enquiry, operation, call)
        if isinstance(answer, Person):
            self._records[str(enquiry.dossier)] = answer
        return answer

    def show(self, dossier: str) -> Sequence[Mapping[str, Any]]:
        """Show it with the outcome."""
        record = self._records.get(dossier)
        return [row | ({"record": asdict(record)} if record else {}) for row in map(dict, super().show(dossier))]


class LogsAfterwards(Enquiries):
    """Writes the log once there is an answer: a look-up that is not answered is on no log."""

    async def attempt(self, enquiry: Enquiry, operation: str, call: Call[T]) -> T:
        """Ask under the reference that comes next, then log."""
        number = max((row["number"] for row in self.desk.log.show()), default=0) + 1
        answer = await call(question_of(enquiry, f"{enquiry.unit}-{number:06d}"))
        self.desk.log.note(self.access(enquiry, operation), at=self.desk.now())
        return answer


class LogsOnlyTheDesk(PersonalDataLog):
    """Logs look-ups at the desk, and thinks that a dossier is reason enough for the others."""

    def note(self, access: Access, *, at: datetime) -> str:
        """Log what has no dossier."""
        return super().note(access, at=at) if access.dossier is None else f"{access.dossier}-{at:%H%M%S%f}"


class LogsTwice(PersonalDataLog):
    """Writes two entries for one look-up."""

    def note(self, access: Access, *, at: datetime) -> str:
        """Log, and log again."""
        super().note(access, at=at)
        return super().note(access, at=at)


class LogWithoutChain(PersonalDataLog):
    """Lets each entry stand for itself: what is taken away is not missed."""

    def row(self, access: Access, *, number: int, at: datetime, previous: str) -> dict[str, Any]:
        """Follow nothing but the own number."""
        return super().row(access, number=number, at=at, previous=f"{number:064d}" if previous != FIRST else FIRST)


class LogNamesTheOffice(PersonalDataLog):
    """Logs under the office, so that nobody knows which officer it was."""

    def row(self, access: Access, *, number: int, at: datetime, previous: str) -> dict[str, Any]:
        """Put the office in the officer's place."""
        return super().row(replace(access, officer=self._prefix), number=number, at=at, previous=previous)


class LogWithoutPurpose(PersonalDataLog):
    """Logs every look-up under one purpose, whatever the officer gave."""

    def row(self, access: Access, *, number: int, at: datetime, previous: str) -> dict[str, Any]:
        """Put a purpose that says nothing."""
        return super().row(replace(access, purpose="other"), number=number, at=at, previous=previous)


class LogInClear(PersonalDataLog):
    """Logs the number of whoever was looked up, which makes the log a register of its own."""

    def row(self, access: Access, *, number: int, at: datetime, previous: str) -> dict[str, Any]:
        """Leave the subject's number as it is."""
        row = super().row(access, number=number, at=at, previous=previous)
        return row | {"subject": access.subject}
