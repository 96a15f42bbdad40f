"""Requests as handlers see them: read, told apart, held against the profile."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from mocks.core.behaviour import Applied, Behaviours
from mocks.core.inspection import Inspector
from mocks.core.system import Call
from mocks.wire.http11 import Head, Request
from mocks.wire.reading import Message, read_message
from specs.profile import Profile

if TYPE_CHECKING:
    from specs.routing import Route

ROUTE: Final = "route"


class Desk:
    """Makes the Calls of one mock."""

    def __init__(self, profile: Profile, *, behaviours: Behaviours, inspector: Inspector) -> None:
        self._profile = profile
        self._behaviours = behaviours
        self._inspector = inspector

    def call(self, request: Request, head: Head, *, certificate: Mapping[str, str] | None) -> tuple[Call, Message]:
        """The call that a request is, and its message. Behaviour `accepts-anything` is used up here."""
        message = read_message(head.headers, request.body, known=head.known)
        route: Route | None = head.known.get(ROUTE)
        if route is None:
            route = head.known[ROUTE] = self._profile.route(head.method, head.path)
        operation = route.pick(message.body)
        values = route.values(operation)
        applied = Applied(self._behaviours, operation.name if operation is not None else None)
        lax = operation is not None and applied.take("accepts-anything") is not None
        inspect = self._inspector.against_request
        call = Call(
            operation=operation,
            method=head.method,
            path=head.path,
            path_values=values,
            query=head.query,
            headers=head.headers,
            body=message.body,
            raw=request.body,
            readable=message.readable,
            defects=() if lax else inspect(operation, message, request.body, query=head.query, path_values=values),
            behaviours=applied,
            lax=lax,
            certificate=certificate,
        )
        return call, message
