"""What a comparison allows: lag, tolerances, allowances; every exception says why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from harness.errors import Refused


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two values of a column may lie apart: seconds for moments, the unit itself for figures."""

    by: float
    reason: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """Findings that are allowed: of a kind and, where given, of a cause, a field, an agency or certain keys."""

    kind: str
    reason: str
    cause: str = ""
    field: str = ""
    agency: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """By what two snapshots are compared. Raises Refused where an exception gives no reason.

    `lag` is the time after which a change on the left must stand on the right.
    """

    lag: timedelta
    tolerances: Mapping[str, Tolerance] = field(default_factory=dict)
    allowed: tuple[Allowance, ...] = ()

    def __post_init__(self) -> None:
        named = {f"the tolerance of {name}": rule.reason for name, rule in self.tolerances.items()}
        named |= {f"allowance {n} ({rule.kind})": rule.reason for n, rule in enumerate(self.allowed, start=1)}
        for name, reason in named.items():
            if not reason.strip():
                raise Refused(f"{name} gives no reason")
