"""Whose dossiers are whose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, insert, or_, select

from mocks.province.accounts.identity import Identities
from mocks.province.records.database import Database, Transaction
from mocks.province.records.dossier import Act
from mocks.province.records.tables import dossiers
from mocks.province.sign_in.tables import owners

_ACCEPTED: Final = select(dossiers.c.accepted).where(dossiers.c.code == bindparam("of"))
_NOTE: Final = insert(owners)


@dataclass(frozen=True, slots=True)
class Citizen:
    """Who looks: a digest of the identity number (None where the provider told none), the subject at the provider."""

    identity: str | None
    subject: str


class Owners:
    """An index of the dossiers by owner, written with each acceptance."""

    def __init__(self, database: Database, identities: Identities) -> None:
        self._database = database
        self._identities = identities

    def heard(self, transaction: Transaction, code: str, act: Act) -> None:
        """A listener of the dossiers: the first act of a dossier says whose it is."""
        if act.number == 1:
            accepted = transaction.db.scalar(_ACCEPTED, {"of": code})
            owner = accepted["owner"] if accepted else {}
            paper = owner.get("identity")
            identity = self._identities.digest(paper["number"]) if paper else None
            transaction.db.execute(_NOTE, {"dossier": code, "identity": identity, "subject": owner.get("account")})

    def dossiers_of(self, citizen: Citizen) -> Sequence[str]:
        """The codes of the dossiers that a citizen owns, in order."""
        with self._database.reading() as db:
            return self.found(db, citizen)

    def owns(self, citizen: Citizen, code: str) -> bool:
        """Whether a dossier is this citizen's."""
        return code in self.dossiers_of(citizen)

    def found(self, db: Connection, citizen: Citizen) -> Sequence[str]:
        """Look in the index, by number and by account."""
        mine = [owners.c.subject == citizen.subject]
        if citizen.identity is not None:
            mine.append(owners.c.identity == citizen.identity)
        return db.scalars(select(owners.c.dossier).where(or_(*mine)).order_by(owners.c.dossier)).all()
