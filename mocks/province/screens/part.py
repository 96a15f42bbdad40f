"""The clerks' and officers' acts on dossiers, and what a test asks a province beside them: the screens' own part."""

from datetime import datetime
from http import HTTPStatus
from typing import Final

from aiohttp import web

from mocks.province.build import build_digest
from mocks.province.office import Office, Part
from mocks.province.records.dossier import AFTER
from mocks.province.screens.app import ABILITIES, Handler, iso, json_answer
from mocks.province.screens.contract import CONTRACT, BodyReader

NAME: Final = "lienthong reference province"
VERSION: Final = "0.1.0"
CAPABILITIES: Final = frozenset({"reset", "clock"})


def make(office: Office) -> Part:
    """Accept dossiers, act on them, tell what waits, reset, tell and set the clock."""
    screens = Screens(office)
    return Part(screens=screens.routes(), capabilities=CAPABILITIES)


class Screens:
    """The routes. An act is on disk, and every errand that follows from it queued, before it is answered."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._bodies = BodyReader()
        self._build = build_digest()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the contract."""
        return [
            web.get("/version", self.version, allow_head=False),
            web.get("/outbox", self.pending, allow_head=False),
            web.post("/dossiers", self.accept),
            *(web.post(f"/dossiers/{{dossier}}/{act}", self._make_act(act)) for act in AFTER),
            web.get("/records/dossiers/{dossier}", self.view_dossier, allow_head=False),
            web.post("/reset", self.reset),
            web.get("/clock", self.read_clock, allow_head=False),
            web.post("/clock", self.set_clock),
        ]

    async def version(self, request: web.Request) -> web.Response:
        """Say what answers here."""
        clock = iso(self._office.clock.now())
        told = {"contract": CONTRACT, "name": NAME, "version": VERSION, "build": self._build, "clock": clock}
        return json_answer({**told, "capabilities": request.app[ABILITIES]})

    async def pending(self, _request: web.Request) -> web.Response:
        """Say how many errands are not done."""
        waiting, oldest = self._office.errands.pending()
        return json_answer({"pending": waiting, "oldest": iso(oldest) if oldest else None})

    async def accept(self, request: web.Request) -> web.Response:
        """Accept a dossier, under its own code if it brought one."""
        body, conduct = self._bodies.read(await request.read(), "accept"), self._office.conduct
        at = self._office.clock.now()
        code = body.get("code")
        dossier = self._office.dossiers.accept(
            body,
            at=at,
            agency=body.get("agency") or self._office.options.agency,
            make_code=conduct.make_code,
            code=conduct.keep_code(code) if code else None,
        )
        told = {"dossier": dossier.code, "status": dossier.last.status.value}
        return json_answer({**told, "at": iso(at), "due": iso(dossier.due)}, HTTPStatus.CREATED)

    async def view_dossier(self, request: web.Request) -> web.Response:
        """Show a dossier as it stands in the records."""
        records = self._office.dossiers
        dossier = records.find(records.code_of(request.match_info["dossier"]))
        acts = [
            {"number": act.number, "name": act.name, "status": act.status.value, "at": iso(act.at), "due": iso(act.due)}
            for act in dossier.acts
        ]
        told = {"code": dossier.code, "status": dossier.last.status.value, "due": iso(dossier.due), "acts": acts}
        return json_answer({**told, "procedure": dossier.accepted["procedure"], "channel": dossier.accepted["channel"]})

    async def reset(self, _request: web.Request) -> web.Response:
        """Forget everything but which codes were issued."""
        await self._office.outbox.stop()
        self._office.database.clear()
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def read_clock(self, _request: web.Request) -> web.Response:
        """Tell the time."""
        return json_answer({"now": iso(self._office.clock.now()), "rate": self._office.clock.rate})

    async def set_clock(self, request: web.Request) -> web.Response:
        """Set the time."""
        body = self._bodies.read(await request.read(), "clock")
        self._office.clock.set(datetime.fromisoformat(body["now"]), rate=body.get("rate"))
        return await self.read_clock(request)

    def _make_act(self, name: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            body = self._bodies.read(await request.read(), name)
            code = self._office.dossiers.code_of(request.match_info["dossier"])
            done = self._office.dossiers.act(code, name, body, at=self._office.clock.now())
            return json_answer({"dossier": code, "status": done.status.value, "at": iso(done.at)})

        return act
