"""The screens of this room: verify an applicant, look somebody up, see outcomes and the personal-data log."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from aiohttp import web

from mocks.province.accounts.own_number import OwnNumbers
from mocks.province.outbox.trouble import Trouble
from mocks.province.population.enquiries import Enquiries, Enquiry, NoPurpose
from mocks.province.population.person import NOBODY, Person
from mocks.province.population.question import YEAR_LENGTH, Stated
from mocks.province.records.dossier import Dossier
from mocks.province.records.dossiers import Dossiers
from mocks.province.screens.app import iso, json_answer
from mocks.province.screens.contract import BodyReader, WrongBody

NUMBER: Final = re.compile("[0-9]{9}(?:[0-9]{3})?")
FIRST_SERVICE: Final = ".01"
"""What makes a service (MaDVC) of a procedure: its first one. Which one a dossier is about, is not recorded."""


class PopulationScreens:
    """The routes; `numbers` has the officers' own ones, `unit` is the code of the office that asks."""

    def __init__(self, dossiers: Dossiers, enquiries: Enquiries, *, numbers: OwnNumbers, unit: str) -> None:
        self._dossiers = dossiers
        self._enquiries = enquiries
        self._numbers = numbers
        self._unit = unit
        self._bodies = BodyReader()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the contract."""
        return [
            web.post("/dossiers/{dossier}/verify", self.verify),
            web.post("/desk/look-up-person", self.look_up),
            web.get("/records/verifications/{dossier}", self.verifications, allow_head=False),
            web.get("/records/personal-data-log", self.whole_log, allow_head=False),
            web.get("/records/personal-data-log/{dossier}", self.log_of_dossier, allow_head=False),
        ]

    async def verify(self, request: web.Request) -> web.Response:
        """Verify the applicant of a dossier, and say what came of it."""
        body = _read_birth(self._bodies.read(await request.read(), "verify"))
        dossier = self._dossiers.find(request.match_info["dossier"])
        enquiry = self._enquiry(body, _stated(dossier, body), dossier.accepted["procedure"], dossier=dossier.code)
        done = await self._enquiries.verify(enquiry, by_record=body.get("way") != "existence")
        told = {"dossier": dossier.code, "status": dossier.last.status.value, "verification": done.outcome.value}
        return json_answer({**told, "trouble": done.trouble, "at": iso(done.at)})

    async def look_up(self, request: web.Request) -> web.Response:
        """Look somebody up who has no dossier, and show what the desk needs."""
        body = _read_birth(self._bodies.read(await request.read(), "look-up-person"))
        about = Stated(number=body["person"]["number"], name=body["person"]["name"], birth=body["birth"])
        enquiry = self._enquiry(body, about, body["procedure"], purpose=body.get("purpose"))
        try:
            person = await self._enquiries.look_up(enquiry)
        except NoPurpose:
            raise web.HTTPForbidden(reason="a look-up without a dossier needs a purpose") from None
        except Trouble:
            return json_answer({"outcome": "open", "person": None})
        return json_answer({"outcome": "not-found" if person == NOBODY else "found", "person": _shown(person)})

    async def verifications(self, request: web.Request) -> web.Response:
        """Show what the register said of a dossier's applicant."""
        dossier = self._dossiers.find(request.match_info["dossier"]).code
        return json_answer({"dossier": dossier, "verifications": list(self._enquiries.show(dossier))})

    async def whole_log(self, _request: web.Request) -> web.Response:
        """Show the newest entries of the log."""
        return _log(self._enquiries.desk.log.show())

    async def log_of_dossier(self, request: web.Request) -> web.Response:
        """Show the entries about one dossier; they outlive it."""
        code = request.match_info["dossier"]
        entries = self._enquiries.desk.log.show(code)
        if not entries:
            self._dossiers.find(code)  # which says so where there is no such dossier either
        return _log(entries)

    def _enquiry(self, body: Mapping[str, Any], about: Stated, procedure: str, **why: str | None) -> Enquiry:
        return Enquiry(
            officer=body["officer"]["name"],
            officer_number=self._numbers.of(body),
            about=about,
            service=procedure + FIRST_SERVICE,
            unit=self._unit,
            **why,
        )


def _stated(dossier: Dossier, body: Mapping[str, Any]) -> Stated:
    """What the applicant says; 409 where it is nobody whom the register could have."""
    owner = dossier.accepted["owner"]
    number = owner["identity"]["number"] if owner["identity"] else ""
    if owner["kind"] != "citizen" or not NUMBER.fullmatch(number):
        raise web.HTTPConflict(reason="the applicant has no personal number to verify")
    return Stated(number=number, name=owner["name"], birth=body["birth"])


def _read_birth(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body, once its birth is a day that exists, or a year."""
    birth = body["birth"]
    try:
        date.fromisoformat(birth if len(birth) != YEAR_LENGTH else f"{birth}-01-01")
    except ValueError:
        raise WrongBody("the value is not a day", "/birth") from None
    return body


def _shown(person: Person) -> dict[str, str] | None:
    if person == NOBODY:
        return None
    return {"name": person.name, "birth": person.birth, "residence": person.residence}


def _log(rows: Sequence[Mapping[str, Any]]) -> web.Response:
    return json_answer({"entries": list(rows)})
