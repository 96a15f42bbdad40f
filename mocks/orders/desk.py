"""The desk of a system that takes orders: who may call, which operation it is, and what becomes of the order."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, TypeAlias

from mocks.behaviour import BehaviourKind
from mocks.credentials import is_client
from mocks.nowhere import nowhere
from mocks.orders.life import Order, Orders
from mocks.sessions import Sessions
from mocks.system import Answer, Call, Command, Site, System, View
from specs.administrative_units import communes

Json: TypeAlias = Any
LookUp: TypeAlias = Callable[[Mapping[str, Json]], dict[str, Json]]
"""What a look-up answers to a body."""
Taken: TypeAlias = Callable[[Order, Mapping[str, Json]], None]

MESSAGES: Final = {
    "malformed": "Dữ liệu không hợp lệ",
    "no-token": "Phiên làm việc không hợp lệ hoặc đã hết hạn",
    "exists": "Hồ sơ đang được xử lý",
    "unknown-commune": "Mã đơn vị hành chính không còn hiệu lực",
    "unknown-order": "Không tìm thấy",
    "too-late": "Không thể rút ở trạng thái hiện tại",
}
REFUSE: Final = BehaviourKind(
    "refuse",
    {
        "type": "object",
        "properties": {"status": {"enum": [400, 401, 409]}, "message": {"type": "string", "maxLength": 1000}},
        "required": ["status", "message"],
        "additionalProperties": False,
    },
    'refuse {"status": 400|401|409, "message": text}',
)
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
    tokens = Sessions(life_s=site.session_s, clock=site.clock.monotonic, rng=site.rng("tokens"))
    desk = Desk(site, orders, tokens=tokens, look_up=look_up, taken=taken)
    return System(
        profile=site.profile,
        handler=desk,
        behaviours=(REFUSE,),
        views={
            "orders": View(usage="every order with its states", show=lambda: list(map(desk.shown, orders.all()))),
            **(views or {}),
        },
        commands={
            "orders/advance": Command(
                usage='orders/advance {"id"}: bring an order one state further and tell the province',
                schema=OF_AN_ORDER,
                run=lambda told: desk.shown(orders.advance(told["id"])),
            ),
            "orders/refuse": Command(
                usage='orders/refuse {"id"}: refuse an order and tell the province',
                schema=OF_AN_ORDER,
                run=lambda told: desk.shown(orders.refuse(told["id"])),
            ),
            "sessions/expire": Command(
                usage="sessions/expire {}: end every valid token now", run=lambda _: {"expired": tokens.expire_all()}
            ),
            **(commands or {}),
        },
    )


class Desk:
    """The handler: the operations of the profile by their roles (`[settings.roles]`)."""

    def __init__(
        self,
        site: Site,
        orders: Orders,
        *,
        tokens: Sessions,
        look_up: LookUp,
        taken: Taken,
    ) -> None:
        self._site = site
        self._orders = orders
        self._tokens = tokens
        self._look_up = look_up
        self._taken = taken
        names, roles = site.profile.settings["names"], site.profile.settings["roles"]
        self._number: str = names["order"]
        self._kind: str = names["kind"]
        self._sign_in: str = roles["sign_in"]
        self._roles: Mapping[str, Callable[[Call], Answer]] = {
            roles["order"]: self._take,
            roles["status"]: self._tell,
            roles["cancel"]: self._withdraw,
            roles["look_up"]: self._look,
        }

    def answer(self, call: Call) -> Answer:
        """Answer one request; an address that is none of the system's is 404, a wrong method 405."""
        if call.operation is None:
            return nowhere(self._site.profile, call)
        if call.operation.name == self._sign_in:
            return self._token(call)
        state = "valid" if call.lax else self._tokens.state(_bearer(call))
        if state == "valid" and call.behaviours.take("expired-session") is not None:
            state = "expired"
        if state != "valid":
            return _refused(401, "no-token", session=state)
        if (wish := call.behaviours.take("refuse")) is not None:
            return _refused(wish["status"], "told-to-refuse", message=wish["message"], session=state)
        if call.defects and not (self._site.lenient and isinstance(call.body, Mapping)):
            return _refused(400, "malformed", session=state)
        return self._roles[call.operation.name](call)

    def _token(self, call: Call) -> Answer:
        if call.defects:
            return _no_token(400, "invalid_request", "malformed")
        if not (call.lax or is_client(call.body, self._site.accounts)):
            return _no_token(401, "invalid_client", "wrong-credentials")
        token = self._tokens.open()
        return Answer(
            body={"access_token": token, "token_type": "Bearer", "expires_in": max(1, round(self._site.session_s))},
            headers={"Cache-Control": "no-store"},
            facts={"credentials": "right"},
        )

    def _take(self, call: Call) -> Answer:
        body = call.body if isinstance(call.body, Mapping) else {}
        dossier, kind = str(body.get("MaHoSo")), str(body.get(self._kind))
        if not call.lax and body.get("MaXa") not in communes():
            return _refused(422, "unknown-commune")
        if not call.lax and self._orders.is_taken(dossier, kind):
            return _refused(409, "exists")
        order = self._orders.take(dossier, kind)
        self._taken(order, body)
        return Answer(status=201, body=self.shown(order), facts={"effect": "added"})

    def _tell(self, call: Call) -> Answer:
        order = self._orders.find(call.path_values[self._number])
        return _refused(404, "unknown-order") if order is None else Answer(body=self.shown(order))

    def _withdraw(self, call: Call) -> Answer:
        order = self._orders.find(call.path_values[self._number])
        if order is None:
            return _refused(404, "unknown-order")
        if not self._orders.may_be_withdrawn(order):
            return _refused(409, "too-late")
        return Answer(body=self.shown(self._orders.withdraw(order)), facts={"effect": "updated"})

    def _look(self, call: Call) -> Answer:
        return Answer(body=self._look_up(call.body if isinstance(call.body, Mapping) else {}))

    def shown(self, order: Order) -> dict[str, Json]:
        """An order as the wire shows it."""
        return {
            self._number: order.id,
            "MaHoSo": order.dossier,
            "TrangThai": order.state,
            "TenTrangThai": self._orders.names[order.state],
            "LichSu": [{"TrangThai": state, "ThoiDiem": time} for state, time in order.history],
        }


def tell_province(site: Site, orders: Orders) -> Callable[[Order], None]:
    """What pushes the new state of an order to the province, states of one order in their order."""
    number, push = site.profile.settings["names"]["order"], site.profile.settings["roles"]["tell"]

    def tell(order: Order) -> None:
        state, time = order.history[-1]
        body = {number: order.id, "MaHoSo": order.dossier, "TrangThai": state, "TenTrangThai": orders.names[state]}
        site.courier.push(push, body={**body, "ThoiDiem": time}, order=order.id)

    return tell


def _bearer(call: Call) -> str:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _refused(status: int, reason: str, *, message: str | None = None, **facts: Json) -> Answer:
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
    body = {"maLoi": reason, "thongBao": MESSAGES[reason] if message is None else message}
    return Answer(status=status, body=body, headers=headers, facts=facts, accepted=False, reason=reason)


def _no_token(status: int, error: str, reason: str) -> Answer:
    """A refused sign-in as RFC 6749, 5.2 has it."""
    body = {"error": error, "error_description": MESSAGES.get(reason, "Thông tin đăng nhập không đúng")}
    facts = {"credentials": "wrong"} if status == HTTPStatus.UNAUTHORIZED else {}
    return Answer(status=status, body=body, facts=facts, accepted=False, reason=reason)
