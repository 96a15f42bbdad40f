"""The upper-tester contract as the edge applies it: a body is checked by its schema once, and trusted from there on."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

import orjson
from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from specs import FOLDER

CONTRACT: Final = "1"
BODIES: Final = {
    "accept": "Accept",
    "process": "Process",
    "supplement": "Supplement",
    "finish": "Finish",
    "return": "Return",
    "take-in": "TakeIn",
    "refuse": "Refuse",
    "supplied": "Supplied",
    "oblige": "Oblige",
    "apologise": "Apologise",
    "withdraw": "Withdraw",
    "stop": "Stop",
    "clock": "Clock",
    "route": "Route",
    "open-account": "OpenAccount",
    "lock-account": "LockAccount",
    "move-account": "MoveAccount",
    "change-email-password": "ChangeEmailPassword",
    "verify": "Verify",
    "look-up-person": "LookUpPerson",
    "charge": "Charge",
    "collect": "Collect",
    "beneficiary-account": "BeneficiaryAccount",
    "order": "PlaceOrder",
    "withdraw-order": "WithdrawOrder",
    "send-document": "SendDocument",
    "fetch-documents": "FetchDocuments",
    "report-document-status": "ReportDocumentStatus",
    "update-procedures": "UpdateProcedures",
    "workflow": "Workflow",
    "hand-over-land": "HandOverLand",
    "import": "Import",
}
"""The schema of each body."""
INSTANTS: Final = ("submitted_at", "due", "now", "email_password_changed")
"""Fields whose text must also be a moment that exists; the schema's format is looser than the calendar."""


class WrongBody(Exception):
    """A body breaks its schema. Says what is wrong and where (a JSON pointer), never the value."""

    def __init__(self, detail: str, field: str) -> None:
        super().__init__(detail)
        self.field = field


class BodyReader:
    """Reads bodies by the schemas of `openapi.json`."""

    def read(self, raw: bytes, name: str) -> Any:
        """Return the JSON of `raw`, valid as a body of `name` (a key of BODIES); raises WrongBody."""
        try:
            body = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise WrongBody("the body is not JSON", "") from None
        error = next(_validator(BODIES[name]).iter_errors(body), None)
        if error is not None:
            raise WrongBody(error.message, _pointer(error))
        _demand_instants(body)
        return body


@cache
def _components() -> Mapping[str, Any]:
    path = FOLDER / "interfaces" / "upper-tester" / CONTRACT / "openapi.json"
    components: Mapping[str, Any] = orjson.loads(path.read_bytes())["components"]
    return components


@cache
def _validator(schema: str) -> Draft202012Validator:
    """Made once in a process, when it is first needed: each takes half a megabyte."""
    whole = {"$ref": f"#/components/schemas/{schema}", "components": _components()}
    return Draft202012Validator(whole, validate_formats=True, mask="the value")


def _pointer(error: ValidationError) -> str:
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in error.instance_path]
    if isinstance(error.kind, ValidationErrorKind.Required):
        parts.append(str(error.kind.property))
    return "".join(f"/{part}" for part in parts)


def _demand_instants(body: Mapping[str, Any]) -> None:
    for field in INSTANTS:
        if body.get(field):
            try:
                datetime.fromisoformat(body[field])
            except (TypeError, ValueError):
                raise WrongBody("the value is not a moment", f"/{field}") from None
