"""The faults in bringing over old dossiers: what each does instead of the honest thing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection

from mocks.province.inheritance.form import Row
from mocks.province.inheritance.ledger import Import, Refusal
from mocks.province.inheritance.mapping import CodeMapping, Place, Unfit
from mocks.province.inheritance.reading import CLOSED, Former, Reading
from mocks.province.inheritance.taking import Known, Taking
from mocks.province.records.bodies import Officer
from mocks.province.records.clock import VIETNAM
from mocks.province.records.database import Transaction
from mocks.province.records.dossier import Act, Status

COLUMN_BYTES: Final = 1_000
"""What VARCHAR2(1000) holds in a database that counts bytes."""
OF_TODAY: Final = 12
AMERICAN: Final = "%m/%d/%Y %H:%M:%S"
STROKES: Final = str.maketrans("Đđ", "Dd")


class CountsByControlFigures(Taking):
    """Believes that what the source has counted is what came of it."""

    def account(self, one: Import) -> Mapping[str, Any]:
        """The source's rows, less what was there before."""
        taken = one.control["rows"] - one.figures["merged"] - one.figures["known"]
        return {**super().account(one), "rows": one.control["rows"], "taken": taken, "refused": 0, "agrees": True}


class DropsRefused(Taking):
    """Lets a row go that it cannot take."""

    def refuse(self, transaction: Transaction, one: Import, refusal: Refusal) -> None:
        """Keep nothing."""


class CutsAtBytes(Reading):
    """Reads a summary into a column that is counted in bytes."""

    def needed(self, row: Row, column: str) -> str:
        """Whatever fits."""
        text = super().needed(row, column)
        return text.encode()[:COLUMN_BYTES].decode(errors="ignore") if column == "TrichYeu" else text


class LosesStrokes(Reading):
    """Reads names through a character set that knows no Đ."""

    def name(self, row: Row) -> str:
        """Written with D."""
        return super().name(row).translate(STROKES)


class WritesNone(Reading):
    """Makes a text of whatever stands in a column."""

    def optional(self, row: Row, column: str) -> str | None:
        """Nothing is a text too."""
        return str(super().optional(row, column))

    def needed(self, row: Row, column: str) -> str:
        """As it should be, where something must be there."""
        if Reading.optional(self, row, column) is None:
            raise Unfit("missing", column)
        return super().needed(row, column)


class OverwritesOthers(Taking):
    """Knows a dossier by its code alone, whoever has given it."""

    def is_same(self, known: Known, former: Former) -> bool:  # noqa: ARG002 - nothing else is looked at
        """Always."""
        return True


class ReadsAsWritten(Reading):
    """Compares and keeps texts as they are written."""

    def composed(self, text: str) -> str:
        """Untouched."""
        return text


class KeepsDistrict(CodeMapping):
    """Goes on with the address of three levels."""

    def place(self, district: str | None, commune: str) -> Place:
        """With the district that there was."""
        return replace(super().place(district, commune), district=district)


class PadsCards(Reading):
    """Holds that every number has 12 digits."""

    def identity(self, row: Row) -> str | None:
        """Zeros before an old one."""
        number = super().identity(row)
        return number.zfill(OF_TODAY) if number and number.isdigit() else number


class TakesAgain(Taking):
    """Does not ask whether a row was brought before."""

    def is_repeated(self, own: list[Known], former: Former) -> bool:  # noqa: ARG002 - nothing is asked
        """Never."""
        return False

    def is_same(self, known: Known, former: Former) -> bool:
        """What came from the same system with the same code is another one all the same."""
        return known.digest != former.digest and super().is_same(known, former)


class ClosesOpen(Reading):
    """Brings over as an archive what should have been done by now."""

    def acts(self, row: Row, officer: Officer) -> tuple[Act, ...]:
        """What is open and late is stopped."""
        acts = super().acts(row, officer)
        last = acts[-1]
        if last.status in CLOSED or last.due > datetime.now(VIETNAM):
            return acts
        return *acts, replace(last, number=last.number + 1, name="stop", status=Status.STOPPED)


class SwapsDayAndMonth(Reading):
    """Reads dates as a program with American settings does."""

    def read_moment(self, text: str) -> datetime:
        """The month first, where there is such a month."""
        try:
            return datetime.strptime(text, AMERICAN).replace(tzinfo=VIETNAM)
        except ValueError:
            return super().read_moment(text)


def _nobody(_db: Connection, _code: str) -> list[str]:
    return []


CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "account-by-control-figures": {"inheritance_taking": CountsByControlFigures},
        "refused-rows-dropped": {"inheritance_taking": DropsRefused},
        "inherited-text-cut-at-bytes": {"inheritance_reading": CutsAtBytes},
        "stroke-lost": {"inheritance_reading": LosesStrokes},
        "null-as-text": {"inheritance_reading": WritesNone},
        "provinces-overwrite-each-other": {"inheritance_taking": OverwritesOthers},
        "decomposed-is-another": {"inheritance_reading": ReadsAsWritten},
        "district-kept": {"inheritance_mapping": KeepsDistrict},
        "old-card-padded": {"inheritance_reading": PadsCards},
        "second-import-doubles": {"inheritance_taking": TakesAgain},
        "open-closed-by-import": {"inheritance_reading": ClosesOpen},
        "day-and-month-swapped": {"inheritance_reading": SwapsDayAndMonth},
        "former-code-lost": {"inheritance_bearers": _nobody},
    }
)
