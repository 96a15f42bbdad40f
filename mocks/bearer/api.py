"""An HTTP API behind bearer tokens: addresses, sign-in, what is refused before an operation is asked, and the rest."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from mocks.bearer.sign_in import SignIn
from mocks.bearer.wording import Refused, Wording, stand_in
from mocks.core.behaviour import MESSAGE, BehaviourKind, arguments_of
from mocks.core.nowhere import nowhere
from mocks.core.system import Answer, Call, Command, Site

Json: TypeAlias = Any
Service: TypeAlias = Callable[[Call], Answer]
"""Does one operation; raises Refused before it changes anything."""

GOOD: Final = frozenset({"valid", "none-needed"})
REFUSABLE: Final = {"enum": [400, 401, 403, 404, 502]}


def behaviour(name: str, *, en: str, vi: str) -> BehaviourKind:
    """A behaviour without arguments that calls of the province can meet."""
    return BehaviourKind(name, arguments_of(), f"{name} {{}}", "call", en, vi)


API_BEHAVIOURS: Final = (
    BehaviourKind(
        "refuse",
        arguments_of(status=REFUSABLE, message=MESSAGE),
        'refuse {"status": 400|401|403|404|502, "message": text}',
        "call",
        "The call is refused with that status and message, before any side effect.",
        "Từ chối với mã HTTP và thông báo này, trước khi hệ thống xử lý.",
    ),
    behaviour(
        "bad-gateway",
        en="The system cannot reach what stands behind it: HTTP 502 in its own words, before any side effect.",
        vi="Hệ thống không kết nối được phía sau: trả HTTP 502 theo mẫu của nó, trước khi xử lý.",
    ),
)
"""Of every API here: refused as told, or the system's own back end is down."""


class BearerApi:
    """The handler. `admit` raises Refused for a call that may not come to its operation, after the token was looked at.

    The name of the sign-in operation is `settings.sign_in`; operations whose `security` names `token` ask for one.
    """

    def __init__(
        self, site: Site, services: Mapping[str, Service], *, admit: Callable[[Call], None] | None = None
    ) -> None:
        self._profile = site.profile
        self._strict = not site.lenient
        self._sign_in = SignIn(site)
        self._admit = admit
        sign_in = site.profile.settings["sign_in"]
        self._wording = Wording(site.profile, sign_in=sign_in)
        self._services = {**services, sign_in: self._sign_in.grant}

    @property
    def commands(self) -> Mapping[str, Command]:
        """What the control port may do to tokens."""
        tokens = self._sign_in.tokens
        usage = "sessions/expire {}: end every valid token now"
        return {"sessions/expire": Command(usage=usage, run=lambda _: {"expired": tokens.expire_all()})}

    def answer(self, call: Call) -> Answer:
        """Answer one request; an address that is none of the profile's is 404, a wrong method 405."""
        operation = call.operation
        if operation is None:
            return nowhere(self._profile, call)
        needs_token = "token" in operation.security
        session = self._sign_in.shown(call) if needs_token else "none-needed"
        try:
            self._before(call, session)
            answer = self._services[operation.name](call)
        except Refused as refused:
            answer = stand_in(operation) if call.lax else self._wording.refusal(call, refused)
        return replace(answer, facts={"session": session, **answer.facts})

    def _before(self, call: Call, session: str) -> None:
        if call.behaviours.take("bad-gateway") is not None:
            raise Refused("bad-gateway")
        if not call.lax:
            if session not in GOOD:
                raise Refused("expired-token" if session == "expired" else "no-token")
            if self._admit is not None:
                self._admit(call)
        if (wish := call.behaviours.take("refuse")) is not None:
            raise Refused("told-to-refuse", status=wish["status"], message=wish["message"])
        if self._strict and call.defects:
            raise Refused("malformed")
