"""Which operation a request is: by method and path, then by the members of the body that tell operations apart."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from specs.operation import Operation

Json: TypeAlias = Any


class Route:
    """The operations that share a method and a path, with the values of the `{names}` in it."""

    def __init__(self, operations: Sequence[Operation], path: str) -> None:
        self._operations = tuple(operations)
        self._values = {operation.name: operation.path_values(path) or {} for operation in operations}
        self._member, self._by_member = _index(self._operations)

    def pick(self, body: Json) -> Operation | None:
        """The first operation that the body is told apart as; None where it is none."""
        if self._member is not None:
            value = body.get(self._member) if isinstance(body, Mapping) else None
            return self._by_member.get(value) if isinstance(value, str) else None
        for operation in self._operations:
            if operation.told_apart(body):
                return operation
        return None

    def values(self, operation: Operation | None) -> Mapping[str, str]:
        """The values of the `{names}` in the path, as that operation calls them."""
        return self._values[operation.name] if operation is not None else {}


def _index(operations: Sequence[Operation]) -> tuple[str | None, Mapping[str, Operation]]:
    """The one plain member that tells all of them apart by a text, and the operation of each text; else None."""
    members = {name for row in operations for name in row.discriminator or ("/",)}
    if len(members) != 1 or (member := members.pop()).startswith("/"):
        return None, {}
    found: dict[str, Operation] = {}
    for operation in operations:
        value = (operation.discriminator or {})[member]
        if not isinstance(value, str):
            return None, {}
        found.setdefault(value, operation)
    return member, found
