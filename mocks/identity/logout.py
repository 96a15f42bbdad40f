"""Log-out that the client asks for (OpenID Connect RP-Initiated Logout 1.0)."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from mocks.core.system import Answer, Call
from mocks.identity.clients import Client
from mocks.identity.page import signed_out_page
from mocks.identity.parts import Parts
from mocks.identity.request import Unreturnable
from mocks.identity.web import cookie, cookie_of, error_shown, one, page, redirect, with_query

Json: TypeAlias = Any


@dataclass(frozen=True, kw_only=True)
class Logout:
    """The operations Logout and SignedOut."""

    parts: Parts

    def log_out(self, call: Call) -> Answer:
        """End the session that the hint or the cookie names, with its tokens; nobody is asked whether it is meant."""
        try:
            self._admit(call)
            session, client = self._session_and_client(call)
            url = self._return_address(call, client)
        except Unreturnable as exc:
            if not call.lax:
                return error_shown(exc.reason, exc.told, {})
            return redirect(self.parts.product.urls["SignedOut"], {})
        ended = session is not None and self.parts.grants.end_session(session)
        product = self.parts.product
        gone = cookie(product.cookie, "", secure=product.issuer.startswith("https:"), life_s=0)
        facts = {"client": client.id if client else None, "ended": ended}
        return redirect(url, facts, cookie=gone)

    def show_done(self, call: Call) -> Answer:
        """The page for those who are not sent on."""
        if (told := call.behaviours.take("refuse")) is not None:
            return error_shown("told-to-refuse", told["error"], {})
        return page(signed_out_page(), {})

    def _admit(self, call: Call) -> None:
        if (told := call.behaviours.take("refuse")) is not None:
            raise Unreturnable("told-to-refuse", told["error"])
        if call.defects and not self.parts.lenient:
            raise Unreturnable("malformed", "Yêu cầu không hợp lệ.")

    def _session_and_client(self, call: Call) -> tuple[str | None, Client | None]:
        """The session by the hint, else by the cookie; the client by the hint, else by `client_id`."""
        hint, client_id = one(call.query, "id_token_hint"), one(call.query, "client_id")
        if hint is None:
            session = self.parts.grants.session(cookie_of(call, self.parts.product.cookie))
            if client_id is not None and self.parts.clients.get(client_id) is None:
                raise Unreturnable("unknown-client", "Ứng dụng chưa được đăng ký (client_id).")
            return session.id if session else None, self.parts.clients.get(client_id)
        claims = self.parts.keys.claims_of(hint)
        if claims is None or claims.get("iss") != self.parts.product.issuer or claims.get("typ") != "ID":
            raise Unreturnable("unknown-hint", "ID token không do hệ thống này cấp (id_token_hint).")
        if client_id not in (None, claims.get("aud")):
            raise Unreturnable("client-differs", "client_id khác với ID token.")
        return claims.get("sid"), self.parts.clients.get(claims.get("aud"))

    def _return_address(self, call: Call, client: Client | None) -> str:
        uri = one(call.query, "post_logout_redirect_uri")
        if uri is None:
            return self.parts.product.urls["SignedOut"]
        if client is None or not client.may_leave_to(uri):
            raise Unreturnable("unregistered-redirect", "Địa chỉ quay về chưa được đăng ký (post_logout_redirect_uri).")
        return with_query(uri, state=one(call.query, "state"))
