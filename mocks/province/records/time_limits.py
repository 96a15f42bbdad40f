"""How long each procedure may take: what the national catalogue publishes, in working days."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from mocks.province.records.working_time import TimeLimit
from specs.profile import load_profile

UNPUBLISHED: Final = TimeLimit(days=10)
"""For a procedure that the catalogue does not have."""


def time_limit(procedure: str) -> TimeLimit:
    """Return the limit of a procedure (MaTTHC)."""
    return _published().get(procedure, UNPUBLISHED)


@cache
def _published() -> Mapping[str, TimeLimit]:
    rows = load_profile("dvcqg", "dvcqg-2025").table("catalogue")["procedure"]
    return {row["MATTHC"]: TimeLimit(days=row["days"]) for row in rows}
