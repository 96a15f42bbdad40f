"""What the office hands over, and what it says of it: the act and the views of the upper tester."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from sqlalchemy import select

from mocks.province.inheritance.importing import HANDED_OVER, Importing
from mocks.province.inheritance.ledger import Import, Ledger, bearers, former_codes, inherited
from mocks.province.inheritance.mapping import WrongTable, read_tables
from mocks.province.inheritance.taking import Taking
from mocks.province.records.clock import Clock
from mocks.province.records.database import Database
from mocks.province.records.dossier import Dossier
from mocks.province.records.dossiers import Dossiers
from mocks.province.screens.app import iso, json_answer
from mocks.province.screens.contract import BodyReader

SHOWN: Final = 500
"""Refusals that are shown; all are kept."""
LONGEST: Final = 64


class Desk:
    """The routes. `folder` is where exports lie; a small one may be handed over with the request."""

    def __init__(self, database: Database, records: Dossiers, ledger: Ledger, *, folder: Path, clock: Clock) -> None:
        self._database = database
        self._records = records
        self._ledger = ledger
        self._folder = folder
        self._clock = clock
        self._bodies = BodyReader()

    def routes(self, importing: Importing, taking: Taking) -> list[web.RouteDef]:
        """Return the routes of the contract."""

        async def hand_over(request: web.Request) -> web.Response:
            body = self._bodies.read(await request.read(), "import")
            try:
                mapping = read_tables(body["mapping"])
            except WrongTable as wrong:
                raise web.HTTPConflict(reason=str(wrong)) from wrong
            file = self._keep(body["content"], body["format"]) if body.get("content") else body["file"]
            key = self._ledger.open(body, file=file, mapping=mapping, at=self._clock.now())
            importing.due.set()
            return json_answer({"import": key})

        async def show_import(request: web.Request) -> web.Response:
            one = self._ledger.find(request.match_info["import"])
            if one is None:
                raise web.HTTPNotFound(reason="no import has this key")
            return json_answer(self._told(one, taking.account(one)))

        return [
            web.post("/desk/import", hand_over),
            web.get("/records/imports/{import}", show_import, allow_head=False),
            web.get("/records/inherited/{dossier}", self.show_inherited, allow_head=False),
        ]

    async def show_inherited(self, request: web.Request) -> web.Response:
        """The dossiers that have or had this code, a list that is empty where there is none; 404 for no code."""
        code = request.match_info["dossier"]
        if len(code) > LONGEST:
            raise web.HTTPNotFound
        with self._database.reading() as db:
            found = bearers(db, code)
            places = db.execute(select(inherited).where(inherited.c.dossier.in_(found or [code]))).all()
            codes = {place.dossier: _codes_of(db, place.dossier) for place in places}
        told = [_told_of(self._records.find(row.dossier), row, codes[row.dossier]) for row in places]
        return json_answer({"dossiers": sorted(told, key=lambda row: str(row["code"]))})

    def _keep(self, content: str, form: str) -> str:
        """Keep what came with a request, on disk before it is confirmed; its name below the folder."""
        name = f"{HANDED_OVER}/{secrets.token_hex(8)}.{form}"
        (self._folder / HANDED_OVER).mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / name).open("xb") as file:
            file.write(content.encode())
            file.flush()
            os.fsync(file.fileno())
        return name

    def _told(self, one: Import, account: Mapping[str, Any]) -> dict[str, Any]:
        refused = self._ledger.refused(one.key, most=SHOWN)
        refusals = [{"line": row.line, "reason": row.reason, "column": row.column or None} for row in refused]
        state = "running" if one.ended is None else "failed" if one.trouble else "done"
        return {"import": one.key, "source": one.source, "state": state, **account, "refusals": refusals}


def _codes_of(db: Any, dossier: str) -> list[dict[str, str]]:
    query = select(former_codes).where(former_codes.c.dossier == dossier)
    rows = db.execute(query.order_by(former_codes.c.source, former_codes.c.code))
    return [{"source": row.source, "code": row.code} for row in rows]


def _told_of(dossier: Dossier, place: Any, codes: list[dict[str, str]]) -> dict[str, Any]:
    accepted, owner = dossier.accepted, dossier.accepted["owner"]
    return {
        "code": dossier.code,
        "former": codes,
        "status": dossier.last.status.value,
        "procedure": accepted["procedure"],
        "agency": place.agency,
        "commune": place.commune,
        "district": place.district,
        "name": owner["name"],
        "identity": owner["identity"]["number"] if owner["identity"] else None,
        "phone": owner.get("phone"),
        "summary": accepted["summary"],
        "note": accepted.get("note"),
        "submitted": accepted.get("submitted_at"),
        "accepted": iso(dossier.acts[0].at),
        "due": iso(dossier.due),
    }
