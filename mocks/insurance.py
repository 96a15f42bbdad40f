"""Viet Nam Social Security: linked orders and health cards. Everything of it is assumed; its members are made up."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.system import Command, CommandRefused, Site, System, View
from mocks.orders import Orders, make_desk, tell_province
from specs.people import make_person

Json: TypeAlias = Any
MEMBERS: Final = 100
NO_CARD: Final[Mapping[str, Json]] = {"MaSoBHXH": None, "HanTuNgay": None, "HanDenNgay": None}
MEMBER: Final = {
    "type": "object",
    "properties": {name: {"type": "string", "minLength": 1} for name in ("SoDinhDanh", "HoTen", "NgaySinh")},
    "required": ["SoDinhDanh", "HoTen", "NgaySinh"],
    "additionalProperties": False,
}


def make(site: Site) -> System:
    """The system with its members."""
    orders = Orders(site.profile, store=site.store, clock=site.clock)
    orders.told = tell_province(site, orders)
    members = Members(site)
    return make_desk(
        site,
        orders,
        look_up=members.look_up,
        views={"members": View(usage="the synthetic members", show=lambda: {"members": members.shown()})},
        commands={
            "members/add": Command(
                usage='members/add {"SoDinhDanh", "HoTen", "NgaySinh"}: a synthetic person who holds a card',
                schema=MEMBER,
                run=members.add,
            )
        },
    )


class Members:
    """Who holds a health card: people made up from the seed, and those that a referee added, never on disk."""

    def __init__(self, site: Site) -> None:
        self._rows = site.store.memory("members")
        self._rng = site.rng("cards")
        self._year = site.clock.now().year
        rng = site.rng("members")
        self._made = {}
        for _ in range(MEMBERS):
            person = make_person(rng, scheme=site.people)
            if person.birth is not None and person.identity_number is not None:
                self._made[person.identity_number] = self._row(person.name, f"{person.birth:%Y%m%d}")

    def look_up(self, body: Mapping[str, Json]) -> dict[str, Json]:
        """The card of a person whose number, name and birth are all as told; else that there is none."""
        number = str(body.get("SoDinhDanh"))
        row = self._rows.get(number) or self._made.get(number)
        if row is None or (row["HoTen"], row["NgaySinh"]) != (body.get("HoTen"), body.get("NgaySinh")):
            return {"TimThay": False, **NO_CARD}
        return {"TimThay": True, **row["card"]}

    def add(self, told: Mapping[str, str]) -> dict[str, Json]:
        """A further member. Raises CommandRefused for one who is there."""
        number = told["SoDinhDanh"]
        if number in self._rows or number in self._made:
            raise CommandRefused("that person holds a card already")
        self._rows.put(number, self._row(told["HoTen"], told["NgaySinh"]))
        return {"added": True}

    def shown(self) -> list[dict[str, Json]]:
        """Every member, with what a look-up asks for."""
        rows = {**self._made, **dict(self._rows.items())}
        return [
            {"SoDinhDanh": number, "HoTen": row["HoTen"], "NgaySinh": row["NgaySinh"]} for number, row in rows.items()
        ]

    def _row(self, name: str, birth: str) -> dict[str, Json]:
        valid = {"HanTuNgay": f"{self._year}0101", "HanDenNgay": f"{self._year}1231"}
        card = {"MaSoBHXH": f"{self._rng.randrange(10**10):010d}", **valid}
        return {"HoTen": name, "NgaySinh": birth, "card": card}
