"""What the office does with accounts, and what it says of them: acts and views of the upper tester."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web

from mocks.province.accounts.account import Account
from mocks.province.accounts.email import PasswordRules
from mocks.province.accounts.register import AccountExists, Register, UnknownAccount
from mocks.province.accounts.reminders import Reminders
from mocks.province.records.clock import Clock
from mocks.province.screens.app import Handler, iso, json_answer
from mocks.province.screens.contract import BodyReader


class Desk:
    """The routes."""

    def __init__(self, register: Register, rules: PasswordRules, clock: Clock, *, reminders: Reminders) -> None:
        self._register = register
        self._rules = rules
        self._clock = clock
        self._reminders = reminders
        self._bodies = BodyReader()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the contract."""
        register = self._register
        return [
            web.post("/desk/open-account", self._act("open-account", register.open)),
            web.post("/desk/lock-account", self._act("lock-account", self._lock)),
            web.post("/desk/move-account", self._act("move-account", self._move)),
            web.post("/desk/change-email-password", self._act("change-email-password", self._change_password)),
            web.get("/records/accounts", self.show_all, allow_head=False),
            web.get("/records/accounts/{account}", self.show_one, allow_head=False),
        ]

    async def show_all(self, _request: web.Request) -> web.Response:
        """Say which accounts there are."""
        return json_answer({"accounts": [self._shown(account) for account in self._register.all()]})

    async def show_one(self, request: web.Request) -> web.Response:
        """Say what is known of one account."""
        try:
            return json_answer(self._shown(self._register.find(request.match_info["account"])))
        except UnknownAccount:
            raise web.HTTPNotFound(reason="no account has this name") from None

    def _act(self, name: str, do: Callable[[Any], Account]) -> Handler:
        async def act(request: web.Request) -> web.Response:
            body = self._bodies.read(await request.read(), name)
            try:
                account = do(body)
            except UnknownAccount:
                raise web.HTTPNotFound(reason="no account has this name") from None
            except AccountExists:
                raise web.HTTPConflict(reason="the name is taken, or the person has an account") from None
            self._reminders.due.set()
            told = {"account": account.name, "state": account.state.value, "agency": account.agency}
            return json_answer(told, HTTPStatus.OK)

        return act

    def _lock(self, body: dict[str, Any]) -> Account:
        return self._register.lock(body["account"], left=body["reason"] == "left")

    def _move(self, body: dict[str, Any]) -> Account:
        return self._register.move(body["account"], body["agency"], body["roles"])

    def _change_password(self, body: dict[str, Any]) -> Account:
        return self._register.change_password(body["account"], self._clock.now())

    def _shown(self, account: Account) -> dict[str, Any]:
        roles = [{"role": one.role.value, "agency": one.agency, "procedure": one.procedure} for one in account.grants]
        deeds = self._register.deeds_of(account.name)
        notices = self._register.notices_to(account.name)
        return {
            "account": account.name,
            "name": account.person,
            "identity": account.masked,
            "agency": account.agency,
            "state": account.state.value,
            "roles": sorted(roles, key=lambda row: (row["agency"], row["procedure"], row["role"])),
            "email": self._shown_email(account),
            "notices": [{"expires": iso(one.expires), "at": iso(one.at)} for one in notices],
            "acts": [{"dossier": one.dossier, "act": one.act, "at": iso(one.at)} for one in deeds],
        }

    def _shown_email(self, account: Account) -> dict[str, Any] | None:
        changed, expires = account.password_changed, self._rules.expires(account)
        if changed is None or expires is None:
            return None
        return {
            "address": account.email,
            "password_changed": iso(changed),
            "expires": iso(expires),
            "interval_days": self._rules.interval.days,
            "state": self._rules.state(account, self._clock.now()).value,
        }
