"""The register through the province's own JSON wrapper: another door, the same enquiries."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mocks.stage.played import Terms, Wish
from tests.unit.mocks.playing import Side, playing
from tests.unit.province.population.conftest import OFFICERS, RESIDENT, Enquirer, make_look_up, move_in, open_office

Story = Callable[[Enquirer], Awaitable[None]]


@pytest.fixture(scope="module")
def wrapper() -> Iterator[Side]:
    """A wrapper whose people and officers are those of the register's tests."""
    with playing(Wish(system="c06-wrapper"), terms=Terms(redaction_key=b"key of a test")) as (side,):
        move_in(side, **RESIDENT)
        for number in OFFICERS:
            side.command("officers/add", identity=number)
        yield side


@pytest.fixture
def through(tmp_path: Path, wrapper: Side) -> Callable[..., None]:
    """Play a story with a province that reaches the register through the wrapper alone."""
    wrapper.control.delete("/control/1/behaviours").raise_for_status()

    def run(story: Story, **settings: str) -> None:
        async def tell() -> None:
            async with open_office(tmp_path, wrapper, None, settings, system="c06-wrapper") as office:
                await story(office)

        asyncio.run(tell())

    return run


def test_it_is_asked_as_the_register_is(through: Callable[..., None]) -> None:
    async def story(office: Enquirer) -> None:
        assert await office.verified() == "verified"
        (exchange,) = office.asked()
        assert exchange["defects"] == []
        assert (exchange["facts"]["officer"], exchange["facts"]["found"]) == ("known", True)
        (entry,) = await office.log()
        assert (entry["system"], entry["reference"]) == ("c06-wrapper", exchange["request"]["body"]["MaYeuCau"])

    through(story)


def test_existence_and_the_desk_go_the_same_way(through: Callable[..., None]) -> None:
    async def story(office: Enquirer) -> None:
        told = await office.verify(await office.accept(), way="existence")
        assert told["verification"] == "verified"
        status, told = await office.call("POST", "/desk/look-up-person", make_look_up())
        assert (status, told["outcome"], told["person"]["name"]) == (200, "found", RESIDENT["name"])

    through(story)


@pytest.mark.parametrize("spelling", [0, "0", "00"], ids=["number", "text", "zeros"])
def test_success_is_success_however_it_is_spelt(through: Callable[..., None], spelling: Any) -> None:
    async def story(office: Enquirer) -> None:
        office.register.behave("spelling", error_code=spelling)
        assert await office.verified() == "verified"

    through(story)


@pytest.mark.parametrize("behaviour", ["not-found", "empty-citizen"])
def test_nobody_is_nobody(through: Callable[..., None], behaviour: str) -> None:
    async def story(office: Enquirer) -> None:
        office.register.behave(behaviour)
        assert await office.verified() == "not-found"

    through(story)


@pytest.mark.parametrize(
    ("behaviour", "arguments", "trouble"),
    [
        ("refuse", {"code": "12", "message": "Không"}, "refused 12"),
        ("malformed", {}, "not answered"),
        ("answer-lost", {"status": 502}, "not answered"),
    ],
)
def test_without_an_answer_it_is_open(
    through: Callable[..., None], behaviour: str, arguments: dict[str, Any], trouble: str
) -> None:
    async def story(office: Enquirer) -> None:
        office.register.behave(behaviour, **arguments)
        told = await office.verify(await office.accept())
        assert (told["verification"], told["trouble"]) == ("open", trouble)
        assert len(office.asked()) == 1

    through(story)


def test_a_wrong_key_is_told(through: Callable[..., None]) -> None:
    async def story(office: Enquirer) -> None:
        told = await office.verify(await office.accept())
        assert (told["verification"], told["trouble"]) == ("open", "refused not signed in")

    through(story, secret_key="wrong")
