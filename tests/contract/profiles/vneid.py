"""Providers of identity: a code or a refresh token is made for each call, since each is good for one only."""

from typing import Any, Final

import httpx

from mocks.stage.played import Wish
from specs.operation import FORM_TYPE
from tests.contract.visiting import Case, body_of, is_broken, put, put_query
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="vneid"),)
CALLBACK: Final = "http://127.0.0.1:9/callback"
VERIFIER: Final = "v" * 43
CHALLENGE: Final = "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM"
SIGNING_IN: Final = frozenset({"Authorize", "RealmAuthorize", "SignInPage", "SignIn"})


class Visitor:
    """Shows the province's secret; redeems something new in each call that keeps the schema."""

    known_refusals = frozenset({"login-required", "access-denied"})

    def __init__(self, side: Side, province: "Province") -> None:
        self._accounts = side.accounts
        self._province = province
        self._spent = province.tokens()
        province.browser.cookies.clear()
        self._tokens = province.tokens()
        self.headers = {"Authorization": f"Bearer {self._tokens['access_token']}"}

    def dress(self, operation: str, case: Case) -> None:
        if operation in SIGNING_IN:
            self._ask(case)
        elif operation in {"Token", "Refresh"} and takes_form(case):
            case.body = (body_of(case) or {}) | self._accounts | self._redeemed(operation)
        elif operation == "Revoke" and not is_broken(case, "body"):
            put(case, token=self._spent["access_token"], **self._accounts)
        elif operation == "ValidateToken" and not is_broken(case, "body"):
            put(case, token=self._tokens["access_token"], **self._accounts)
        elif operation == "ViewInfo":
            put_query(case, "token_id", self._tokens["access_token"])
        elif operation == "Logout" and not is_broken(case, "query"):
            self._leave(case)

    def _ask(self, case: Case) -> None:
        """What is asked for; a challenge is nothing without its method, so both are left out."""
        if not is_broken(case, "query"):
            rest = {name: value for name, value in case.query.items() if not name.startswith("code_challenge")}
            asked = {"response_type": "code", "client_id": self._accounts["client_id"], "redirect_uri": CALLBACK}
            case.query = {**rest, **asked, "scope": "openid"}
        if not is_broken(case, "body"):
            put(case, person="citizen-1")

    def _redeemed(self, operation: str) -> dict[str, str]:
        """Members of a form with something that nobody redeemed yet."""
        if operation == "Refresh":
            return {"refresh_token": self._province.tokens()["refresh_token"], "scope": "openid"}
        return {"code": self._province.code(), "redirect_uri": CALLBACK, "code_verifier": VERIFIER}

    def _leave(self, case: Case) -> None:
        """Sign out of a session that is not needed."""
        rest = {name: value for name, value in case.query.items() if name != "client_id"}
        hint = {"id_token_hint": self._spent["id_token"], "post_logout_redirect_uri": "http://127.0.0.1:9/"}
        case.query = rest | hint


def takes_form(case: Case) -> bool:
    """Whether a call is a form by POST that keeps the schema: only then is anything redeemed."""
    media = case.headers.get("Content-Type", case.media_type)
    return case.method == "POST" and media == FORM_TYPE and not is_broken(case, "body")


class Province:
    """The province's client, with a browser of its own."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self.browser = side.national

    def code(self) -> str:
        """Sign citizen-1 in; a code."""
        query = {
            "response_type": "code",
            "client_id": self._side.accounts["client_id"],
            "redirect_uri": CALLBACK,
            "scope": "openid",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        form = {"person": "citizen-1", "action": "sign-in"}
        answer = self.browser.get(self._path("Authorize"), params=query)
        if not answer.headers["location"].startswith(CALLBACK):
            answer = self.browser.post(answer.headers["location"], data=form)
        return str(httpx.URL(answer.headers["location"]).params["code"])

    def tokens(self) -> dict[str, Any]:
        """Sign citizen-1 in; tokens."""
        form = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
        answer = self.browser.post(self._path("Token"), data=form | {"code": self.code()} | self._side.accounts)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def _path(self, operation: str) -> str:
        return self._side.profile.operation(operation).path


def prepare(side: Side, sides: list[Side]) -> Visitor:
    """Sign in as often as calls will need it."""
    del sides
    return Visitor(side, Province(side))
