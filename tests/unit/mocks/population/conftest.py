"""A running population database, asked by a province that signs as client code does."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from mocks.core.clock import Clock
from mocks.stage.played import Terms, Wish
from tests.unit.mocks.playing import Side, playing
from tests.unit.mocks.population.asking import Province, newest
from tests.unit.mocks.population.wrapped import Client


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


@pytest.fixture(scope="session")
def shared() -> Iterator[Side]:
    """A database that many tests ask, one after the other."""
    with playing(Wish(system="c06"), terms=Terms(redaction_key=b"key of a test")) as (side,):
        yield side


@pytest.fixture
def province(shared: Side) -> Province:
    """A province at a database as it is at the start; its journal goes on."""
    shared.command("reset", behaviours=True)
    return Province(shared, shared.view("officers")["officers"][0]["identity"], since=newest(shared))


@pytest.fixture
def resident(province: Province) -> dict[str, Any]:
    """Somebody who lives at home, has both numbers and a day of birth."""
    return some_resident(province.side, lambda row: row["old_identity"] and len(row["born"]) == 8)


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[..., Client]]:
    """Start a wrapper."""
    with ExitStack() as stack:

        def start(*, settings: str = "", **terms: Any) -> Client:
            known: dict[str, Any] = {"redaction_key": b"key of a test"} | terms
            if settings:
                known["overlay"] = laid_over(tmp_path, settings, system="c06-wrapper", profile="wrapper-2025")
            (side,) = stack.enter_context(playing(Wish(system="c06-wrapper"), terms=Terms(**known)))
            return Client(side, side.view("officers")["officers"][0]["identity"])

        yield start


@pytest.fixture(scope="session")
def shared_wrapper() -> Iterator[Side]:
    """A wrapper that many tests ask, one after the other."""
    with playing(Wish(system="c06-wrapper"), terms=Terms(redaction_key=b"key of a test")) as (side,):
        yield side


@pytest.fixture
def client(shared_wrapper: Side) -> Client:
    """A province at a wrapper as it is at the start."""
    shared_wrapper.command("reset", behaviours=True)
    return Client(shared_wrapper, shared_wrapper.view("officers")["officers"][0]["identity"])


@pytest.fixture
def row(client: Client) -> dict[str, Any]:
    """Somebody who is there."""
    resident: dict[str, Any] = client.side.view("residents")["residents"][0]
    return resident


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
