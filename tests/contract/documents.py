"""OpenAPI documents of a profile in which every operation has a path of its own, so that each gets calls of its own.

Operations that share a path are told apart by a member of the body. OpenAPI describes them as one, and a generator
that chooses among twenty kinds of body may never come to some of them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from specs.openapi import openapi
from specs.operation import XML_TYPES, Operation
from specs.profile import Profile

Json: TypeAlias = Any
REST = "rest"
WHOLE = "whole"


def groups(profile: Profile) -> Mapping[str, tuple[Operation, ...]]:
    """The operations whose calls can be generated, by the name of the document that holds them.

    Those that share path and method stand alone, under their own name; `rest` has the others. Where some share,
    `whole` has all of them as the profile publishes them. XML is left out: its truth is the XSD, of which OpenAPI
    knows nothing.
    """
    rows = tuple(operation for operation in profile.operations if operation.request_type not in XML_TYPES)
    doors = Counter((row.path, row.method) for row in rows)
    shared = {row.name: (row,) for row in rows if doors[row.path, row.method] > 1}
    alone = tuple(row for row in rows if row.name not in shared)
    return shared | ({REST: alone} if alone else {}) | ({WHOLE: rows} if shared else {})


def document(profile: Profile, group: str) -> dict[str, Json]:
    """The document of that name."""
    return openapi(replace(profile, operations=groups(profile)[group], pushes=()))
