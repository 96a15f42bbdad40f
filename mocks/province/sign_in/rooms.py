"""What people see who are signed in: citizens their own dossiers, officers those of their agency and role. JSON."""

from http import HTTPStatus
from typing import Any

from aiohttp import web

from mocks.province.accounts.account import Account, State
from mocks.province.accounts.admission import agency_of
from mocks.province.accounts.register import Register, UnknownAccount
from mocks.province.accounts.rights import About, Rights
from mocks.province.records.clock import Clock
from mocks.province.records.dossier import Dossier
from mocks.province.records.dossiers import Dossiers, UnknownDossier
from mocks.province.screens.app import iso, json_answer
from mocks.province.sign_in.door import CITIZENS, OFFICERS
from mocks.province.sign_in.owners import Owners
from mocks.province.sign_in.sessions import Session, Sessions
from mocks.province.sign_in.visitor import NotAdmitted, answered, cookie_of


class Rooms:
    """`/`, `/ho-so-cua-toi[/{dossier}]`, `/can-bo`, `/can-bo/ho-so/{dossier}`. What one may not see is not there."""

    def __init__(
        self,
        sessions: Sessions,
        owners: Owners,
        *,
        dossiers: Dossiers,
        register: Register,
        rights: Rights,
        clock: Clock,
        home: str,
        secure: bool,
    ) -> None:
        self._sessions = sessions
        self._owners = owners
        self._dossiers = dossiers
        self._register = register
        self._rights = rights
        self._clock = clock
        self._home = home
        self._secure = secure

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get("/", answered(self.entrance), allow_head=False),
            web.get(CITIZENS, answered(self.own), allow_head=False),
            web.get(f"{CITIZENS}/{{dossier}}", answered(self.own_one), allow_head=False),
            web.get(OFFICERS, answered(self.officer), allow_head=False),
            web.get(f"{OFFICERS}/ho-so/{{dossier}}", answered(self.officers_one), allow_head=False),
        ]

    async def entrance(self, _request: web.Request) -> web.Response:
        """Say where one signs in."""
        return json_answer({"sign_in": "/dang-nhap"})

    async def own(self, request: web.Request) -> web.Response:
        """The citizen's own dossiers."""
        session = self._session(request)
        codes = self._owners.dossiers_of(session.citizen)
        return json_answer({"identity": session.masked, "dossiers": [self._shown(code) for code in codes]})

    async def own_one(self, request: web.Request) -> web.Response:
        """One dossier, if it is the citizen's; that another's exists is not told."""
        session, code = self._session(request), request.match_info["dossier"]
        if not self._owners.owns(session.citizen, code):
            raise NotAdmitted(HTTPStatus.NOT_FOUND, "you have no such dossier")
        return json_answer(self._shown(code))

    async def officer(self, request: web.Request) -> web.Response:
        """Who the officer is here."""
        account = self._account(self._session(request))
        roles = sorted({grant.role.value for grant in account.grants})
        return json_answer(
            {"account": account.name, "identity": account.masked, "agency": account.agency, "roles": roles}
        )

    async def officers_one(self, request: web.Request) -> web.Response:
        """One dossier, if the officer has a role at its agency for its procedure."""
        account, code = self._account(self._session(request)), request.match_info["dossier"]
        dossier = self._find(code)
        if not self._rights.may_see(account, self._about(dossier)):
            raise NotAdmitted(HTTPStatus.FORBIDDEN, "your account has no role for this dossier")
        return json_answer(_told(dossier))

    def _session(self, request: web.Request) -> Session:
        session = self._sessions.seen(cookie_of(request, secure=self._secure), self._clock.now())
        if session is None:
            raise NotAdmitted(HTTPStatus.UNAUTHORIZED, "nobody is signed in")
        return session

    def _account(self, session: Session) -> Account:
        """The officer's account as it is now: one that was locked meanwhile opens nothing."""
        try:
            account = self._register.find(session.account or "")
        except UnknownAccount:
            raise NotAdmitted(HTTPStatus.UNAUTHORIZED, "no officer is signed in") from None
        if not self.is_in_use(account):
            raise NotAdmitted(HTTPStatus.UNAUTHORIZED, "the account was locked")
        return account

    def is_in_use(self, account: Account) -> bool:
        """Whether a session of this account still counts."""
        return account.state is State.OPEN

    def _about(self, dossier: Dossier) -> About:
        return About(agency_of(dossier.accepted, self._home), dossier.accepted["procedure"])

    def _find(self, code: str) -> Dossier:
        try:
            return self._dossiers.find(code)
        except UnknownDossier:
            raise NotAdmitted(HTTPStatus.NOT_FOUND, "no dossier has this code") from None

    def _shown(self, code: str) -> dict[str, Any]:
        return _told(self._find(code))


def _told(dossier: Dossier) -> dict[str, Any]:
    return {
        "dossier": dossier.code,
        "procedure": dossier.accepted["procedure"],
        "status": dossier.last.status.value,
        "due": iso(dossier.due),
    }
