"""A running population database, asked by a province that signs as client code does."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from mocks.clock import Clock
from mocks.played import Terms, Wish
from tests.unit.mocks.playing import Side, playing
from tests.unit.mocks.population.asking import Province


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Province]]:
    """Start the database; `settings` is TOML laid over those of the profile, `terms` as `Terms` has them."""
    with ExitStack() as stack:

        def begin(*, settings: str = "", skew_s: float | None = None, **terms: Any) -> Province:
            known: dict[str, Any] = {"redaction_key": b"key of a test"} | terms
            if settings:
                known["overlay"] = laid_over(tmp_path, settings)
            if skew_s is not None:
                known["make_clock"] = lambda: skewed(skew_s)
            (side,) = stack.enter_context(playing(Wish(system="c06"), terms=Terms(**known)))
            return Province(side, side.view("officers")["officers"][0]["identity"])

        yield begin


@pytest.fixture
def province(start: Callable[..., Province]) -> Province:
    """A province at a fresh database."""
    return start()


@pytest.fixture
def resident(province: Province) -> dict[str, Any]:
    """Somebody who lives at home, has both numbers and a day of birth."""
    return some_resident(province.side, lambda row: row["old_identity"] and len(row["born"]) == 8)


def laid_over(folder: Path, settings: str, *, system: str = "c06", profile: str = "c06-2025") -> Path:
    """An overlay that says these settings and nothing else."""
    place = folder / "specs" / "interfaces" / system / profile
    place.mkdir(parents=True, exist_ok=True)
    head = f'system = "{system}"\nprofile = "{profile}"\nextends = "{system}/{profile}"\n'
    (place / "operations.toml").write_text(head + settings, encoding="utf-8")
    return folder / "specs"


def skewed(seconds: float) -> Clock:
    """A clock that is ahead by so much."""
    clock = Clock()
    clock.skew_s = seconds
    return clock


def everybody(side: Side) -> list[dict[str, Any]]:
    """All residents."""
    rows: list[dict[str, Any]] = []
    after: int | None = 0
    while after is not None:
        page = side.command("residents/find", after=after, limit=500)
        rows += page["residents"]
        after = page["next"]
    return rows


def some_resident(side: Side, is_wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """The first resident of that kind."""
    return next(row for row in everybody(side) if is_wanted(row))
