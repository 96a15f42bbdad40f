"""The PostgreSQL server is restarted, or the line to it breaks: the province goes on; nothing is lost or doubled."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import text

from mocks.province.outbox import worker
from mocks.province.portal.report import KIND
from mocks.province.records.database import Database, DatabaseAway
from mocks.province.records.errands import Errands
from mocks.province.serve import _go_on
from tests.postgres import Postgres, both_engines
from tests.unit.province.conftest import TEMPLATE, Office, Play
from tests.unit.province.records.line import Line, line_to
from tests.unit.province.samples import ACTS, NOON, StubPortal, make_accept, until

WAY = ["2", "4", "9", "10"]
COMMIT = b"COMMIT\0"  # and not "READ COMMITTED"
STEP = "CapNhatTienDoHoSoMC"


@pytest.fixture
def address(postgres: Postgres) -> Iterator[str]:
    """A database on the server itself."""
    with postgres.new_database(TEMPLATE) as made:
        yield made


@pytest.fixture
def line(postgres: Postgres) -> Iterator[Line]:
    with line_to(postgres.folder / ".s.PGSQL.5432") as laid:
        yield laid


@pytest.fixture
def by_line(address: str, line: Line) -> str:
    """The same database at the other end of a line."""
    return address.replace("@/", f"@127.0.0.1:{line.port}/").partition("?")[0]


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_restart_of_the_server_loses_and_doubles_nothing(
    play: Play, postgres: Postgres, address: str, mode: str
) -> None:
    async def story(office: Office) -> None:
        before = await office.accept()
        with postgres.away(mode):
            assert (await office.call("POST", "/dossiers", make_accept()))[0] == 503
            assert (await office.call("GET", "/outbox"))[0] == 503
        after = await office.accept()
        for code in (before, after):
            await office.act(code, "process", "finish", "return")
            await office.until_told(code, *WAY)
        await office.until_empty()
        assert list(office.portal.known) == [before, after]
        assert all(office.portal.operations(code).count("add") == 1 for code in (before, after))

    play(story, database_url=address)


def test_what_was_told_while_the_server_was_away_is_not_told_again(
    play: Play, postgres: Postgres, address: str
) -> None:
    portal = StubPortal()
    noted = asyncio.Event()

    async def take_it_and_lose_the_server(body: Any) -> dict[str, Any]:
        postgres.stop("immediate")
        noted.set()
        return portal.answer(STEP, body)

    portal.scripts[STEP] = [take_it_and_lose_the_server]

    async def story(office: Office) -> None:
        code = await office.accept()
        await noted.wait()
        postgres.start()
        await office.act(code, "process")
        await office.until_told(code, "2", "4")
        await office.until_empty()
        assert portal.operations(code) == ["look-up", "add", "step", "look-up", "update", "step"]

    play(story, portal, database_url=address)


def test_an_act_whose_confirmation_was_lost_is_reported_all_the_same(play: Play, line: Line, by_line: str) -> None:
    """Nobody knows whether it stands; it does, so the portal must hear of it without anybody asking."""

    async def story(office: Office) -> None:
        code = await office.accept()
        await office.until_told(code, "2")
        await office.until_empty()
        line.cut_after = COMMIT
        assert (await office.call("POST", f"/dossiers/{code}/process", ACTS["process"]))[0] == 503
        await office.until_told(code, "2", "4")
        assert (await office.call("POST", f"/dossiers/{code}/return", ACTS["return"]))[0] == 409
        await office.until_empty()
        assert office.portal.steps[code] == ["2", "4"]

    play(story, database_url=by_line)
    assert line.cuts == 1


@pytest.mark.parametrize("moment", [b"BEGIN", b"INSERT INTO", b"DELETE FROM", COMMIT])
def test_whenever_the_line_breaks_the_errands_are_run_once_and_in_order(
    play: Play, line: Line, by_line: str, moment: bytes
) -> None:
    async def story(office: Office) -> None:
        code = await office.accept()
        for name in ("process", "finish", "return"):
            line.cut_after = moment
            if (await office.call("POST", f"/dossiers/{code}/{name}", ACTS[name]))[0] != 200:
                status, told = await office.call("POST", f"/dossiers/{code}/{name}", ACTS[name])
                assert status in {200, 409}, told
            await until(lambda: line.cut_after is None)
        await office.until_empty()
        _, told = await office.call("GET", f"/records/dossiers/{code}")
        assert office.portal.steps[code] == [act["status"] for act in told["acts"]]
        assert told["status"] == "10"

    play(story, database_url=by_line)
    assert line.cuts == 3


@both_engines
def test_what_another_process_wrote_while_it_died_is_taken_up(
    play: Play, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "WATCH_S", 0.05)

    async def story(office: Office) -> None:
        code = await office.accept()
        await office.until_told(code, "2")
        with closing(Database(database_url)) as late, late.begin() as transaction:
            about = {"dossier": code, "act": 1}
            Errands(late).queue(transaction, chain=f"portal/{code}", kind=KIND, about=about, at=NOON)
        await office.until_told(code, "2", "2")

    play(story)


def test_what_a_part_does_by_itself_is_begun_again(postgres: Postgres, address: str) -> None:
    begun: list[int] = []

    async def look() -> None:
        begun.append(len(begun))
        with database.reading() as db:
            db.execute(text("SELECT 1"))

    async def story() -> None:
        with postgres.away():
            task = asyncio.create_task(_go_on(look, lambda _: 0.01))
            await until(lambda: len(begun) > 2)
        await task

    database = Database(address)
    asyncio.run(story())
    database.close()


def test_a_transaction_in_doubt_wakes_who_looks_what_is_there(line: Line, by_line: str) -> None:
    database = Database(by_line)
    errands, woken = Errands(database), list[str]()
    errands.on_queued = woken.append
    line.cut_after = COMMIT
    with pytest.raises(DatabaseAway), database.begin() as transaction:
        errands.queue(transaction, chain="portal/1", kind="k", about={}, at=NOON)
    assert woken == errands.waiting() == ["portal/1"]
    database.close()


def test_a_line_that_is_dead_is_given_up(postgres: Postgres, line: Line, by_line: str) -> None:
    line.close()
    with pytest.raises(OSError, match="does not open"):
        Database(by_line)
