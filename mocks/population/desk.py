"""The control port of the database: whom a test may look up, who may ask, what was asked, how that is changed."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.system import Command, CommandRefused, View
from mocks.population.arrivals import ARRIVAL, NUMBER, OFFICER, read_arrival, refuse_somebodys
from mocks.population.citizens import Citizen
from mocks.population.names import joined, upper
from mocks.population.serving import Serving

Json: TypeAlias = Any
PAGE: Final = 50
MOST: Final = 500
_FIND: Final = {
    "type": "object",
    "properties": {
        "like": {"type": "string", "maxLength": 200},
        "after": {"type": "integer", "minimum": 0},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST},
    },
    "additionalProperties": False,
}
_DIGEST: Final = {
    "type": "object",
    "properties": {"number": {"type": "string", "pattern": "^[0-9]{9}([0-9]{3})?$"}},
    "required": ["number"],
    "additionalProperties": False,
}
_REQUEST: Final = {
    "type": "object",
    "properties": {"number": {"type": "string", "minLength": 1}},
    "additionalProperties": False,
}


class Desk:
    """Views and commands over one database."""

    def __init__(self, serving: Serving) -> None:
        self._requests = serving.requests
        self._residents = serving.inquiries.residents
        self._officers = serving.inquiries.officers
        self._audit = serving.inquiries.audit

    def views(self) -> Mapping[str, View]:
        """What the control port shows."""
        return {
            "residents": View(usage=f"the first {PAGE} residents, all synthetic", show=lambda: self._find({})),
            "officers": View(usage="officers who may ask", show=lambda: {"officers": list(self._officers.rows())}),
            "audit": View(usage="answered look-ups, with digests of the numbers", show=self._audit.show),
            "requests": View(usage="queued requests", show=lambda: {"requests": self._requests.rows()}),
        }

    def commands(self) -> Mapping[str, Command]:
        """What the control port does."""
        return {
            "residents/find": Command(
                usage='residents/find {"like": part of a name or number, "after": number of a row, "limit": rows}',
                schema=_FIND,
                run=self._find,
            ),
            "residents/add": Command(
                usage='residents/add {"identity", "name", "sex", "birth", ...}', schema=ARRIVAL, run=self._add
            ),
            "residents/remove": Command(usage='residents/remove {"identity"}', schema=NUMBER, run=self._remove),
            "officers/add": Command(
                usage='officers/add {"identity", "name", "unit"}', schema=OFFICER, run=self._add_officer
            ),
            "officers/remove": Command(usage='officers/remove {"identity"}', schema=NUMBER, run=self._remove_officer),
            "audit/digest": Command(
                usage='audit/digest {"number"}: what stands for a number in the rows of this run',
                schema=_DIGEST,
                run=lambda wish: {"run": self._audit.run, "digest": self._audit.digest(wish["number"])},
            ),
            "requests/finish": Command(
                usage='requests/finish {"number"}: finish a request, or all of them, before its time',
                schema=_REQUEST,
                run=lambda wish: {"finished": self._requests.finish(wish.get("number"))},
            ),
        }

    def _find(self, wish: Mapping[str, Json]) -> Json:
        like, after, limit = wish.get("like", ""), wish.get("after", 0), wish.get("limit", PAGE)
        found = [citizen for citizen in self._residents.everybody() if _is_like(citizen, like)]
        page = found[after : after + limit]
        following = after + len(page)
        return {
            "residents": [_shown(citizen) for citizen in page],
            "total": len(found),
            "next": following if following < len(found) else None,
        }

    def _add(self, wish: Mapping[str, Json]) -> Json:
        citizen = read_arrival(wish, self._residents.plan.scheme)
        self._residents.add(citizen)
        return {"resident": _shown(citizen)}

    def _remove(self, wish: Mapping[str, Json]) -> Json:
        if not self._residents.remove(wish["identity"]):
            raise CommandRefused("there is no resident of that number")
        return {"removed": 1}

    def _add_officer(self, wish: Mapping[str, Json]) -> Json:
        refuse_somebodys(wish["identity"], self._residents.plan.scheme)
        self._officers.add(wish["identity"], name=wish.get("name", ""), unit=wish.get("unit", ""))
        return {"officers": len(list(self._officers.rows()))}

    def _remove_officer(self, wish: Mapping[str, Json]) -> Json:
        if not self._officers.remove(wish["identity"]):
            raise CommandRefused("no officer of that number is registered")
        return {"removed": 1}


def _is_like(citizen: Citizen, like: str) -> bool:
    """Whether a part of a number or of a name, with or without marks, is the citizen's."""
    if like.isascii() and like.isdecimal():
        return like in citizen.identity or like in citizen.old_identity
    return upper(like) in upper(citizen.name) or (like.isascii() and joined(like) in joined(citizen.name))


def _shown(citizen: Citizen) -> dict[str, Json]:
    return {
        "identity": citizen.identity,
        "old_identity": citizen.old_identity,
        "name": citizen.name,
        "born": citizen.born,
        "sex": citizen.sex,
        "commune": citizen.residence.commune,
        "country": citizen.present.country,
        "nationality": citizen.nationality,
        "household": citizen.household,
        "state": citizen.state,
    }
