"""Signing in at the coordination site with VNeID, and out again."""

import re
from typing import Any, Final, TypeAlias

from mocks.coordination.people import Visitor, Visitors
from mocks.coordination.refusals import Refused
from mocks.coordination.vneid import VneidClient
from mocks.core.system import Answer, Call, Site
from mocks.identity.clients import partner_secret
from mocks.identity.people import make_accounts
from mocks.identity.product import setting
from mocks.identity.web import cookie, cookie_of, one, redirect

Json: TypeAlias = Any
ATTEMPT_COOKIE: Final = "dieuphoi_sign_in"
SESSION_COOKIE: Final = "dieuphoi_session"
LOCAL_PATH: Final = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
"""An address of the site itself: anything else would lead people elsewhere after they signed in."""


class SignIn:
    """The operations DangNhap, DangNhapVNeID and DangXuat. Nothing changes before VNeID has answered."""

    def __init__(self, site: Site, visitors: Visitors) -> None:
        system, profile = site.profile.system, site.profile
        self._base = site.base
        self._visitors = visitors
        self._life_s = int(site.session_s)
        self._attempt_s: int = setting(profile, "attempt_s")
        self._least_level: int = setting(profile, "least_level")
        self._agencies = {account.sub: account.agency for account in make_accounts(site.seed, site.people).values()}
        vneid = site.others.get("vneid")
        self._vneid = VneidClient(
            issuer=vneid + setting(profile, "vneid_issuer") if vneid is not None else None,
            client_id=system,
            client_secret=partner_secret(site.seed, "vneid", system),
            redirect_uri=site.base + profile.operation("DangNhapVNeID").path,
            clock=site.clock,
        )

    async def begin(self, call: Call) -> Answer:
        """Send the browser to VNeID, tied to it by a cookie."""
        after = one(call.query, "tiep") or "/"
        if not LOCAL_PATH.fullmatch(after):
            raise Refused("malformed")
        attempt = self._visitors.make_attempt(after)
        address = await self._vneid.address(attempt)
        secret = self._visitors.keep(attempt, life_s=self._attempt_s)
        return redirect(address, {}, cookie=self._cookie(ATTEMPT_COOKIE, secret, life_s=self._attempt_s))

    async def finish(self, call: Call) -> Answer:
        """Take the browser back from VNeID: redeem the code, verify the ID token, look at the level."""
        tied = cookie_of(call, ATTEMPT_COOKIE)
        attempt = self._visitors.attempt(tied, one(call.query, "state"))
        if attempt is None or tied is None:
            raise Refused("unknown-state")
        code = one(call.query, "code")
        if code is None:
            raise Refused("sign-in-refused")
        claims, id_token = await self._vneid.signed_in(code, attempt)
        visitor = self._visitor(claims, id_token)
        self._visitors.end_attempt(tied)
        secret = self._visitors.open(visitor)
        facts = {"person": visitor.person, "agency": visitor.agency}
        return redirect(
            self._base + attempt.after, facts, cookie=self._cookie(SESSION_COOKIE, secret, life_s=self._life_s)
        )

    async def leave(self, call: Call) -> Answer:
        """Sign out here and, where it answers, at VNeID."""
        secret = cookie_of(call, SESSION_COOKIE)
        visitor = self._visitors.who(secret)
        if visitor is None or secret is None:
            raise Refused("no-session")
        address = await self._vneid.log_out_address(visitor.id_token, back=f"{self._base}/")
        self._visitors.close(secret)
        return redirect(address, {}, cookie=self._cookie(SESSION_COOKIE, "", life_s=0))

    def _visitor(self, claims: dict[str, Json], id_token: str) -> Visitor:
        """Who the claims are about. Refused where they tell no level, or one that is too low (assumed)."""
        level = str(claims.get("IAL", ""))
        if not level.isdecimal():
            raise Refused("no-level")
        if int(level) < self._least_level:
            raise Refused("level-too-low")
        person = str(claims["sub"])
        name = str(claims.get("HoVaTen") or person)
        return Visitor(name=name, person=person, agency=self._agencies.get(person, ""), id_token=id_token)

    def _cookie(self, name: str, value: str, *, life_s: int) -> str:
        return cookie(name, value, secure=self._base.startswith("https:"), life_s=life_s)
