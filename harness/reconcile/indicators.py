"""The indicators that are recounted (`specs/reconcile/indicators.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from specs import FOLDER
from specs.errors import SpecError

FILE: Final = FOLDER / "reconcile" / "indicators.toml"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure. With a base it is a share in percent, without one a number; without a part it is never computed."""

    code: str
    vi: str
    en: str
    source: str
    fidelity: str
    part: str = ""
    base: str = ""
    least: float = 0.0
    profile: str = ""

    def value(self, counts: Mapping[str, int]) -> float | None:
        """The figure of an agency by the sizes of its populations; None where there is nothing to take a share of."""
        if not self.base:
            return float(counts[self.part])
        return 100.0 * counts[self.part] / counts[self.base] if counts[self.base] else None


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return every indicator by code. Raises SpecError at the first row that cannot be used."""
    found: dict[str, Indicator] = {}
    for number, row in enumerate(tomllib.loads(FILE.read_text(encoding="utf-8"))["indicator"], start=1):
        try:
            indicator = Indicator(**row)
        except TypeError as exc:
            raise SpecError(FILE, f"indicator {number}", str(exc)) from exc
        if indicator.code in found or (indicator.base and not indicator.part):
            raise SpecError(FILE, f"indicator {number}", "it is repeated, or a share of nothing")
        found[indicator.code] = indicator
    return MappingProxyType(found)
