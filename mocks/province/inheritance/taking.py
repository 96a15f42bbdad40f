"""Takes rows into the records: what is new becomes a dossier, what another source has brought too is merged with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select

from mocks.province.inheritance.ledger import Import, Ledger, Refusal, former_codes, inherited
from mocks.province.inheritance.mapping import Unfit
from mocks.province.inheritance.reading import Former
from mocks.province.records.bodies import AcceptBody
from mocks.province.records.database import Transaction
from mocks.province.records.dossiers import CodeMaker, Dossiers
from mocks.province.records.tables import dossiers
from specs.vietnamese import tone_style

OTHERWISE: Final = "differs-from-what-was-taken"
"""The reason where a source tells of a dossier otherwise than before: it may have gone on here meanwhile."""


@dataclass(frozen=True, slots=True)
class Known:
    """A dossier that bears the same former code: where it came from, and as what."""

    source: str
    digest: str
    dossier: str
    accepted: AcceptBody


class Taking:
    """Takes the rows of imports, each in the transaction of its batch. `make_code` makes the new codes."""

    def __init__(self, records: Dossiers, ledger: Ledger, *, make_code: CodeMaker) -> None:
        self.records = records
        self.ledger = ledger
        self._make_code = make_code

    def take(self, transaction: Transaction, one: Import, former: Former, *, at: datetime) -> str:
        """Take one dossier; gives the outcome. Raises Unfit."""
        bearers = self.known(transaction, former.code)
        own = [known for known in bearers if known.source == one.source]
        if own and self.is_repeated(own, former):
            return "known"
        same = next((known for known in bearers if self.is_same(known, former)), None)
        dossier = same.dossier if same else self.begin(transaction, former, at=at)
        row = {"source": one.source, "code": former.code, "dossier": dossier, "digest": former.digest}
        transaction.db.execute(insert(former_codes).values(**row))
        return "merged" if same else "taken"

    def is_repeated(self, own: list[Known], former: Former) -> bool:
        """Whether this source has brought the very same row before; raises Unfit where it told otherwise."""
        if all(known.digest != former.digest for known in own):
            raise Unfit(OTHERWISE, "MaHoSo")
        return True

    def is_same(self, known: Known, former: Former) -> bool:
        """Whether two provinces tell of one dossier: not by its code alone, for each had codes of its own.

        Names stand in one Unicode form here, but either with the older or with the newer place of the tone mark.
        """
        one, other = known.accepted, former.accepted
        names = tone_style(one["owner"]["name"]), tone_style(other["owner"]["name"])
        return names[0] == names[1] and all(
            one.get(field) == other.get(field) for field in ("procedure", "submitted_at")
        )

    def known(self, transaction: Transaction, code: str) -> list[Known]:
        """The dossiers that had this code."""
        query = select(former_codes, dossiers.c.accepted).join(dossiers).where(former_codes.c.code == code)
        rows = transaction.db.execute(query.order_by(former_codes.c.dossier, former_codes.c.source))
        return [Known(row.source, row.digest, row.dossier, row.accepted) for row in rows]

    def begin(self, transaction: Transaction, former: Former, *, at: datetime) -> str:
        """Write down a new dossier under a code of today; gives that."""
        code = self.records.take_over(
            transaction, former.accepted, former.acts, agency=former.agency, at=at, make_code=self._make_code
        )
        place = {"commune": former.place.commune, "district": former.place.district}
        transaction.db.execute(insert(inherited).values(dossier=code, agency=former.agency, **place))
        return code

    def refuse(self, transaction: Transaction, one: Import, refusal: Refusal) -> None:
        """Keep a row that cannot be taken."""
        self.ledger.refuse(transaction, one.key, refusal)

    def account(self, one: Import) -> Mapping[str, Any]:
        """The figures of an import, and whether they are those of its source: None while it goes on.

        What the source counts and nobody has read here must stand among the refused.
        """
        missing = [one.control[state] - one.figures[state] for state in ("open", "closed")]
        whole = one.rows == one.control["rows"] and min(missing) >= 0 and sum(missing) == one.figures["refused"]
        return {"rows": one.rows, **one.figures, "agrees": None if one.ended is None else whole}
