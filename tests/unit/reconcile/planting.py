"""Dossiers in which all is well, and differences planted in them, each with exactly what must be found of it."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from specs.codebook import communes
from specs.people.names import make_name

Row = dict[str, Any]
Expected = tuple[str, str, str, str, str]
"""kind, cause, field, side, key"""
TAKEN = datetime(2026, 3, 1, 1, 0)  # noqa: DTZ001 - moments of tables are UTC and do not say so
LAG = timedelta(days=1)
COMMUNES = sorted(code for code, commune in communes().items() if commune.province == "86")


@dataclass(frozen=True)
class Planted:
    """Rows of a dossier on either side, and the findings that they are."""

    left: list[Row]
    right: list[Row]
    expected: list[Expected]


def make_dossier(number: int, rng: random.Random) -> Row:
    """A dossier that is right in itself: filed, received, due and finished in this order, at an agency of today."""
    received = datetime(2025, 8, 1) + timedelta(seconds=rng.randrange(180 * 86400))  # noqa: DTZ001 - as above
    agency = f"H61.{rng.randrange(1, 125):03d}"
    done = rng.random() < 0.5
    finished = received + timedelta(seconds=rng.randrange(3600, 10 * 86400)) if done else None
    return {
        "code": f"{agency}-{received:%y%m%d}-{number:07d}",
        "agency": agency,
        "procedure": f"1.{rng.randrange(1000, 3000):06d}",
        "status": "9" if done else rng.choice(("2", "4", "5")),
        "channel": rng.choice("123"),
        "owner_identity": f"09{rng.randrange(7, 10)}{number:09d}",
        "owner_name": make_name(rng, sex=rng.choice(("male", "female"))),
        "commune": rng.choice(COMMUNES),
        "district": None,
        "submitted_at": received - timedelta(seconds=rng.randrange(60, 86400)),
        "received_at": received,
        "due_at": received + timedelta(days=rng.randrange(3, 30), seconds=37),
        "finished_at": finished,
        "fee": rng.randrange(1, 40) * 5000,
        "changed_at": finished or received + timedelta(minutes=5),
    }


Plant = Callable[[Row], Planted]


def _field(cause: str, field: str, left: Any, right: Any, *, kind: str = "differs") -> Plant:
    """A field that has one value on the left and another on the right; a function makes the value of the row."""

    def plant(row: Row) -> Planted:
        values = [value(row) if callable(value) else value for value in (left, right)]
        one, other = ({**row, field: value} for value in values)
        return Planted([one], [other], [(kind, cause, field, "right", row["code"])])

    return plant


def _both(kind: str, cause: str, field: str, **change: Any) -> Plant:
    """A row that is the same on both sides, and wrong in itself."""

    def plant(row: Row) -> Planted:
        wrong = {**row, **{name: value(row) if callable(value) else value for name, value in change.items()}}
        expected = [(kind, cause, field, side, wrong["code"]) for side in ("left", "right")]
        return Planted([wrong], [dict(wrong)], expected)

    return plant


def _missing(row: Row) -> Planted:
    return Planted([row], [], [("missing", "absent", "", "left", row["code"])])


def _extra(row: Row) -> Planted:
    return Planted([], [row], [("extra", "absent", "", "right", row["code"])])


def _young(row: Row) -> Planted:
    new = TAKEN - LAG / 2
    times = {"submitted_at": new - LAG, "received_at": new, "due_at": new + 9 * LAG, "finished_at": None}
    young = {**row, **times, "changed_at": new}
    return Planted([young], [], [("in_flight", "missing", "", "left", row["code"])])


def _old_and_changed(row: Row) -> Planted:
    """That it was changed a moment ago is no excuse: it was to be there long before."""
    changed = {**row, "changed_at": TAKEN - LAG / 2}
    return Planted([changed], [], [("missing", "absent", "", "left", row["code"])])


def _other_code(row: Row) -> Planted:
    other = row["code"].replace("H61", "000.00.61.H61")
    found = [("missing", "other_code", "", "left", row["code"]), ("extra", "other_code", "", "right", other)]
    return Planted([row], [{**row, "code": other}], found)


def _closed_and_lost(row: Row) -> Planted:
    closed = {**row, "agency": "H22.12"}
    key = row["code"]
    found = [("missing", "closed_agency", "", "left", key), ("closed_code", "agency", "agency", "left", key)]
    return Planted([closed], [], found)


def _repeated(row: Row) -> Planted:
    return Planted([row], [row, dict(row)], [("duplicated", "repeated", "", "right", row["code"])])


def _conflicting(row: Row) -> Planted:
    other = {**row, "fee": row["fee"] + 1}
    return Planted([row, other], [row], [("duplicated", "conflicting", "", "left", row["code"])])


def _stale(row: Row) -> Planted:
    newer = {**row, "status": "10", "changed_at": row["changed_at"] + timedelta(hours=2)}
    return Planted([newer], [row], [("stale", "outdated", "status", "right", row["code"])])


def _on_the_way(row: Row) -> Planted:
    newer = {**row, "status": "10", "changed_at": TAKEN - LAG / 2}
    return Planted([newer], [row], [("in_flight", "outdated", "status", "right", row["code"])])


def _moved(row: Row) -> Planted:
    """A value that stands in another column: whoever hashes values and passes over empty ones does not see it."""
    one, other = {**row, "channel": "2", "owner_name": None}, {**row, "channel": None, "owner_name": "2"}
    causes = (("lost", "channel"), ("invented", "owner_name"))
    return Planted([one], [other], [("differs", cause, field, "right", row["code"]) for cause, field in causes])


def _same(name: str) -> Callable[[Row], Any]:
    return lambda row: row[name]


def _without_zeros(row: Row) -> str:
    number: str = row["owner_identity"]
    return number.lstrip("0")


def _early(cause: str, field: str, **change: Any) -> Plant:
    return _both("impossible_time", cause, field, **change)


def _later(name: str, **by: float) -> Callable[[Row], datetime]:
    return lambda row: row[name] + timedelta(**by)


_MARCH = datetime(2026, 3, 9, 3, 0, 37)  # noqa: DTZ001 - as above
_SEPTEMBER = datetime(2026, 9, 3, 3, 0, 37)  # noqa: DTZ001 - as above
_RECEIVED = ("received_before_submitted", "received_at")
_FINISHED = ("finished_before_received", "finished_at")
PLANTS: Mapping[str, Plant] = {
    "missing": _missing,
    "extra": _extra,
    "young": _young,
    "old and changed": _old_and_changed,
    "other code": _other_code,
    "closed and lost": _closed_and_lost,
    "repeated": _repeated,
    "conflicting": _conflicting,
    "stale": _stale,
    "on the way": _on_the_way,
    "moved": _moved,
    "lost": _field("lost", "owner_name", _same("owner_name"), None),
    "invented": _field("invented", "channel", None, "2"),
    "spelling": _field("spelling", "owner_name", "Nguyễn Thị Hòa", "NGUYỄN  THỊ Hoà"),
    "truncated": _field("truncated", "owner_name", "Trần Thị Ngọc Khánh", "Trần Thị Ng"),
    "garbled": _field("garbled", "owner_name", "Lê Đức Thắng", "L? ??c Th?ng"),
    "zeros": _field("leading_zeros", "owner_identity", _same("owner_identity"), _without_zeros),
    "agency form": _field("code_form", "agency", "H61.022", "000.00.022.H61"),
    "procedure form": _field("code_form", "procedure", "1.001234", "1.001234.H61"),
    "behind": _field("status_behind", "status", "9", "2"),
    "ahead": _field("status_ahead", "status", "4", "9"),
    "apart": _field("status_apart", "status", "4", "5"),
    "unexplained": _field("status_unexplained", "status", "3", "9"),
    "seven hours": _field("time_zone", "due_at", _same("due_at"), _later("due_at", hours=7)),
    "day and month": _field("day_month", "due_at", _MARCH, _SEPTEMBER),
    "to the minute": _field("precision", "due_at", _MARCH, _MARCH.replace(second=0)),
    "thousands": _field("unit", "fee", lambda row: row["fee"], lambda row: row["fee"] // 1000),
    "another fee": _field("value", "fee", lambda row: row["fee"], lambda row: row["fee"] + 1),
    "another name": _field("value", "owner_name", "Phạm Văn An", "Võ Thị Bích"),
    "received too early": _early(*_RECEIVED, submitted_at=_later("received_at", hours=1)),
    "due too early": _early("due_before_received", "due_at", due_at=_later("received_at", seconds=-1)),
    "finished too early": _early(*_FINISHED, finished_at=_later("received_at", days=-1)),
    "future": _both("impossible_time", "in_the_future", "finished_at", finished_at=TAKEN + timedelta(days=9)),
    "closed agency": _both("closed_code", "agency", "agency", agency="H22.7"),
    "supposed to be closed": _both("closed_code", "supposed_agency", "agency", agency="H07.12"),
    "closed commune": _both("closed_code", "commune", "commune", commune="99999"),
    "district": _both("district", "filled", "district", district="855"),
    "district as commune": _both("district", "as_commune", "commune", commune="855"),
}  # fmt: skip


def planted_world(seed: int, *, sound: int, each: int) -> Planted:
    """`sound` dossiers that agree, and each plant so many times, in random order on both sides."""
    return make_world(seed, sound=sound, plants=[name for name in PLANTS for _ in range(each)])


def make_world(seed: int, *, sound: int, plants: Sequence[str]) -> Planted:
    """`sound` dossiers that agree, and these plants, in random order on both sides."""
    rng = random.Random(seed)
    world = Planted([], [], [])
    for number, plant in enumerate([*(None for _ in range(sound)), *(PLANTS[name] for name in plants)]):
        row = make_dossier(number, rng)
        made = plant(row) if plant else Planted([row], [dict(row)], [])
        world.left.extend(made.left)
        world.right.extend(made.right)
        world.expected.extend(made.expected)
    rng.shuffle(world.left)
    rng.shuffle(world.right)
    return world
