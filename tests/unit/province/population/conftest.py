"""A province in front of a real mock of the population database, in which somebody lives and two officers may ask."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from mocks.province.options import Counterpart, ProvinceOptions
from mocks.province.screens.app import BASE
from mocks.province.serve import run_province
from mocks.stage.played import Terms, Wish
from tests.unit.mocks.playing import Side, playing
from tests.unit.province.samples import OFFICER, OWNER, PROCEDURE, StubPortal, make_accept, options_for

PATIENT_S, IMPATIENT_S = 10.0, 0.3
OFFICERS = ("098480123456", "099470654321")
NO_ROLES = {"agency": "H56.14", "roles": []}
RESIDENT = {"identity": "098476123456", "name": "Đặng Thị Hoà Thử", "sex": "female", "birth": "1976-05-01"}


@dataclass
class Enquirer:
    """The officers of a running province, and the register that they ask."""

    client: TestClient[Any, Any]
    register: Side
    since: int = 0
    dossiers: list[str] = field(default_factory=list)

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.client.request(method, f"{BASE}{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def accept(self, **owner: Any) -> str:
        status, told = await self.call("POST", "/dossiers", make_accept(owner=applicant(**owner)))
        assert status == 201, told
        return str(told["dossier"])

    async def verify(self, code: str, **changes: Any) -> dict[str, Any]:
        status, told = await self.call("POST", f"/dossiers/{code}/verify", make_verify(**changes))
        assert status == 200, told
        return dict(told)

    async def verified(self, *, birth: str = RESIDENT["birth"], **owner: Any) -> str:
        """Accept a dossier of this owner and verify it; what came of it."""
        return str((await self.verify(await self.accept(**owner), birth=birth))["verification"])

    async def view(self, path: str) -> Any:
        status, told = await self.call("GET", f"/records/{path}")
        assert status == 200, told
        return told

    async def log(self) -> list[dict[str, Any]]:
        return list((await self.view("personal-data-log"))["entries"])

    def asked(self) -> list[dict[str, Any]]:
        """The questions that came through the register's door since this province runs."""
        return self.register.journal(after=self.since)

    def last(self) -> dict[str, Any]:
        """The newest question: what stands in its element."""
        exchange = self.asked()[-1]
        return dict(exchange["request"]["body"]["Envelope"]["Body"][exchange["operation"]])


Story = Callable[[Enquirer], Awaitable[None]]


def applicant(**changes: Any) -> dict[str, Any]:
    plain = {**OWNER, "name": RESIDENT["name"], "identity": {"number": RESIDENT["identity"]}}
    return deepcopy({**plain, **changes})


def make_verify(**changes: Any) -> dict[str, Any]:
    return {"officer": signed_in(OFFICERS[0]), "birth": RESIDENT["birth"], **changes}


def signed_in(number: str) -> dict[str, Any]:
    """The officer with this number, who acts with the own account."""
    return {**OFFICER, "account": f"cb-{OFFICERS.index(number)}"}


def make_look_up(**changes: Any) -> dict[str, Any]:
    person = {"number": RESIDENT["identity"], "name": RESIDENT["name"]}
    return {**make_verify(person=person, procedure=PROCEDURE, purpose="record-completion"), **changes}


@pytest.fixture(scope="session")
def _register() -> Iterator[Side]:
    with playing(Wish(system="c06"), terms=Terms(redaction_key=b"key of a test")) as (side,):
        yield side


@pytest.fixture
def register(_register: Side) -> Side:
    """The register as it is at the start, with the resident and the officers."""
    _register.command("reset", behaviours=True)
    move_in(_register, **RESIDENT)
    for number in OFFICERS:
        _register.command("officers/add", identity=number)
    return _register


def move_in(register: Side, **resident: str) -> None:
    """Somebody comes into the register."""
    answer = register.control.post("/control/1/residents/add", json=resident)
    assert answer.status_code == 200, answer.text


@asynccontextmanager
async def open_office(
    folder: Path,
    register: Side,
    fault: str | None,
    settings: dict[str, str],
    *,
    system: str = "c06",
    timeout_s: float = PATIENT_S,
) -> AsyncIterator[Enquirer]:
    """A province that reaches the register under that name; `settings` are those of the connection."""
    known = {**register.accounts, "client": "VN-TEST/GOV/H56/HOSO", **settings}
    async with StubPortal().serving() as portal:
        counterparts = {system: Counterpart(register.running.national, known)}
        options = options_for(folder, portal, read_timeout_s=timeout_s, counterparts=counterparts, fault=fault)
        async with run_province(ProvinceOptions(**options)) as doors, TestClient(TestServer(doors.screens)) as client:
            newest = register.journal()
            office = Enquirer(client, register, since=newest[-1]["seq"] if newest else 0)
            for number in OFFICERS:
                account = {"account": signed_in(number)["account"], "name": OFFICER["name"], "identity": number}
                assert (await office.call("POST", "/desk/open-account", {**account, **NO_ROLES}))[0] == 200
            yield office


@pytest.fixture
def play(tmp_path: Path, register: Side) -> Callable[..., None]:
    """Play a story with a province that can ask the register; more words are settings of the connection."""

    def run(story: Story, *, fault: str | None = None, timeout_s: float = PATIENT_S, **settings: str) -> None:
        async def tell() -> None:
            async with open_office(tmp_path, register, fault, settings, timeout_s=timeout_s) as enquirer:
                await story(enquirer)

        asyncio.run(tell())

    return run
