"""The ministries' part of the province: one follower for each ministry's system that it is connected to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from aiohttp import web
from sqlalchemy import and_, func, select

from mocks.province.ministries.following import Following
from mocks.province.ministries.inbound import PATH, Inbound
from mocks.province.ministries.ledger import Ledger
from mocks.province.ministries.reading import Outside
from mocks.province.ministries.report import ENDED, OWN, Counted, of_ministry
from mocks.province.office import Office, Part
from mocks.province.options import Counterpart
from mocks.province.outbox.line import Line
from mocks.province.records.clock import VIETNAM
from mocks.province.records.database import Database
from mocks.province.records.tables import acts, dossiers
from mocks.province.screens.app import iso, json_answer

MINISTRIES: Final[Mapping[str, str]] = {"btp": "BTP", "bdtg": "BDTG", "btc": "BTC", "bvhttdl": "BVHTTDL"}
"""What each ministry's system calls itself in a push."""
CAPABILITIES: Final = frozenset({"ministry-dossiers", "report"})
EVERY_S: Final = 60.0
LONGEST: Final = 64  # characters of a code, as the contract has it


def make(office: Office) -> Part:
    """Follow the feeds, take pushes, look dossiers up, and report on all of them."""
    connected = {name: found for name in MINISTRIES if (found := office.counterpart(name)) is not None}
    ledger = Ledger(office.database)
    screens = Screens(office, ledger)
    routes = [
        web.get("/records/ministry-dossiers/{dossier}", screens.look_up, allow_head=False),
        web.get("/records/report", screens.report, allow_head=False),
    ]
    inbound = Inbound(ledger, {MINISTRIES[name]: name for name in connected}, office.conduct.read_change)
    return Part(
        screens=routes,
        capabilities=CAPABILITIES if connected else frozenset({"report"}),
        inbound=[web.post(PATH, inbound.take)] if connected else [],
        work=[_follower(office, ledger, name, found).follow for name, found in connected.items()],
    )


def _follower(office: Office, ledger: Ledger, name: str, counterpart: Counterpart) -> Following:
    conduct = office.conduct
    headers = {"Accept": "application/json"}
    line = Line(office.http, counterpart.url, headers=headers, timeout_s=office.options.read_timeout_s)
    client = conduct.ministry_client(line, counterpart.settings)
    every_s = float(counterpart.settings.get("every_s", EVERY_S))
    return conduct.following(name, client, ledger, read=conduct.read_change, pause=office.pause, every_s=every_s)


class Screens:
    """What officers see of the ministries' dossiers."""

    def __init__(self, office: Office, ledger: Ledger) -> None:
        self._office = office
        self._ledger = ledger

    async def look_up(self, request: web.Request) -> web.Response:
        """The dossiers of that code, a list that is empty where none is known; 404 for what is no code."""
        code = request.match_info["dossier"]
        if len(code) > LONGEST:
            raise web.HTTPNotFound
        found = self._ledger.find(code)
        return json_answer({"dossiers": [_told(dossier) for dossier in found]})

    async def report(self, _request: web.Request) -> web.Response:
        """The province-wide report as of now."""
        outside = [of_ministry(dossier) for dossier in self._ledger.all()]
        now = self._office.clock.now()
        return json_answer(self._office.conduct.report(own_dossiers(self._office.database), outside, now))


def own_dossiers(database: Database) -> list[Counted]:
    """The province's own dossiers as the report counts them."""
    ended = and_(acts.c.dossier == dossiers.c.code, acts.c.status.in_(ENDED))
    query = (
        select(dossiers.c.status, dossiers.c.due, func.max(acts.c.at).label("ended"))
        .select_from(dossiers.outerjoin(acts, ended))
        .group_by(dossiers.c.code, dossiers.c.status, dossiers.c.due)
    )
    with database.reading() as db:
        return [Counted(OWN, row.status, row.due, row.ended) for row in db.execute(query)]


def _told(dossier: Outside) -> dict[str, Any]:
    moments = {name: _moment(getattr(dossier, name)) for name in ("submitted", "due", "finished")}
    names = ("ministry", "code", "procedure", "agency", "owner_kind", "status")
    return {name: getattr(dossier, name) for name in names} | moments


def _moment(at: datetime | None) -> str | None:
    return iso(at.astimezone(VIETNAM)) if at else None
