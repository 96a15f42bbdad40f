"""How a system says no: reasons with their HTTP status and message, as data of the profile (`settings.refusals`)."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.bearer.html_page import HTML, page
from mocks.core.system import Answer, Call
from specs.operation import Operation
from specs.profile import Profile

Json: TypeAlias = Any
HTML_TYPE: Final = "text/html"
UNAUTHORISED: Final = 401
BY_STATUS: Final = frozenset({"no-token", "expired-token", "not-open", "bad-gateway", "told-to-refuse"})
"""What stands before an operation, and so is told by the HTTP status even where the operation refuses in its body."""


class Refused(Exception):
    """The request is refused for `reason`, a row of `settings.refusals`; raised before anything has changed.

    `status` and `message` are given only where a behaviour says them.
    """

    def __init__(self, reason: str, *, status: int | None = None, message: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.message = message


class Wording:
    """Makes the refusals of one profile. `sign_in` is the operation whose errors are those of RFC 6749, 5.2."""

    def __init__(self, profile: Profile, *, sign_in: str) -> None:
        self._rows: Mapping[str, Mapping[str, Json]] = profile.settings["refusals"]
        self._sign_in = sign_in

    def refusal(self, call: Call, refused: Refused) -> Answer:
        """The answer that says so in the manner of the operation: OAuth error, page, body, or status and message."""
        row = self._rows[refused.reason]
        status: int = refused.status or row["status"]
        message: str = refused.message or row["message"]
        operation = call.operation
        body: Json = {"status": status, "message": message}
        if operation is not None and operation.name == self._sign_in:
            body = {"error": row.get("error", "access_denied"), "error_description": message}
        elif operation is not None and operation.response_type == HTML_TYPE:
            text = page("Không thực hiện được", {"Lý do": message}, reason=refused.reason)
            return Answer(status=status, text=text, media_type=HTML, accepted=False, reason=refused.reason)
        elif operation is not None and operation.refused_in_body and refused.reason not in BY_STATUS:
            status, body = operation.status, _in_body(row, message)
        headers = {"WWW-Authenticate": "Bearer"} if status == UNAUTHORISED else {}
        return Answer(status=status, body=body, headers=headers, accepted=False, reason=refused.reason)


def stand_in(operation: Operation) -> Answer:
    """What is answered where the system was told to accept what it can make no sense of: the example of the schema."""
    facts = {"answered": "stand-in"}
    if operation.response_type == HTML_TYPE:
        return Answer(status=operation.status, text=page("Đã tiếp nhận", {}), media_type=HTML, facts=facts)
    if examples := operation.response_schema.get("examples"):
        return Answer(status=operation.status, body=examples[0], facts=facts)
    return Answer(status=operation.status, content=b"", media_type=operation.response_type, facts=facts)


def _in_body(row: Mapping[str, Json], message: str) -> dict[str, Json]:
    """A refusal as the civil-status interface words it (K2); its codes are the profile's own."""
    return {"status": 0, "statusDescription": "Thất bại", "errorCode": row["code"], "errorDescription": message}
