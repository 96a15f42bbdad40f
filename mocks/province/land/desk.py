"""The officers' side of land and tax: hand a dossier over, see how far it is, see what tax is owed."""

import hashlib
from typing import Any, Final

from aiohttp import web

from mocks.province.land.notices import Notice, Notices
from mocks.province.land.register import HandedOverAlready, LandRegister
from mocks.province.office import Office
from mocks.province.records.clock import VIETNAM
from mocks.province.records.dossier import NotAllowed, Status
from mocks.province.records.dossiers import UnknownDossier, Wish
from mocks.province.screens.app import iso, json_answer
from mocks.province.screens.contract import BodyReader, WrongBody
from specs.administrative_units import communes

ACT: Final = "hand-over-land"
OPEN: Final = frozenset({Status.ACCEPTED, Status.IN_PROCESS})
"""A dossier can be handed over once it was received, and before it has ended."""


class LandDesk:
    """The screens of the land dossiers."""

    def __init__(self, office: Office, register: LandRegister) -> None:
        self._office = office
        self._register = register
        self._bodies = BodyReader()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post(f"/dossiers/{{dossier}}/{ACT}", self.hand_over),
            web.get("/records/land-dossiers/{dossier}", self.show, allow_head=False),
        ]

    async def hand_over(self, request: web.Request) -> web.Response:
        """Have a dossier handed over to the land database."""
        told = self._bodies.read(await request.read(), ACT)
        dossier, at = self._office.dossiers.find(request.match_info["dossier"]), self._office.clock.now()
        if told["commune"] not in communes():
            raise WrongBody("no commune has this code since 1 July 2025", "/commune")
        status = dossier.last.status
        if status not in OPEN:
            raise NotAllowed(ACT, status)
        wish = Wish(dossier.code, ACT, dossier.accepted, told["officer"], at)
        try:
            handed = self._register.hand_over(
                dossier.code, told, at=at, admit=lambda transaction: self._office.dossiers.admit(transaction, wish)
            )
        except HandedOverAlready:
            raise NotAllowed(ACT, status, "it was handed over") from None
        acted = {"dossier": dossier.code, "status": status.value, "at": iso(at)}
        return json_answer({**acted, "receipt": handed.receipt})

    async def show(self, request: web.Request) -> web.Response:
        """Show how far a dossier is at the land database; 404 for one that was not handed over."""
        handed = self._register.find(request.match_info["dossier"])
        if handed is None:
            raise UnknownDossier
        told = {"dossier": handed.dossier, "receipt": handed.receipt, "stage": handed.stage.value}
        return json_answer({**told, "state": handed.state})


class TaxDesk:
    """What the citizen, and the officer who is asked, see of tax."""

    def __init__(self, office: Office, notices: Notices) -> None:
        self._office = office
        self._notices = notices

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [web.get("/records/tax-notices/{dossier}", self.show, allow_head=False)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the notices of a dossier, and what is still owed."""
        dossier = self._office.dossiers.find(request.match_info["dossier"])
        notices = self._notices.of(dossier.code)
        owed = sum(notice.amount or 0 for notice in notices if notice.settled is None)
        shown = [_shown(notice) for notice in notices]
        return json_answer({"dossier": dossier.code, "owed": owed, "notices": shown})


def _shown(notice: Notice) -> dict[str, Any]:
    paper = f"sha256:{hashlib.sha256(notice.paper).hexdigest()}" if notice.paper is not None else None
    return {
        "number": notice.number,
        "source": notice.source,
        "amount": notice.amount,
        "decided": notice.decided and notice.decided.isoformat(),
        "due": notice.due and notice.due.isoformat(),
        "paper": paper,
        "paid": notice.settled is not None,
        "paid_at": notice.settled and iso(notice.settled.astimezone(VIETNAM)),
    }
