"""The faults in the catalogue of procedures and in who asks: what each does instead of the honest thing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, select, update

from mocks.province.accounts.own_number import OwnNumbers
from mocks.province.procedures.book import Book, Edition, editions, versions
from mocks.province.procedures.following import Following, Reading
from mocks.province.procedures.procedure import Procedure, Step
from mocks.province.procedures.progress import Offer, Progress, ways
from mocks.province.procedures.workflows import Readiness, Workflow
from mocks.province.records.dossiers import Wish

OF_COMMUNES: Final = "Cấp xã"
SIX_DIGITS: Final = 1_000_000


class CommunesLeftOut(Reading):
    """Takes over what the province itself resolves, and leaves the communes' procedures to them."""

    async def procedures(self) -> list[Procedure]:
        """All but those of the communes."""
        return [one for one in await super().procedures() if one.level != OF_COMMUNES]


class FeesOfSixDigits(Reading):
    """Keeps fees in a column that has room for six digits."""

    async def procedures(self) -> list[Procedure]:
        """The last six of each."""
        return [replace(one, fee=one.fee % SIX_DIGITS) for one in await super().procedures()]


class OnlyAtTheStart(Following):
    """Reads the catalogue when it starts, and then when it is asked to."""

    def is_over(self, passed: timedelta) -> bool:  # noqa: ARG002 - however long it is, that is the fault
        """Never."""
        return False


class FirstDeadline(Book):
    """Counts by the time limit with which a procedure came into the catalogue first."""

    def edition_of_limit(self, db: Connection, code: str) -> Edition | None:
        """The first version."""
        query = select(versions).where(versions.c.code == code).order_by(versions.c.version).limit(1)
        return next(iter(editions(db.execute(query))), None)


class MovesOpenDossiers(Book):
    """Moves every dossier to the version that is the newest."""

    def take_over(self, told: Sequence[Procedure], *, at: datetime) -> None:
        """Keep what has changed, and change the dossiers with it."""
        super().take_over(told, at=at)
        newest = self.all()
        with self._database.begin() as transaction:
            for edition in newest:
                row = {"version": edition.version, "days": edition.procedure.days}
                transaction.db.execute(update(ways).where(ways.c.procedure == edition.procedure.code).values(**row))


class TakesAbolished(Offer):
    """Looks at the list of what is in force on the screens only."""

    def is_open(self, procedure: Procedure) -> bool:  # noqa: ARG002 - any will do, that is the fault
        """Always."""
        return True


class TakesMinistries(Offer):
    """Takes in what a ministry's system has, too."""

    def is_here(self, system: str | None) -> bool:  # noqa: ARG002 - any will do, that is the fault
        """Always."""
        return True


class SkipsSteps(Progress):
    """Lets any act do the step that comes next."""

    def is_next(self, step: Step | None, act: str) -> bool:  # noqa: ARG002 - that is the fault
        """Whenever there is one."""
        return step is not None


class StepsByAnybody(Progress):
    """Does not ask who does a step."""

    def is_signed(self, wish: Wish) -> bool:  # noqa: ARG002 - that is the fault
        """Always."""
        return True


class AlwaysReady(Readiness):
    """Takes a workflow that is written down for one by which can be worked."""

    def gaps(self, procedure: Procedure, workflow: Workflow) -> list[str]:  # noqa: ARG002 - nobody looks, that is the fault
        """None."""
        return []


class TypedNumber(OwnNumbers):
    """Asks under the number that the officer has typed in, where there is one."""

    def of(self, body: Mapping[str, Any]) -> str:
        """That number, else the account's."""
        typed = body.get("officer_identity")
        return str(typed["number"]) if typed else super().of(body)


CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "communes-left-out": {"catalogue_reading": CommunesLeftOut},
        "fees-of-six-digits": {"catalogue_reading": FeesOfSixDigits},
        "catalogue-only-at-start": {"catalogue_following": OnlyAtTheStart},
        "first-deadline-stays": {"procedure_book": FirstDeadline},
        "open-dossiers-moved": {"procedure_book": MovesOpenDossiers},
        "abolished-taken-in": {"procedure_offer": TakesAbolished},
        "ministrys-taken-in": {"procedure_offer": TakesMinistries},
        "step-skipped": {"procedure_progress": SkipsSteps},
        "step-by-anybody": {"procedure_progress": StepsByAnybody},
        "workflow-always-ready": {"procedure_readiness": AlwaysReady},
        "officer-number-typed": {"own_numbers": TypedNumber},
    }
)
