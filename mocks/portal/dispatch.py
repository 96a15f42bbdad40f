"""The portal itself: who may call, which service it is, and what it does to the dossiers."""

import hmac
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from mocks.portal.answers import PORTAL_BEHAVIOURS, Answers
from mocks.portal.catalogue import load_catalogue
from mocks.portal.sessions import Sessions
from mocks.portal.state import Dossiers
from mocks.system import Answer, Call, Command, Site, System, View

Json: TypeAlias = Any
Facts: TypeAlias = dict[str, Json]


def make(site: Site) -> System:
    """The portal as a System. Raises SpecError where the profile's catalogue cannot be read."""
    sessions = Sessions(life_s=site.session_s, clock=site.clock.monotonic, rng=site.rng("sessions"))
    portal = Portal(site, sessions=sessions)
    return System(
        profile=site.profile,
        handler=portal,
        behaviours=PORTAL_BEHAVIOURS,
        views={"dossiers": View(usage="dossiers as pushed: codes, counts, statuses", show=portal.dossiers.summary)},
        commands={
            "sessions/expire": Command(
                usage="sessions/expire {}: end every valid session now", run=lambda _: {"expired": sessions.expire_all()}
            )
        },
    )


class Portal:
    """The handler of the portal. Its state: sessions and dossiers."""

    def __init__(self, site: Site, *, sessions: Sessions) -> None:
        profile = site.profile
        self.dossiers = Dossiers()
        self._credentials = site.accounts
        self._sessions = sessions
        self._strict = not site.lenient
        self._catalogue = load_catalogue(profile)
        self._answers = Answers(profile)
        self._methods = {operation.path: operation.method for operation in profile.operations}
        self._expected = {name: re.compile(row["pattern"]) for name, row in profile.settings["headers"].items()}
        self._services: Mapping[str, Callable[[Call, Facts], Answer]] = {
            "LayThuTuc": self._procedure,
            "LayDanhSachTTHC": self._procedures,
            "LayDanhMucCoQuan": self._agencies,
            "TraCuuHoSo": self._look_up,
            "DongBoHoSoMC": self._push,
            "CapNhatTienDoHoSoMC": self._progress,
        }

    def answer(self, call: Call) -> Answer:
        """Answer one request; an address that is none of the portal's is 404, a wrong method 405."""
        if call.path not in self._methods:
            return Answer(status=404, text="Not Found", facts={"answered": "no-such-address"})
        method = self._methods[call.path]
        if call.method != method:
            told = {"answered": "no-such-method"}
            return Answer(status=405, text="Method Not Allowed", headers={"Allow": method}, facts=told)
        facts: Facts = {"headers_unlike": self._headers_unlike(call)}
        if call.operation is not None and call.operation.name == "DangNhap":
            return self._login(call, facts | {"session": "none-needed"})
        return self._serve(call, facts)

    def _headers_unlike(self, call: Call) -> list[str]:
        """Names of the headers that are missing or not as clients send them."""
        return [
            name for name, pattern in self._expected.items() if not pattern.search(call.headers.get(name, "").lower())
        ]

    def _login(self, call: Call, facts: Facts) -> Answer:
        if not isinstance(call.body, dict) or (self._strict and call.defects):
            return self._answers.refusal(call, "malformed", facts | {"answered": "malformed"})
        if (wish := call.behaviours.take("refuse")) is not None:
            return self._answers.told_refusal(call, wish, facts | {"answered": "refused"})
        if not all(_same(call.body.get(name), value) for name, value in self._credentials.items()):
            wrong = facts | {"credentials": "wrong", "answered": "refused"}
            return self._answers.refusal(call, "wrong_credentials", wrong)
        right = facts | {"credentials": "right", "answered": "login"}
        return self._answers.success(call, right, session=self._sessions.open())

    def _serve(self, call: Call, facts: Facts) -> Answer:
        session = self._sessions.state(call.body.get("session")) if isinstance(call.body, dict) else "absent"
        facts = facts | {"session": session}
        if not isinstance(call.body, dict) or call.operation is None:
            return self._malformed(call, facts)
        if session != "valid":
            return self._answers.refusal(call, "no_session", facts | {"answered": "expired"})
        if (wish := call.behaviours.take("refuse")) is not None:
            return self._answers.told_refusal(call, wish, facts | {"answered": "refused"})
        if self._strict and call.defects:
            return self._malformed(call, facts)
        return self._services[call.operation.name](call, facts | {"answered": "ok"})

    def _malformed(self, call: Call, facts: Facts) -> Answer:
        return self._answers.refusal(call, "malformed", facts | {"answered": "malformed"})

    def _procedure(self, call: Call, facts: Facts) -> Answer:
        found = self._catalogue.procedure(call.body.get("maTTHC"))
        return self._answers.success(call, facts | {"found": found is not None}, result=found)

    def _procedures(self, call: Call, facts: Facts) -> Answer:
        return self._answers.success(call, facts, result=self._catalogue.procedures())

    def _agencies(self, call: Call, facts: Facts) -> Answer:
        return self._answers.success(call, facts, result=self._catalogue.agencies)

    def _look_up(self, call: Call, facts: Facts) -> Answer:
        found = self.dossiers.look_up(call.body.get("mahoso"))
        if found is not None and call.behaviours.take("look-up-blind") is not None:
            found = None
        return self._answers.success(call, facts | {"found": found is not None}, result=found)

    def _push(self, call: Call, facts: Facts) -> Answer:
        """Add or update all dossiers of the call, or none of them."""
        pushed = _dossiers_of(call.body)
        if pushed is None:
            return self._malformed(call, facts)
        codes = [dossier["MaHoSo"] for dossier in pushed]
        if str(call.body.get("isUpdating")).lower() == "true":
            if any(code not in self.dossiers for code in codes):
                return self._unknown_dossier(call, facts)
            for dossier in pushed:
                self.dossiers.update(dossier)
            return self._answers.success(call, facts | {"effect": "updated"})
        if any(code in self.dossiers for code in codes) or len(set(codes)) < len(codes):
            wish = call.behaviours.take("exists-wording")
            message = None if wish is None else wish["message"]
            return self._answers.refusal(call, "exists", facts | {"answered": "exists"}, message=message)
        for dossier in pushed:
            self.dossiers.add(dossier)
        return self._answers.success(call, facts | {"effect": "added"})

    def _progress(self, call: Call, facts: Facts) -> Answer:
        """Take all steps of the call, or none of them."""
        steps = _dossiers_of(call.body)
        if steps is None:
            return self._malformed(call, facts)
        if any(step["MaHoSo"] not in self.dossiers for step in steps):
            return self._unknown_dossier(call, facts)
        for step in steps:
            self.dossiers.step(step["MaHoSo"])
        return self._answers.success(call, facts | {"effect": "step"})

    def _unknown_dossier(self, call: Call, facts: Facts) -> Answer:
        return self._answers.refusal(call, "unknown_dossier", facts | {"answered": "unknown-dossier"})


def _dossiers_of(body: Mapping[str, Json]) -> list[Mapping[str, Json]] | None:
    """The rows of `data`; None where it is no list of objects that name their dossier."""
    rows = body.get("data")
    if not isinstance(rows, list):
        return None
    named: list[Mapping[str, Json]] = [
        row for row in rows if isinstance(row, dict) and isinstance(row.get("MaHoSo"), str) and row["MaHoSo"]
    ]
    return named if len(named) == len(rows) else None


def _same(given: Json, expected: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), expected.encode())
