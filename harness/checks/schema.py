"""Propositions about whole messages: valid by the JSON Schema of the operation's profile."""

from collections.abc import Mapping, Sequence
from functools import cache

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.protocols import Validator

from harness.checks.observation import Finding, check
from harness.exchange import Exchange, Json
from specs.profile import load_profile

MOST_SHOWN = 3


@cache
def _validator(system: str, profile: str, operation: str) -> Validator:
    schema = load_profile(system, profile).operation(operation).request_schema
    return Draft202012Validator(schema, format_checker=FormatChecker())


@check(version=1)
def request_is_valid(exchanges: Sequence[Exchange], ignore: list[str]) -> Finding:
    """Every given request is valid by its operation's schema; `ignore` names top-level fields judged elsewhere."""
    expected = f"valid by the schema of {', '.join(sorted({str(item.operation) for item in exchanges}))}"
    wrong: list[str] = []
    for exchange in exchanges:
        if exchange.operation is None:
            return Finding(False, expected, f"{exchange.id} is no operation of the profile")
        body = _without(exchange.body, ignore)
        for error in _validator(exchange.system, exchange.profile, exchange.operation).iter_errors(body):
            nested = bool(error.absolute_path)
            if error.validator == "required" and not nested and any(f"'{name}'" in error.message for name in ignore):
                continue
            wrong.append(f"{error.json_path}: {error.message[:160]} ({exchange.id})")
    if wrong:
        more = f"; {len(wrong)} in all" if wrong[MOST_SHOWN:] else ""
        return Finding(False, expected, "; ".join(wrong[:MOST_SHOWN]) + more)
    return Finding(True, expected, f"so are {len(exchanges)} request(s)")


@check(version=1)
def keeps_the_profile(exchanges: Sequence[Exchange]) -> Finding:
    """The door, which reads each request by the profile, found nothing in it that breaks the profile."""
    for exchange in exchanges:
        if exchange.operation is None:
            return Finding(False, "no breach of the profile", f"{exchange.id} is no operation of the profile")
        defects: list[Json] = exchange.raw["defects"]
        if defects:
            told = "; ".join(" ".join(str(defect[name]) for name in sorted(defect)) for defect in defects[:2])
            return Finding(False, "no breach of the profile", f"{told} ({exchange.id})"[:300])
    return Finding(True, "no breach of the profile", f"none in {len(exchanges)} request(s)")


def _without(body: Json, names: list[str]) -> Json:
    return {key: value for key, value in body.items() if key not in names} if isinstance(body, Mapping) else body
