"""What the endpoints of one provider share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from mocks.core.clock import Clock
from mocks.core.system import Call
from mocks.identity.answers import Refusal
from mocks.identity.clients import Client, Clients
from mocks.identity.grants import Grant, Grants
from mocks.identity.hands import Hands
from mocks.identity.keys import KeyRing
from mocks.identity.people import Account
from mocks.identity.product import Product
from mocks.identity.web import one

Json: TypeAlias = Any


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A provider without its endpoints. `people` by handle; `lenient`: breaches of the profile alone refuse nothing."""

    product: Product
    clients: Clients
    grants: Grants
    keys: KeyRing
    hands: Hands
    people: Mapping[str, Account]
    clock: Clock
    lenient: bool

    @property
    def now(self) -> int:
        """Seconds since 1970 by the provider's clock."""
        return int(self.clock.now().timestamp())

    def client_of(self, call: Call, facts: dict[str, Json]) -> Client:
        """The client that shows its secret in a call, told to the journal; Refusal where it does not."""
        client, facts["client_auth"] = self.clients.authenticated(call.headers, form_of(call))
        facts["client"] = client.id
        return client

    def refuse_malformed(self, call: Call) -> None:
        """Raise Refusal where the form is not as the profile has it."""
        if call.defects and not self.lenient:
            raise Refusal(400, "invalid_request", "malformed", told="the form is not as it should be")

    def anybody(self) -> Grant:
        """A grant out of nothing, for a provider that was told to accept anything."""
        make = self.grants.make_secret
        return Grant(
            id=make(),
            client=self.clients.ids[0],
            person=next(iter(self.people)),
            session=make(),
            auth_time=self.now,
            scope="openid",
            acr=self.product.reached(self.product.levels[0], ()),
            redirect_uri="",
            nonce=None,
            challenge=None,
            profile_token=make(),
        )


def form_of(call: Call) -> Mapping[str, Json]:
    """The form of a request; empty where there is none."""
    return call.body if isinstance(call.body, dict) else {}


def needed(values: Mapping[str, Json], name: str) -> str:
    """A parameter that must be there. Raises Refusal."""
    value = one(values, name)
    if value is None:
        raise Refusal(400, "invalid_request", "malformed", told=f"{name} is missing, or there more than once")
    return value
