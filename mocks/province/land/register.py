"""The dossiers that this province has handed over to the land database, and how far that one says they are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, insert, select, update

from mocks.province.land.message import HandOver
from mocks.province.land.tables import land_dossiers
from mocks.province.records.database import Database, Transaction
from mocks.province.records.errands import Errands

HAND_OVER: Final = "land-hand-over"
Admit = Callable[[Transaction], None]
"""Is asked before anything is written of what an officer does; raises where it may not be."""


class Stage(StrEnum):
    """How far the handing over has come."""

    WAITING = "waiting"
    HANDED_OVER = "handed-over"
    REFUSED = "refused"


RECEIVED, TAX_NOTICE, FINISHED, RETURNED = "received", "tax-notice", "finished", "returned"
PLACES: Final = {None: 0, RECEIVED: 1, "in-process": 2, TAX_NOTICE: 3, FINISHED: 4, RETURNED: 4}
"""The states of the land database and what is after what; both are assumed."""


class HandedOverAlready(Exception):
    """The dossier is on its way to the land database, or there."""


@dataclass(frozen=True, slots=True)
class LandDossier:
    """A dossier under its receipt number (SoBienNhan). `state`: None until the land database has it."""

    dossier: str
    receipt: str
    told: HandOver
    stage: Stage
    state: str | None


class LandRegister:
    """What was handed over, in one database."""

    def __init__(self, database: Database, errands: Errands) -> None:
        self._database = database
        self._errands = errands

    def hand_over(self, dossier: str, told: HandOver, *, at: datetime, admit: Admit) -> LandDossier:
        """Have a dossier handed over; once more where it was refused. Raises HandedOverAlready."""
        # The code of the dossier is on the receipt, and the same after every silence.
        row = {"dossier": dossier, "receipt": dossier, "told": told, "stage": Stage.WAITING.value}
        with self._database.begin() as transaction:
            admit(transaction)
            known = _find(transaction.db, land_dossiers.c.dossier == dossier, held=True)
            if known is None:
                transaction.db.execute(insert(land_dossiers).values(**row))
            elif known.stage is Stage.REFUSED:
                transaction.db.execute(update(land_dossiers).where(land_dossiers.c.dossier == dossier).values(**row))
            else:
                raise HandedOverAlready(dossier)
            about = {"dossier": dossier}
            self._errands.queue(transaction, chain=f"land/{dossier}", kind=HAND_OVER, about=about, at=at)
        return LandDossier(dossier, dossier, told, Stage.WAITING, None)

    def find(self, dossier: str) -> LandDossier | None:
        """What was handed over of a dossier; None where it was not."""
        with self._database.reading() as db:
            return _find(db, land_dossiers.c.dossier == dossier)

    def taken(self, dossier: str) -> None:
        """Note that the land database has it. What that one has told meanwhile stays."""
        row = land_dossiers.c.dossier == dossier
        with self._database.begin() as transaction:
            transaction.db.execute(update(land_dossiers).where(row).values(stage=Stage.HANDED_OVER.value))
            fresh = row & land_dossiers.c.state.is_(None)
            transaction.db.execute(update(land_dossiers).where(fresh).values(state=RECEIVED))

    def refused(self, dossier: str) -> None:
        """Note that the land database does not take it: an officer has to look, and may hand it over again."""
        with self._database.begin() as transaction:
            row = land_dossiers.c.dossier == dossier
            transaction.db.execute(update(land_dossiers).where(row).values(stage=Stage.REFUSED.value))

    def move(self, transaction: Transaction, receipt: str, state: str) -> LandDossier | None:
        """Take a state in; one that is not later than what is known changes nothing. None: no such receipt number."""
        known = _find(transaction.db, land_dossiers.c.receipt == receipt, held=True)
        if known is not None and self.is_news(known.state, state):
            row = land_dossiers.c.receipt == receipt
            transaction.db.execute(update(land_dossiers).where(row).values(state=state))
        return known

    def is_news(self, known: str | None, told: str) -> bool:
        """Whether a state is later than the one that is known: pushes may come again, and change places."""
        return PLACES[told] > PLACES[known]


def _find(db: Connection, where: ColumnElement[bool], *, held: bool = False) -> LandDossier | None:
    query = select(land_dossiers).where(where)
    row: Any = db.execute(query.with_for_update() if held else query).one_or_none()
    return None if row is None else LandDossier(row.dossier, row.receipt, row.told, Stage(row.stage), row.state)
