"""One run of the engine of schemathesis over one document: all phases, all checks, the same calls every time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import schemathesis
from schemathesis.engine import events, from_schema
from schemathesis.hooks import GLOBAL_HOOK_DISPATCHER

from specs.operation import Operation
from specs.profile import Profile
from tests.contract.checks import REPLACED, Checks, registered
from tests.contract.referee import Referee
from tests.contract.visiting import Case, Visitor, headers_of

Json: TypeAlias = Any
SEED: Final = 7


@dataclass(frozen=True, kw_only=True)
class Target:
    """Who is called: the national port at `base`, what the control port tells of it, and who calls."""

    base: str
    profile: Profile
    referee: Referee
    visitor: Visitor


@dataclass
class Findings:
    """What a run found. `failures` are (operation, check, message), `troubles` what the engine could not do."""

    failures: list[tuple[str, str, str]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def run(
    document: Mapping[str, Json],
    target: Target,
    *,
    examples: int,
    left_out: tuple[str, ...] = (),
    most_failures: int | None = None,
) -> Findings:
    """Call everything that `document` describes, in all phases but those `left_out`.

    It stops after `most_failures` where that is given.
    """
    operations = _operations(document, target.profile)
    raw = _config(target, operations) | {"phases": {name: {"enabled": False} for name in left_out}}
    raw["generation"] = {"max-examples": examples, "database": "none", "no-shrink": True}
    config = schemathesis.Config.from_dict(raw if most_failures is None else raw | {"max-failures": most_failures})
    schema = schemathesis.openapi.from_dict(dict(document), config=config)
    checks = Checks(target.referee, operations=operations, known_refusals=target.visitor.known_refusals)
    found = Findings()
    with registered(checks), _dressing(target):
        for event in from_schema(schema).execute():
            if isinstance(event, events.NonFatalError | events.FatalError):
                found.troubles.append(repr(event))
            elif isinstance(event, events.ScenarioFinished):
                found.failures += _failures(event)
    return found


def _operations(document: Mapping[str, Json], profile: Profile) -> dict[str, Operation]:
    """The profile's operations by operationId; one that stands for several is represented by the first."""
    return {
        row["operationId"]: profile.operation(row["x-operations"][0]["name"])
        for item in document["paths"].values()
        for row in item.values()
    }


def _config(target: Target, operations: Mapping[str, Operation]) -> dict[str, Json]:
    replaced = {name: {"enabled": False} for name in REPLACED}
    return {
        "seed": SEED,
        "base-url": target.base,
        "headers": dict(headers_of(target.visitor)),
        "cache": {"enabled": False},
        "operations": [
            {"include-operation-id": name, "checks": replaced}
            for name, operation in operations.items()
            if operation.refused_in_body
        ],
    }


@contextmanager
def _dressing(target: Target) -> Iterator[None]:
    """Every call passes the visitor before it is sent."""

    def before_call(context: schemathesis.HookContext, case: Case, kwargs: dict[str, Json]) -> None:
        del context
        kwargs["allow_redirects"] = False
        case_operation = target.profile.match(case.method.upper(), case.operation.path, case.body)
        meant = [row["name"] for row in case.operation.definition.raw["x-operations"]]
        alone = len(meant) == 1 and case.method.lower() == case.operation.method.lower()
        name = meant[0] if alone else case_operation.name if case_operation else ""
        before = dict(case.headers)
        target.visitor.dress(name, case)
        if case.operation.definition.raw["security"] and dict(case.headers) != before:
            case._has_explicit_auth = True  # else `ignored_auth` would take our credentials for generated ones

    GLOBAL_HOOK_DISPATCHER.register_hook_with_name(before_call, "before_call")
    try:
        yield
    finally:
        GLOBAL_HOOK_DISPATCHER.unregister(before_call)


def _failures(event: events.ScenarioFinished) -> Iterator[tuple[str, str, str]]:
    for rows in event.recorder.checks.values():
        for row in rows:
            if row.failure_info is not None:
                failure = row.failure_info.failure
                yield (
                    str(event.label),
                    row.name,
                    f"{failure.title}: {failure.message}\n{row.failure_info.code_sample}",
                )
