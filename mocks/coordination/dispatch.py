"""The coordination site: who may be led where."""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from mocks.coordination.links import LIST, PURPOSES, link
from mocks.coordination.page import choice_form, home, refusal, welcome
from mocks.coordination.people import Visitor, Visitors
from mocks.coordination.referee import commands, views
from mocks.coordination.refusals import REASONS, Refused, read_wordings
from mocks.coordination.rows import PROVINCE, Place, read_rows
from mocks.coordination.sign_in import SESSION_COOKIE, SignIn
from mocks.coordination.table import Route, RoutingTable
from mocks.core.behaviour import BehaviourKind, arguments_of
from mocks.core.nowhere import nowhere
from mocks.core.system import Answer, Call, Site, System
from mocks.identity.web import cookie_of, one, page, redirect

Json: TypeAlias = Any
API: Final = "/api/"
BEHAVIOURS: Final = (
    BehaviourKind(
        "refuse",
        arguments_of(reason={"enum": list(REASONS)}),
        'refuse {"reason": "closed-agency"}',
        "call",
        "That refusal instead of an answer.",
        "Trả lời từ chối với lý do này.",
    ),
    BehaviourKind(
        "wrong-system",
        arguments_of(system={"type": "string", "maxLength": 60}),
        'wrong-system {"system": "btp"}',
        "call",
        "People are led to that system, whatever the table says.",
        "Chuyển hướng sang hệ thống này, bất kể bảng điều hướng.",
    ),
)


def make(site: Site) -> System:
    """The site as a System. Raises SpecError where its table or its wordings cannot be read."""
    table = RoutingTable(read_rows(site.profile), site.store, site.others)
    visitors = Visitors(site.store, site.clock, life_s=site.session_s)
    return System(
        profile=site.profile,
        handler=Coordination(site, table=table, visitors=visitors),
        behaviours=BEHAVIOURS,
        views=views(table),
        commands=commands(table, visitors),
    )


class Coordination:
    """The handler of the site."""

    def __init__(self, site: Site, *, table: RoutingTable, visitors: Visitors) -> None:
        self._profile = site.profile
        self._base = site.base
        self._lenient = site.lenient
        self._table = table
        self._visitors = visitors
        self._wordings = read_wordings(site.profile)
        signing = SignIn(site, visitors)
        self._now: dict[str, Callable[[Call], Answer]] = {
            "TrangChu": self._home,
            "DieuHuong": self._lead,
            "VaoHeThong": self._enter,
            "TraCuuDieuHuong": self._look_up,
            "BangDieuHuong": self._list,
        }
        self._later: dict[str, Callable[[Call], Awaitable[Answer]]] = {
            "DangNhap": signing.begin,
            "DangNhapVNeID": signing.finish,
            "DangXuat": signing.leave,
        }

    def answer(self, call: Call) -> Answer | Awaitable[Answer]:
        """Answer one request; signing in waits for VNeID."""
        name = call.operation.name if call.operation is not None else ""
        if name in self._later:
            return self._after_a_while(call, self._later[name])
        if name not in self._now:
            return nowhere(self._profile, call)
        try:
            self._admit(call)
            return self._now[name](call)
        except Refused as exc:
            return self._refused(call, exc.reason)

    async def _after_a_while(self, call: Call, serve: Callable[[Call], Awaitable[Answer]]) -> Answer:
        try:
            self._admit(call)
            return await serve(call)
        except Refused as exc:
            return self._refused(call, exc.reason)

    def _admit(self, call: Call) -> None:
        """Refuse what the profile finds broken, and what a behaviour wants refused."""
        if (wish := call.behaviours.take("refuse")) is not None:
            raise Refused(wish["reason"])
        if call.defects and not self._lenient:
            raise Refused("malformed")

    def _visitor(self, call: Call) -> Visitor:
        """Who is signed in. Refused where nobody is, or the session is told to count as expired."""
        visitor = self._visitors.who(cookie_of(call, SESSION_COOKIE))
        if visitor is None or call.behaviours.take("expired-session") is not None:
            raise Refused("no-session")
        return visitor

    def _home(self, call: Call) -> Answer:
        """The page of who is signed in; for who is not, the way to sign in."""
        try:
            visitor = self._visitor(call)
        except Refused:
            return page(welcome(), {"person": None})
        choice = choice_form(self._table.procedures, self._table.agencies)
        entries = self._entries(visitor.agency)
        return page(home(visitor, entries=entries, choice=choice), {"person": visitor.person, "agency": visitor.agency})

    def _entries(self, agency: str) -> list[tuple[Place, int]]:
        """The systems, each with how many procedures of an agency are served there; 0 where it has none."""
        counted = Counter(route.place.id for route in self._routes(agency)) if agency else Counter[str]()
        return [(place, counted[place.id]) for place in self._table.places]

    def _routes(self, agency: str) -> list[Route]:
        """Where each procedure of an agency is served; nothing where its code is closed or not known."""
        try:
            self._table.agency(agency)
        except Refused:
            return []
        return [self._table.route(procedure.code, agency) for procedure in self._table.procedures]

    def _lead(self, call: Call) -> Answer:
        """Lead somebody to the page of a procedure on the system that serves it."""
        visitor = self._visitor(call)
        route = self._asked(call)
        facts = {"person": visitor.person, "system": route.place.id, "why": route.why}
        place = self._led_to(call, route.place)
        base = self._reachable(place)
        purpose, keyword = one(call.query, "mucDich") or LIST, one(call.query, "tuKhoa") or ""
        number = self._table.number(route.agency)
        return redirect(link(route, base, purpose=purpose, keyword=keyword, number=number), facts)

    def _enter(self, call: Call) -> Answer:
        """Lead an officer to the front door of a system."""
        visitor = self._visitor(call)
        if not visitor.agency:
            raise Refused("not-an-officer")
        self._table.agency(visitor.agency)
        place = self._table.place(call.path_values["heThong"])
        base = self._reachable(self._led_to(call, place))
        return redirect(f"{base}/", {"person": visitor.person, "system": place.id})

    def _led_to(self, call: Call, place: Place) -> Place:
        """The system that the table says, or the one that a behaviour wants."""
        wish = call.behaviours.take("wrong-system")
        return place if wish is None else self._table.place(wish["system"])

    def _reachable(self, place: Place) -> str:
        """The base address of a system. Refused where it is not open, or nobody knows where it is."""
        if not place.open:
            raise Refused("not-open")
        base = self._table.base(place)
        if base is None:
            raise Refused("no-address")
        return base

    def _asked(self, call: Call) -> Route:
        procedure, agency = one(call.query, "maTTHC"), one(call.query, "maCoQuan")
        if procedure is None or agency is None:
            raise Refused("malformed")
        return self._table.route(procedure, agency)

    def _look_up(self, call: Call) -> Answer:
        """One row of the table as JSON."""
        return Answer(body=self._told(self._asked(call)))

    def _list(self, call: Call) -> Answer:
        """The whole table for one agency as JSON."""
        agency = self._table.agency(one(call.query, "maCoQuan") or "")
        rows = [self._told(route) for route in self._routes(agency.code)]
        return Answer(body={"maCoQuan": agency.code, "tenCoQuan": agency.name, "thuTuc": rows})

    def _told(self, route: Route) -> dict[str, Json]:
        base = self._table.base(route.place)
        number = self._table.number(route.agency)
        links = {
            purpose: link(route, base, purpose=purpose, keyword="", number=number) if base is not None else None
            for purpose in PURPOSES
        }
        return {
            "maTTHC": route.procedure.code,
            "maTTHCDP": route.local,
            "tenTTHC": route.procedure.name,
            "maCoQuan": route.agency.code,
            "tenCoQuan": route.agency.name,
            "heThong": route.place.id,
            "tenHeThong": route.place.name,
            "cap": "tinh" if route.place.id == PROVINCE else "bo",
            "lyDo": route.why,
            "lienKet": links,
        }

    def _refused(self, call: Call, reason: str) -> Answer:
        """Say why not: to programs in JSON, to people on a page."""
        if call.lax:
            return self._anyhow(call)
        wording = self._wordings[reason]
        if call.path.startswith(API):
            body = {"error": reason, "message": wording.message}
            return Answer(status=wording.status, body=body, accepted=False, reason=reason)
        return page(refusal(reason, wording.message), {}, status=wording.status, reason=reason)

    def _anyhow(self, call: Call) -> Answer:
        """What is accepted though nothing in it is right: something of the table, or the way home."""
        agency = self._table.agencies[0]
        name = call.operation.name if call.operation is not None else ""
        if name == "TraCuuDieuHuong":
            return Answer(body=self._told(self._table.route(self._table.procedures[0].code, agency.code)))
        if name == "BangDieuHuong":
            return Answer(body={"maCoQuan": agency.code, "tenCoQuan": agency.name, "thuTuc": []})
        return redirect(f"{self._base}/", {})
