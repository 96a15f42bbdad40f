"""How many calls of every kind are expected of a province: a day, on average, at the peak (`specs/volume.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from harness.errors import Refused
from specs import FOLDER
from specs.administrative_units import communes, provinces
from specs.code_tables import Fidelity
from specs.office_hours import office_hours

FILE: Final = "volume.toml"
COMMUNES: Final = "communes"
DAILY: Final = ("dossiers_per_commune", "dossiers_at_province")
A_YEAR: Final = "_a_year"
"""A target file may tell these of a year: `dossiers_per_commune_a_year`."""
YEAR: Final = 2026
"""The year whose working days count for that: the one of which the holidays are known."""
PROFILES: Final = ("hours", "weekdays", "months")
LIFE: Final = ("verify", "process", "pay", "look-up")
"""What happens to a dossier between its acceptance and its end, so and so often."""
PAY, PAY_ONLINE = "pay", "pay-online"
"""A payment: at the counter, and at the Payment Platform."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure behind a volume: a value, or the weights of a profile. `fidelity` `given`: the target file says so."""

    name: str
    value: float | tuple[float, ...]
    unit: str
    vi: str
    en: str
    fidelity: Fidelity | str
    source: str

    @property
    def assumed(self) -> bool:
        """Whether nobody has said so."""
        return self.fidelity == "assumed"


@dataclass(frozen=True, slots=True)
class Volume:
    """What is expected of one province: `figures` are all that it rests on, by name."""

    province: str
    figures: Mapping[str, Figure]

    def number(self, name: str) -> float:
        """Return a figure that is one number. Raises Refused for a name that is none."""
        value = self.figures[name].value if name in self.figures else None
        if not isinstance(value, int | float):
            raise Refused(f"{name!r} is no figure of {FILE}")
        return float(value)

    def weights(self, name: str) -> tuple[float, ...]:
        """Return the weights of a profile, whose mean is 1."""
        value = self.figures[name].value
        return value if isinstance(value, tuple) else (value,)

    @property
    def dossiers_a_day(self) -> float:
        """On the average working day: all communes and the provincial centre."""
        return self.number(COMMUNES) * self.number("dossiers_per_commune") + self.number("dossiers_at_province")

    @property
    def dossiers_per_s(self) -> float:
        """On average over the opening hours."""
        return self.dossiers_a_day / opening_seconds()

    def of_life(self) -> dict[str, float]:
        """How often each thing of `LIFE` happens to a dossier, on average."""
        return {kind: self.number(f"{kind.replace('-', '_')}_per_dossier") for kind in LIFE}

    def per_dossier(self) -> Mapping[str, float]:
        """How many calls of each kind one dossier makes, on average."""
        online, of_life = self.number("online_share"), self.of_life()
        of_life[PAY_ONLINE] = of_life[PAY] * self.number("paid_online_share")
        of_life[PAY] -= of_life[PAY_ONLINE]
        return {"accept": 1 - online, "file-online": online, "take-in": online, **of_life, "finish": 1.0, "return": 1.0}

    def calls_per_s(self, *, peak: bool = False) -> Mapping[str, float]:
        """Calls of each kind a second, on average over the opening hours or at the expected peak."""
        dossiers = self.dossiers_per_s * (self.number("peak_factor") if peak else 1.0)
        return {kind: number * dossiers for kind, number in self.per_dossier().items()}

    def day_factor(self, day: date) -> float:
        """How much a day has of an average one, by its month and weekday; 0 where the offices are closed."""
        if not office_hours().of(day):
            return 0.0
        working = sorted(office_hours().weekdays)
        by_weekday = self.weights("weekdays")
        weekday = working.index(day.isoweekday()) if day.isoweekday() in working else -1  # a working Saturday
        return self.weights("months")[day.month - 1] * (by_weekday[weekday] if weekday >= 0 else 1.0)


def expected_volume(province: str, given: Mapping[str, float] = MappingProxyType({})) -> Volume:
    """Return what is expected of a province (two-digit code); `given` replaces figures by name.

    What comes in a year is shared among its working days. Raises Refused for a province or a figure that is not known,
    for a figure that is no number from 0 on, and for one that is told of a day and of a year.
    """
    if province not in provinces():
        raise Refused(f"no province has the code {province!r}")
    number = sum(commune.province == province for commune in communes().values())
    known = {
        COMMUNES: Figure(
            COMMUNES, number, "communes", "Số xã, phường, đặc khu", "Communes", "published", "QĐ 19/2025/QĐ-TTg"
        ),
        **figures(),
    }
    for name, value in _by_day(given).items():
        if name not in known or name in PROFILES or isinstance(value, bool) or not value >= 0:
            raise Refused(f"no figure of the expected volume: {name!r} = {value!r}")
        old = known[name]
        known[name] = Figure(name, value, old.unit, old.vi, old.en, "given", "the target file")
    volume = Volume(province, MappingProxyType(known))
    if volume.number("online_share") + volume.number("postal_share") > 1:
        raise Refused("more dossiers come online and by post than come at all")
    if volume.number("paid_online_share") > 1:
        raise Refused("more is paid online than is paid at all")
    return volume


def _by_day(given: Mapping[str, float]) -> Mapping[str, float]:
    """The given figures with those of a year made ones of a working day."""
    found = dict(given)
    for name in DAILY:
        if name + A_YEAR in found and name in found:
            raise Refused(f"{name!r} is told of a day and of a year")
        if name + A_YEAR in found:
            found[name] = found.pop(name + A_YEAR) / working_days(YEAR)
    return found


def working_days(year: int) -> int:
    """Return on how many days of a year offices are open."""
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    return sum(day.year == year and bool(office_hours().of(day)) for day in days)


def largest_province() -> str:
    """Return the code of the province with the most communes."""
    codes = [commune.province for commune in communes().values()]
    return max(sorted(provinces()), key=codes.count)


def opening_seconds() -> float:
    """How long offices are open on a working day."""
    return sum((_hours(last) - _hours(first)) * 3600 for first, last in office_hours().spans)


@cache
def figures() -> Mapping[str, Figure]:
    """Return the figures and profiles of the file, by name. Raises Refused for a bad one."""
    table = tomllib.loads((FOLDER / FILE).read_text(encoding="utf-8"))
    found = {row["name"]: Figure(**row) for row in table["figure"]}
    for name in PROFILES:
        row: dict[str, Any] = dict(table[name])
        weights = tuple(row.pop("weights"))
        if abs(sum(weights) / len(weights) - 1) > 1e-6:  # noqa: PLR2004 - the sum of a dozen decimals
            raise Refused(f"{FILE}: the mean of {name} is not 1")
        found[name] = Figure(name=name, value=weights, unit="times the mean", **row)
    return MappingProxyType(found)


def _hours(moment: time) -> float:
    return moment.hour + moment.minute / 60
