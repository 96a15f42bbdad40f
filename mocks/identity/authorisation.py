"""Signing in: the address to which a client sends people, the page on which they say who they are, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlencode

from mocks.core.system import Answer, Call
from mocks.identity.grants import Grant, Session
from mocks.identity.page import sign_in_page
from mocks.identity.parts import Parts, form_of
from mocks.identity.request import Declined, Return, Unreturnable, Wish, read_return, read_wish
from mocks.identity.web import Facts, cookie, cookie_of, error_shown, one, page, redirect, with_query

Json: TypeAlias = Any


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A request that can be served: who asks, for what, and what the journal is told of it."""

    back: Return
    wish: Wish
    facts: Facts


Serving: TypeAlias = Callable[[Call, _Asked], Answer]


@dataclass(frozen=True, kw_only=True)
class Authorisation:
    """The operations Authorize, SignInPage and SignIn. The request travels in the address of the page: no state."""

    title: str
    parts: Parts

    def authorize(self, call: Call) -> Answer:
        """Send people on to the sign-in page, or back to the client with a code where they are signed in already."""
        return self._guarded(call, self._authorize)

    def show_page(self, call: Call) -> Answer:
        """The page on which one chooses who one is."""
        return self._guarded(call, self._page)

    def sign_in(self, call: Call) -> Answer:
        """Take what was chosen on the page, and send the person back to the client."""
        return self._guarded(call, self._choose)

    def _guarded(self, call: Call, serve: Serving) -> Answer:
        """Serve a request that can be served; else say so to the person, or to the client by way of the browser."""
        facts = _facts(call)
        try:
            back = read_return(call.query, self.parts.clients)
        except Unreturnable as exc:
            return self._anyhow(call) if call.lax else error_shown(exc.reason, exc.told, facts)
        facts |= {"client": back.client.id}
        try:
            _decline_if_told(call)
            wish = read_wish(call.query, self.parts.product, whole=self.parts.lenient or not call.defects)
            return serve(call, _Asked(back=back, wish=wish, facts=facts))
        except Declined as exc:
            return self._anyhow(call) if call.lax else self._declined(call, exc, back, facts)

    def _anyhow(self, call: Call) -> Answer:
        """What is accepted though nothing in it is right: the page, or the way to it."""
        if _is_page(call):
            return self._shown(call, "", {"lax": True})
        return redirect(self._page_address(call), {"lax": True})

    def _declined(self, call: Call, exc: Declined, back: Return, facts: Facts) -> Answer:
        if _is_page(call):
            return error_shown(exc.reason, exc.told or exc.error, facts)
        told = exc.told or None
        url = with_query(back.redirect_uri, error=exc.error, error_description=told, state=back.state)
        return redirect(url, facts, reason=exc.reason)

    def _authorize(self, call: Call, asked: _Asked) -> Answer:
        session, wish = self._session(call), asked.wish
        if session is not None and self._must_sign_in_again(session, wish):
            session = None
        if session is not None:
            return self._back(call, asked, session, new_cookie=None)
        if "none" in wish.prompt:
            raise Declined("login_required", "login-required")
        person = self.parts.hands.take()
        if person is not None:
            return self._signed_in(call, asked, person)
        return redirect(self._page_address(call), {**asked.facts, "shown": "page"})

    def _page(self, call: Call, asked: _Asked) -> Answer:
        return self._shown(call, asked.back.client.id, asked.facts)

    def _choose(self, call: Call, asked: _Asked) -> Answer:
        form = form_of(call)
        if one(form, "action") == "deny":
            raise Declined("access_denied", "access-denied", told="the person refused")
        person = one(form, "person")
        if person is None or person not in self.parts.people:
            if not call.lax:
                return error_shown("unknown-person", "Tài khoản không tồn tại.", asked.facts)
            person = next(iter(self.parts.people))
        return self._signed_in(call, asked, person)

    def _session(self, call: Call) -> Session | None:
        """The session of the browser; a valid one may be told to count as expired."""
        session = self.parts.grants.session(cookie_of(call, self.parts.product.cookie))
        if session is not None and call.behaviours.take("expired-session") is not None:
            return None
        return session

    def _must_sign_in_again(self, session: Session, wish: Wish) -> bool:
        age = self.parts.now - session.auth_time
        too_old = wish.max_age is not None and age >= wish.max_age
        return too_old or bool(wish.prompt & {"login", "select_account"})

    def _signed_in(self, call: Call, asked: _Asked, person: str) -> Answer:
        session, secret = self.parts.grants.open_session(person, life_s=self.parts.product.life_s)
        secure = self.parts.product.issuer.startswith("https:")
        new = cookie(self.parts.product.cookie, secret, secure=secure, life_s=int(self.parts.product.life_s))
        return self._back(call, asked, session, new_cookie=new)

    def _back(self, call: Call, asked: _Asked, session: Session, *, new_cookie: str | None) -> Answer:
        """Send the person back to the client with a code for what was granted."""
        grant = self._grant(asked, session)
        self.parts.grants.add(grant)
        code = self.parts.grants.keep(
            self.parts.grants.make_secret(), grant, kind="code", life_s=self.parts.product.code_s
        )
        state = asked.back.state
        if call.behaviours.take("wrong-state") is not None:
            state = self.parts.grants.make_secret()
        facts = {**asked.facts, "person": session.person, "signed_in": "now" if new_cookie else "before"}
        return redirect(with_query(asked.back.redirect_uri, code=code, state=state), facts, cookie=new_cookie)

    def _grant(self, asked: _Asked, session: Session) -> Grant:
        level = self.parts.people[session.person].level
        return Grant(
            id=self.parts.grants.make_secret(),
            client=asked.back.client.id,
            person=session.person,
            session=session.id,
            auth_time=session.auth_time,
            scope=asked.wish.scope,
            acr=self.parts.product.reached(level, asked.wish.acr_values),
            redirect_uri=asked.back.redirect_uri,
            nonce=asked.wish.nonce,
            challenge=asked.wish.challenge,
            profile_token=self.parts.grants.make_secret(),
        )

    def _shown(self, call: Call, client: str, facts: Facts) -> Answer:
        people = self.parts.people.values()
        return page(sign_in_page(people, title=self.title, client=client, action=self._page_address(call)), facts)

    def _page_address(self, call: Call) -> str:
        return f"{self.parts.product.urls['SignInPage']}?{urlencode(call.query, doseq=True)}"


def _decline_if_told(call: Call) -> None:
    if (told := call.behaviours.take("refuse")) is not None:
        raise Declined(told["error"], "told-to-refuse")


def _is_page(call: Call) -> bool:
    return call.operation is not None and call.operation.name == "SignInPage"


def _facts(call: Call) -> dict[str, Json]:
    """What a request asks for, without its values: what a client should send can be judged by it."""
    return {
        "client": "unknown",
        "asks_pkce": one(call.query, "code_challenge") is not None,
        "asks_nonce": one(call.query, "nonce") is not None,
        "asks_state": one(call.query, "state") is not None,
    }
