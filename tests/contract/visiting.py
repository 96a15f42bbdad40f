"""What the contract run needs to know of a system: how its calls are dressed, and which refusals are nobody's fault."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias, runtime_checkable

import schemathesis
from schemathesis.core import NotSet
from schemathesis.core.parameters import ParameterLocation

Case: TypeAlias = schemathesis.Case[Any]


@runtime_checkable
class Visitor(Protocol):
    """Calls at one system as somebody who holds its credentials and knows its objects.

    `known_refusals`: reasons for which a call that keeps the schema may be refused for good cause ("exists"). A visitor
    may also have `headers`, credentials that are the same for every call, and `unrefusable`, operations in which
    nothing can be wrong, with the reason.
    """

    known_refusals: frozenset[str]

    def dress(self, operation: str, case: Case) -> None:
        """Put credentials and known objects into a generated call of `operation` ("" where it is none)."""
        ...


def headers_of(visitor: Visitor) -> Mapping[str, str]:
    """Credentials that are the same for every call."""
    found: Mapping[str, str] = getattr(visitor, "headers", {})
    return found


def unrefusable_of(visitor: Visitor) -> Mapping[str, str]:
    """Operations that cannot be refused, each with the reason."""
    found: Mapping[str, str] = getattr(visitor, "unrefusable", {})
    return found


def is_broken(case: Case, place: str) -> bool:
    """Whether the generator broke that part of the call on purpose: body, query, header or path.

    Where it broke the method, that is the point of the call and nothing else.
    """
    if case.method.lower() != case.operation.method.lower():
        return False
    location = ParameterLocation[place.upper()]
    return case.meta is not None and case.meta.is_negative_at(location)


def put(case: Case, **members: Any) -> None:
    """Put members into a body, each only where a non-empty text stands already: nothing that is broken is mended."""
    body = case.body
    if isinstance(body, dict):
        case.body = body | {name: value for name, value in members.items() if is_text(body.get(name))}


def put_rows(case: Case, name: str, **members: Any) -> None:
    """The same in every row of the list `name`."""
    body = case.body
    if isinstance(body, dict) and isinstance(rows := body.get(name), list):
        case.body = body | {name: [_filled(row, members) for row in rows]}


def put_header(case: Case, name: str, value: str) -> None:
    """Put a header, unless the headers of this call are broken on purpose."""
    if not is_broken(case, "header"):
        case.headers[name] = value


def put_query(case: Case, name: str, value: str) -> None:
    """Put a parameter of the query, unless the query of this call is broken on purpose."""
    if not is_broken(case, "query"):
        case.query = {**case.query, name: value}


def put_path(case: Case, name: str, value: str) -> None:
    """Put a value into the path, unless the path of this call is broken on purpose."""
    if not is_broken(case, "path"):
        case.path_parameters = {**case.path_parameters, name: value}


def body_of(case: Case) -> Any:
    """The body of a call; None where it has none."""
    return None if isinstance(case.body, NotSet) else case.body


def is_text(value: object) -> bool:
    """Whether that is a text with something in it."""
    return isinstance(value, str) and bool(value)


def _filled(row: Any, members: Mapping[str, Any]) -> Any:
    if not isinstance(row, dict):
        return row
    return row | {name: value for name, value in members.items() if is_text(row.get(name))}
