"""The part for dossiers that are filed online: the portal's door, and the list of those that wait for a clerk."""

from typing import Final

import orjson
from aiohttp import web

from mocks.province.intake.message import PUSH
from mocks.province.office import Office, Part
from mocks.province.records.database import DatabaseAway
from mocks.province.records.dossier import Dossier
from mocks.province.screens.app import iso, json_answer
from specs.profile import load_profile

PATH: Final = load_profile("dvcqg", "dvcqg-2025").operation(PUSH).path


def make(office: Office) -> Part:
    """Take what the portal sends, and show what waits."""
    intake = office.conduct.intake(office.dossiers, office.clock)

    async def take(request: web.Request) -> web.Response:
        try:
            answer = await intake.take(await request.read())
        except DatabaseAway as away:
            raise web.HTTPServiceUnavailable from away  # the portal tries again
        return web.Response(body=orjson.dumps(answer), content_type="application/json")

    async def show(_request: web.Request) -> web.Response:
        return json_answer({"dossiers": [_shown(dossier) for dossier in office.dossiers.registered()]})

    return Part(
        inbound=[web.post(PATH, take)],
        screens=[web.get("/records/registered", show, allow_head=False)],
    )


def _shown(dossier: Dossier) -> dict[str, str]:
    return {
        "dossier": dossier.code,
        "portal_code": dossier.accepted.get("code") or dossier.code,
        "procedure": dossier.accepted["procedure"],
        "at": iso(dossier.acts[0].at),
        "due": iso(dossier.due),
    }
