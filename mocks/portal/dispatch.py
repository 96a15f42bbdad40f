"""Who may call the portal, and which of its services answers."""

import re
from collections.abc import Mapping
from dataclasses import replace

from mocks.core.credentials import is_client
from mocks.core.nowhere import nowhere
from mocks.core.sessions import Sessions
from mocks.core.system import Answer, Call, Site
from mocks.portal.answers import Answers, Facts, Service
from mocks.portal.exchange_platform import fault

OPEN = frozenset({"GuiHoSoEMC", "TaiChungTuThue"})
"""Operations without a session: for the one no sign-in was found, the other is a bare address in a message."""
REMEMBERED = 1000


class Portal:
    """The handler of the portal: signs in, asks for the session, and leaves the rest to the service."""

    def __init__(self, site: Site, answers: Answers, *, sessions: Sessions, services: Mapping[str, Service]) -> None:
        settings = site.profile.settings
        self._site = site
        self._answers = answers
        self._sessions = sessions
        self._services = services
        self._login = settings["login_operation"]
        self._faults = site.rng("platform-faults")
        self._expected = {name: re.compile(row["pattern"]) for name, row in settings["headers"].items()}
        self._unlike: dict[tuple[str, ...], list[str]] = {}

    def answer(self, call: Call) -> Answer:
        """Answer one request; an address that is none of the portal's is 404, a wrong method 405."""
        operation = call.operation
        if operation is None and call.method not in self._site.profile.methods(call.path):
            return nowhere(self._site.profile, call)
        if (wish := call.behaviours.take("platform-fault")) is not None:
            kind = wish["type"]
            return fault(kind, "the platform failed", self._faults, status=500, reason="platform-fault")
        facts: Facts = {"headers_unlike": self._headers_unlike(call.headers)}
        if operation is not None and operation.name == self._login:
            facts["session"] = "none-needed"
            return self._sign_in(call, facts)
        return self._serve(call, facts)

    def _headers_unlike(self, headers: Mapping[str, str]) -> list[str]:
        """Names of the headers that are missing or not as clients send them; the same few sets come all the time."""
        given = tuple([headers.get(name, "") for name in self._expected])
        unlike = self._unlike.get(given)
        if unlike is None:
            pairs = zip(self._expected.items(), given, strict=True)
            unlike = [name for (name, pattern), text in pairs if not pattern.search(text.lower())]
            if len(self._unlike) < REMEMBERED:
                self._unlike[given] = unlike
        return unlike

    def _sign_in(self, call: Call, facts: Facts) -> Answer:
        if not call.lax and (not isinstance(call.body, dict) or (call.defects and not self._site.lenient)):
            return self._answers.malformed(call, facts)
        if (wish := call.behaviours.take("refuse")) is not None:
            return self._answers.told_refusal(call, wish, facts)
        if not (call.lax or is_client(call.body, self._site.accounts)):
            facts["credentials"] = "wrong"
            return self._answers.refusal(call, "wrong_credentials", facts, answered="refused")
        facts |= {"credentials": "right", "answered": "login"}
        return self._answers.success(call, facts, session=self._sessions.open())

    def _serve(self, call: Call, facts: Facts) -> Answer:
        operation, is_object = call.operation, isinstance(call.body, dict)
        facts["session"] = session = self._session(call)
        if operation is None or not (is_object or call.lax or not operation.request_type):
            return self._answers.malformed(call, facts)
        if session not in ("valid", "none-needed"):
            return self._answers.refusal(call, "no_session", facts, answered="expired")
        if (wish := call.behaviours.take("refuse")) is not None:
            return self._answers.told_refusal(call, wish, facts)
        if call.defects and not self._site.lenient:
            return self._answers.malformed(call, facts)
        facts["answered"] = "ok"
        return self._services[operation.name](call if is_object else replace(call, body={}), facts)

    def _session(self, call: Call) -> str:
        """State of the session that the call names; `none-needed` where none is asked for."""
        if call.lax or (call.operation is not None and call.operation.name in OPEN):
            return "none-needed"
        state = self._sessions.state(call.body.get("session")) if isinstance(call.body, dict) else "absent"
        if state == "valid" and call.behaviours.take("expired-session") is not None:
            return "expired"
        return state
