"""The desk of a system that takes orders: what its operations do, by their roles (`[settings.roles]`)."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from mocks.bearer.api import API_BEHAVIOURS, BearerApi, Service
from mocks.bearer.reading import row_of, text_of
from mocks.bearer.wording import Refused
from mocks.core.system import Answer, Call, Command, Site, System, View
from mocks.orders.life import Order, Orders
from specs.administrative_units import communes

Json: TypeAlias = Any
LookUp: TypeAlias = Callable[[Mapping[str, Json]], dict[str, Json]]
"""What a look-up answers to a body."""
Taken: TypeAlias = Callable[[Order, Mapping[str, Json]], None]

OF_AN_ORDER: Final = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}


def nothing_more(_order: Order, _body: Mapping[str, Json]) -> None:
    """What a system does about a new order that needs nothing but to be taken."""


def make_desk(
    site: Site,
    orders: Orders,
    *,
    look_up: LookUp,
    taken: Taken = nothing_more,
    views: Mapping[str, View] | None = None,
    commands: Mapping[str, Command] | None = None,
) -> System:
    """The system as a whole. `taken` hears of a new order with the body that asked for it."""
    desk = Desk(site, orders, look_up=look_up, taken=taken)
    api = BearerApi(site, desk.services())
    shown = View(usage="every order with its states", show=lambda: {"orders": desk.shown_all()})
    return System(
        profile=site.profile,
        handler=api,
        behaviours=API_BEHAVIOURS,
        views={"orders": shown, **(views or {})},
        commands={**_commands(desk, orders, _told(site)), **api.commands, **(commands or {})},
    )


def _told(site: Site) -> Mapping[str, Json]:
    """The members of what the province is told, with their schemas."""
    tell = site.profile.settings["roles"]["tell"]
    told: Mapping[str, Json] = next(push for push in site.profile.pushes if push.name == tell).request_schema
    return dict(told["properties"])


def _commands(desk: "Desk", orders: Orders, told: Mapping[str, Json]) -> dict[str, Command]:
    """What the referee may do to orders. `told`: the members of what the province is told."""
    return {
        "orders/advance": Command(
            usage='orders/advance {"id"}: bring an order one state further and tell the province',
            schema=OF_AN_ORDER,
            run=lambda wish: desk.shown(orders.advance(wish["id"])),
        ),
        "orders/refuse": Command(
            usage='orders/refuse {"id"}: refuse an order and tell the province',
            schema=OF_AN_ORDER,
            run=lambda wish: desk.shown(orders.refuse(wish["id"])),
        ),
        "orders/misdirect": Command(
            usage='orders/misdirect {"MaHoSo"}: tell the province of an order that it never placed',
            schema={"type": "object", "properties": {"MaHoSo": told["MaHoSo"]}, "required": ["MaHoSo"]},
            run=lambda wish: desk.shown(orders.misdirect(wish["MaHoSo"])),
        ),
    }


class Desk:
    """The operations; each raises Refused before it changes anything."""

    def __init__(self, site: Site, orders: Orders, *, look_up: LookUp, taken: Taken) -> None:
        self._roles: Mapping[str, str] = site.profile.settings["roles"]
        self._orders = orders
        self._look_up = look_up
        self._taken = taken
        names = site.profile.settings["names"]
        self._number: str = names["order"]
        self._kind: str = names["kind"]

    def services(self) -> dict[str, Service]:
        """The operations of the profile by name."""
        roles = {"order": self._take, "status": self._tell, "cancel": self._withdraw, "look_up": self._look}
        return {self._roles[role]: service for role, service in roles.items()}

    def _take(self, call: Call) -> Answer:
        body = row_of(call.body)
        dossier, kind = text_of(body, "MaHoSo"), text_of(body, self._kind)
        if body.get("MaXa") not in communes():
            raise Refused("unknown-commune")
        if self._orders.is_taken(dossier, kind):
            raise Refused("exists")
        order = self._orders.take(dossier, kind)
        self._taken(order, body)
        return Answer(status=201, body=self.shown(order), facts={"effect": "added"})

    def _tell(self, call: Call) -> Answer:
        return Answer(body=self.shown(self._order(call)))

    def _withdraw(self, call: Call) -> Answer:
        order = self._order(call)
        if not self._orders.may_be_withdrawn(order):
            raise Refused("too-late")
        return Answer(body=self.shown(self._orders.withdraw(order)), facts={"effect": "updated"})

    def _look(self, call: Call) -> Answer:
        return Answer(body=self._look_up(row_of(call.body)))

    def _order(self, call: Call) -> Order:
        order = self._orders.find(call.path_values[self._number])
        if order is None:
            raise Refused("unknown-order")
        return order

    def shown(self, order: Order) -> dict[str, Json]:
        """An order as the wire shows it."""
        return {
            self._number: order.id,
            "MaHoSo": order.dossier,
            "TrangThai": order.state,
            "TenTrangThai": self._orders.names[order.state],
            "LichSu": [{"TrangThai": state, "ThoiDiem": time} for state, time in order.history],
        }

    def shown_all(self) -> list[dict[str, Json]]:
        """Every order, in the order of arrival."""
        return list(map(self.shown, self._orders.all()))


def tell_province(site: Site, orders: Orders) -> Callable[[Order], None]:
    """What pushes the new state of an order to the province, states of one order in their order."""
    number, push = site.profile.settings["names"]["order"], site.profile.settings["roles"]["tell"]

    def tell(order: Order) -> None:
        state, time = order.history[-1]
        body = {number: order.id, "MaHoSo": order.dossier, "TrangThai": state, "TenTrangThai": orders.names[state]}
        site.courier.push(push, body={**body, "ThoiDiem": time}, order=order.id)

    return tell
