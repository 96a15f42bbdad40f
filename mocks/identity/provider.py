"""A provider of identity: which operation a request is, who serves it, and what the control port has of it."""

from collections.abc import Callable
from typing import Any, TypeAlias

from mocks.core.nowhere import nowhere
from mocks.core.system import Answer, Call, Site, System
from mocks.identity.answers import IDENTITY_BEHAVIOURS, Refusal, refuse_if_told, refused
from mocks.identity.authorisation import Authorisation
from mocks.identity.clients import Clients
from mocks.identity.discovery import discovery
from mocks.identity.grants import Grants
from mocks.identity.hands import Hands
from mocks.identity.keys import KeyRing
from mocks.identity.logout import Logout
from mocks.identity.parts import Parts
from mocks.identity.people import make_accounts
from mocks.identity.product import read_product
from mocks.identity.referee import commands, views
from mocks.identity.resources import Resources
from mocks.identity.tokens import TokenEndpoint

Json: TypeAlias = Any
Service: TypeAlias = Callable[[Call], Answer]


def make(site: Site) -> System:
    """The provider as a System. Raises SpecError where the settings of its profile cannot be read."""
    product, people = read_product(site), make_accounts(site.seed, site.people)
    parts = Parts(
        product=product,
        clients=Clients(site),
        grants=Grants(site.store, site.clock),
        keys=KeyRing(site.clock, overlap_s=product.key_overlap_s, owner=f"{site.seed}/{site.profile.system}"),
        hands=Hands(site.store, people),
        people=people,
        clock=site.clock,
        lenient=site.lenient,
    )
    return System(
        profile=site.profile,
        handler=Provider(site, parts),
        behaviours=IDENTITY_BEHAVIOURS,
        views=views(parts),
        commands=commands(parts),
    )


class Provider:
    """The handler of one provider."""

    def __init__(self, site: Site, parts: Parts) -> None:
        self._profile = site.profile
        self._described = discovery(site.profile, parts.product)
        self._keys = parts.keys
        self._tokens = TokenEndpoint(parts=parts)
        self._token_path = site.profile.operation("Token").path
        signing_in = Authorisation(title=site.profile.title, parts=parts)
        resources, leaving = Resources(parts=parts), Logout(parts=parts)
        self._services: dict[str, Service] = {
            "Discovery": self._discovery,
            "Jwks": self._jwks,
            "Authorize": signing_in.authorize,
            "RealmAuthorize": signing_in.authorize,
            "SignInPage": signing_in.show_page,
            "SignIn": signing_in.sign_in,
            "Token": self._tokens.for_code,
            "Refresh": self._tokens.for_refresh_token,
            "UserInfo": resources.userinfo,
            "UserInfoByGet": resources.userinfo,
            "UserInfoByPost": resources.userinfo,
            "ViewInfo": resources.view_info,
            "ValidateToken": resources.validate,
            "Revoke": resources.revoke,
            "Logout": leaving.log_out,
            "SignedOut": leaving.show_done,
        }

    def answer(self, call: Call) -> Answer:
        """Answer one request; an address that is none of the profile's is 404, a wrong method 405."""
        if call.operation is not None and call.operation.name in self._services:
            return self._services[call.operation.name](call)
        if call.operation is not None:
            return Answer(status=501, text="Not Implemented", accepted=False, reason="not-played")
        if call.method == "POST" and call.path == self._token_path:
            return self._tokens.other(call)
        return nowhere(self._profile, call)

    def _discovery(self, call: Call) -> Answer:
        return _public(call, self._described)

    def _jwks(self, call: Call) -> Answer:
        return _public(call, self._keys.published())


def _public(call: Call, body: Json) -> Answer:
    """A document that everybody may read."""
    try:
        refuse_if_told(call, 400)
    except Refusal as exc:
        return refused(exc, {})
    return Answer(body=body)
