"""Checks of our own for schemathesis, for protocols that refuse with the status of success.

The built-in checks tell a refusal by its HTTP status. Where the protocol refuses in the body, they are given the status
that would have said the same; what was refused is read in the journal. Two more hold for every operation: a refusal
says why in the journal, and it changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Final

import schemathesis
from schemathesis.checks import CHECKS
from schemathesis.specs.openapi import checks as built_in
from schemathesis.specs.openapi._auth_retry import get_security_parameters, remove_auth, send_probe

from specs.operation import Operation
from tests.contract.referee import Referee
from tests.contract.visiting import Case

INVALID: Final = 422
FOR_GOOD_CAUSE: Final = 409
REPLACED: Final = ("negative_data_rejection", "positive_data_acceptance", "missing_required_header", "ignored_auth")
"""Built-in checks that a check of ours stands in for where an operation refuses in the body."""

Check = Callable[[schemathesis.CheckContext, schemathesis.Response, Case], bool | None]


class Checks:
    """The checks of one run. `operations` by operationId; `known_refusals` as the Visitor has them."""

    def __init__(
        self, referee: Referee, *, operations: Mapping[str, Operation], known_refusals: frozenset[str]
    ) -> None:
        self._referee = referee
        self._operations = operations
        self._known = known_refusals
        self._asked: set[str] = set()

    def negative_data_refused(
        self, ctx: schemathesis.CheckContext, response: schemathesis.Response, case: Case
    ) -> bool | None:
        """What breaks the schema is refused."""
        return self._as_if(built_in.negative_data_rejection, ctx, response, case)

    def positive_data_taken(
        self, ctx: schemathesis.CheckContext, response: schemathesis.Response, case: Case
    ) -> bool | None:
        """What keeps the schema is accepted, or refused for a known good cause."""
        return self._as_if(built_in.positive_data_acceptance, ctx, response, case, for_good_cause=FOR_GOOD_CAUSE)

    def missing_header_refused(
        self, ctx: schemathesis.CheckContext, response: schemathesis.Response, case: Case
    ) -> bool | None:
        """A call without a header that the schema requires is refused."""
        return self._as_if(built_in.missing_required_header, ctx, response, case)

    def credentials_asked_for(
        self, ctx: schemathesis.CheckContext, _response: schemathesis.Response, case: Case
    ) -> bool | None:
        """What was accepted with credentials is refused without them; once for each operation that declares any."""
        operation = self._operation(case)
        guarded = operation is not None and operation.refused_in_body and operation.security
        if operation is None or not guarded or operation.name in self._asked or not self._accepted(case.id):
            return None
        self._asked.add(operation.name)
        probe = remove_auth(case, get_security_parameters(case.operation))
        send_probe(ctx, case, probe)
        assert not self._accepted(probe.id), "accepted without credentials"
        return None

    def refusal_says_why_and_changes_nothing(
        self, _ctx: schemathesis.CheckContext, _response: schemathesis.Response, case: Case
    ) -> bool | None:
        """The journal has a reason for every refusal, and the state is as before."""
        facts = self._referee.exchange(case.id)["facts"]
        changed = self._referee.changed()
        assert "mock_error" not in facts, f"the mock itself broke: {facts['mock_error']}"
        assert "accepted" in facts, "the journal does not say whether this was accepted"
        if not facts["accepted"]:
            assert facts["reason"], "refused without a reason in the journal"
            assert not changed, "a refusal changed the state"
        return None

    def _as_if(
        self,
        check: Check,
        ctx: schemathesis.CheckContext,
        response: schemathesis.Response,
        case: Case,
        *,
        for_good_cause: int = INVALID,
    ) -> bool | None:
        operation = self._operation(case)
        if operation is None or not operation.refused_in_body:
            return None
        if response.status_code != operation.status:
            return check(ctx, response, case)
        told = copy(response)
        facts = self._referee.exchange(case.id)["facts"]
        if not facts["accepted"]:
            told.status_code = for_good_cause if facts["reason"] in self._known else INVALID
        return check(ctx, told, case)

    def _operation(self, case: Case) -> Operation | None:
        return self._operations.get(str(case.operation.definition.raw.get("operationId")))

    def _accepted(self, case_id: str) -> bool:
        return bool(self._referee.exchange(case_id)["facts"].get("accepted"))


@contextmanager
def registered(checks: Checks) -> Iterator[None]:
    """The checks as schemathesis runs them, while the context is open."""
    made = (
        checks.negative_data_refused,
        checks.positive_data_taken,
        checks.missing_header_refused,
        checks.credentials_asked_for,
        checks.refusal_says_why_and_changes_nothing,
    )
    for check in made:
        schemathesis.check(check)
    try:
        yield
    finally:
        for check in made:
            CHECKS.unregister(check.__name__)
