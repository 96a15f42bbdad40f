"""The faults as changes of conduct: what each does instead of the honest thing, gathered from the areas."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from mocks.province.conduct import Conduct
from mocks.province.faults import towards_portal
from mocks.province.faults.catalogue import Fault

_CHANGES: Final[Mapping[Fault, Mapping[str, Any]]] = {**towards_portal.CHANGES}


def conduct_of(fault: Fault | None) -> Conduct:
    """Return how a province with this fault behaves: honestly in all but the one thing."""
    return Conduct() if fault is None else replace(Conduct(), **_CHANGES[fault])
