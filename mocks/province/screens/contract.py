"""The upper-tester contract as the edge applies it: a body is checked by its schema once, and trusted from there on."""

from collections.abc import Mapping
from datetime import datetime
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

    def __init__(self) -> None:
        path = FOLDER / "interfaces" / "upper-tester" / CONTRACT / "openapi.json"
        components = orjson.loads(path.read_bytes())["components"]
        self._schemas = {name: _make_validator(components, schema) for name, schema in BODIES.items()}

    def read(self, raw: bytes, name: str) -> Any:
        """Return the JSON of `raw`, valid as a body of `name` (a key of BODIES); raises WrongBody."""
        try:
            body = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise WrongBody("the body is not JSON", "") from None
        error = next(self._schemas[name].iter_errors(body), None)
        if error is not None:
            raise WrongBody(error.message, _pointer(error))
        _demand_instants(body)
        return body


def _make_validator(components: Mapping[str, Any], name: str) -> Draft202012Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": dict(components)}
    return Draft202012Validator(schema, validate_formats=True, mask="the value")


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
            except ValueError:
                raise WrongBody("the value is not a moment", f"/{field}") from None
