"""Exports are imported by a whole province: every row accounted for, again without doubling, on after a stop."""

import asyncio
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from mocks.province.inheritance.form import read_lines
from mocks.province.inheritance.importing import BATCH, Importing
from mocks.province.inheritance.ledger import Forgotten, Ledger
from mocks.province.inheritance.mapping import CodeMapping
from mocks.province.inheritance.part import FOLDER
from mocks.province.inheritance.reading import Reading
from mocks.province.inheritance.taking import Taking
from mocks.province.records.clock import Clock
from mocks.province.records.codes import make_code
from mocks.province.records.database import Database
from mocks.province.records.dossiers import Dossiers, UnknownDossier
from tests.postgres import both_engines
from tests.unit.province.conftest import Office
from tests.unit.province.inheritance.exports import (
    MAPPING,
    TABLES,
    as_csv,
    as_jsonl,
    hand_over,
    make_open,
    make_row,
)
from tests.unit.province.samples import ACTS

OLD = "000.12.47.H22-250304-{:04d}"


async def bring(office: Office, body: dict[str, Any]) -> dict[str, Any]:
    """Hand over and wait until it is imported; the account."""
    status, told = await office.call("POST", "/desk/import", body)
    assert status == 200, told
    account: dict[str, Any] = {"state": "running"}
    while account["state"] == "running":  # each look is a call: the import goes on meanwhile
        account = (await office.call("GET", f"/records/imports/{told['import']}"))[1]
    return account


async def inherited(office: Office, code: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await office.call("GET", f"/records/inherited/{code}"))[1]["dossiers"]
    return found


def figures(account: dict[str, Any]) -> tuple[int, ...]:
    return tuple(account[name] for name in ("rows", "taken", "merged", "known", "refused"))


@both_engines
def test_every_row_is_accounted_for(play: Any) -> None:
    async def story(office: Office) -> None:
        rows = [make_row(1), make_open(2), make_row(3, MaXa="99002"), make_row(4, ChuHoSo=None)]
        account = await bring(office, hand_over(rows))
        assert figures(account) == (4, 2, 0, 0, 2)
        assert (account["open"], account["closed"], account["agrees"]) == (1, 1, True)
        assert account["refusals"] == [
            {"line": 3, "reason": "no-code-of-today", "column": "MaXa"},
            {"line": 4, "reason": "missing", "column": "ChuHoSo"},
        ]
        assert await inherited(office, OLD.format(3)) == []

    play(story)


@both_engines
def test_the_same_again_adds_nothing_and_something_else_is_refused(play: Any) -> None:
    async def story(office: Office) -> None:
        rows = [make_row(1), make_open(2)]
        await bring(office, hand_over(rows))
        again = await bring(office, hand_over([*rows, make_row(1, TrichYeu="Khác")], form="jsonl"))
        assert figures(again) == (3, 0, 0, 2, 1)
        assert again["refusals"][0]["reason"] == "differs-from-what-was-taken"
        assert len(await inherited(office, OLD.format(1))) == 1

    play(story)


def test_provinces_keep_their_dossiers_apart_and_share_what_is_one(play: Any) -> None:
    async def story(office: Office) -> None:
        twin, clash = make_row(1, ChuHoSo="Nguyễn Thị Hòa"), make_row(2)
        await bring(office, hand_over([twin, clash]))
        told = [
            make_row(1, ChuHoSo=unicodedata.normalize("NFD", "Nguyễn Thị Hoà"), SoDienThoai=None),
            make_row(2, ChuHoSo="Trần Văn Khác"),
        ]
        assert figures(await bring(office, hand_over(told, source="H02", form="jsonl"))) == (2, 1, 1, 0, 0)
        (one,) = await inherited(office, OLD.format(1))
        assert [row["source"] for row in one["former"]] == ["H02", "H22"]
        assert await inherited(office, one["code"]) == [one]
        both = await inherited(office, OLD.format(2))
        assert {row["name"] for row in both} == {"Đặng Thị Đỗ Quyên", "Trần Văn Khác"}
        assert (await office.call("GET", f"/records/dossiers/{OLD.format(2)}"))[0] == 409

    play(story)


def test_what_is_open_goes_on_under_its_new_code_and_the_old_one_leads_there(play: Any) -> None:
    async def story(office: Office) -> None:
        await bring(office, hand_over([make_row(1), make_open(2), make_open(3, status="5")]))
        status, shown = await office.call("GET", f"/records/dossiers/{OLD.format(2)}")
        assert (status, shown["status"], [act["name"] for act in shown["acts"]]) == (200, "4", ["accept", "process"])
        code = shown["code"]
        assert code.startswith("H56.14-")
        assert await office.pending() == 0
        told = (await office.call("POST", f"/dossiers/{OLD.format(2)}/process", ACTS["process"]))[1]
        assert told["dossier"] == code
        await office.until_told(code, "4")
        assert (await office.call("POST", f"/dossiers/{OLD.format(3)}/supplied", ACTS["supplied"]))[0] == 200
        assert (await office.call("POST", f"/dossiers/{OLD.format(1)}/process", ACTS["process"]))[0] == 409

    play(story)


def test_figures_that_are_not_the_sources_are_told(play: Any) -> None:
    async def story(office: Office) -> None:
        for number, control in enumerate(({"rows": 2, "open": 0, "closed": 2}, {"rows": 1, "open": 1, "closed": 0})):
            account = await bring(office, hand_over([make_row(number + 1)], control=control))
            assert account["agrees"] is False
        whole = await bring(office, hand_over([make_row(9)], control={"rows": 1, "open": 0, "closed": 1}))
        assert whole["agrees"] is True

    play(story)


def test_a_table_that_leads_nowhere_is_refused_whole(play: Any) -> None:
    async def story(office: Office) -> None:
        mapping = {**MAPPING, "communes": [{"old": "99001", "new": "99999"}]}
        status, told = await office.call("POST", "/desk/import", hand_over([make_row(1)], mapping=mapping))
        assert (status, told["detail"]) == (409, "/mapping/communes/0/new: there is no such code today")

    play(story)


def test_a_file_may_lie_in_the_folder_already(play: Any, tmp_path: Path) -> None:
    async def story(office: Office) -> None:
        body = hand_over([make_row(1)])
        text = body.pop("content")
        assert (await bring(office, {**body, "file": "missing.csv"}))["state"] == "failed"
        (tmp_path / FOLDER / "export.csv").write_text(text, encoding="utf-8")
        assert figures(await bring(office, {**body, "file": "export.csv"})) == (1, 1, 0, 0, 0)
        assert (tmp_path / FOLDER / "export.csv").exists()
        assert (await bring(office, {**body, "content": "MaHoSo\n1\n"}))["state"] == "failed"
        assert list((tmp_path / FOLDER / "handed-over").iterdir()) == []
        (status, told) = await office.call("POST", "/desk/import", {**body, "file": "../province.csv"})
        assert (status, told["field"]) == (422, "/file")

    (tmp_path / FOLDER).mkdir()
    play(story)


def test_a_reset_ends_an_import(tmp_path: Path) -> None:
    rows = [make_row(number) for number in (1, 2)]
    (tmp_path / "export.csv").write_text(as_csv(rows), encoding="utf-8")
    first, second = read_lines(tmp_path / "export.csv", "csv")
    database = Database(f"sqlite:///{tmp_path / 'province.sqlite3'}")
    ledger, records = Ledger(database), Dossiers(database)
    ledger.open(hand_over(rows), file="export.csv", mapping=TABLES, at=Clock().now())
    importing = make_importing(database, ledger, tmp_path)
    after = importing.take(ledger.unfinished()[0], [first])
    assert after.rows == 1
    database.clear()
    with pytest.raises(Forgotten):
        importing.take(after, [second])
    with pytest.raises(UnknownDossier):
        records.find(make_code("H56.14", Clock().now().date(), 2))
    database.close()


def make_importing(database: Database, ledger: Ledger, folder: Path, kind: type[Importing] = Importing) -> Importing:
    taking = Taking(Dossiers(database), ledger, make_code=make_code)
    return kind(database, ledger, taking, clock=Clock(), folder=folder, reading=Reading, mapping=CodeMapping)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_import_that_was_stopped_goes_on_where_it_was(form: str, database_url: str, tmp_path: Path) -> None:
    rows = [make_row(number) for number in range(1, BATCH + 3)]
    (tmp_path / f"export.{form}").write_text(as_csv(rows) if form == "csv" else as_jsonl(rows), encoding="utf-8")
    database = Database(database_url)
    ledger = Ledger(database)
    body = hand_over(rows[:1], form=form, control={"rows": len(rows), "open": 0, "closed": len(rows)})
    key = ledger.open(body, file=f"export.{form}", mapping=TABLES, at=Clock().now())

    async def work(*, batches: int | None) -> None:
        done = 0

        class Stopped(Importing):
            def take(self, one: Any, batch: Any) -> Any:
                nonlocal done
                if done == batches:
                    raise asyncio.CancelledError
                done += 1
                return super().take(one, batch)

        importing = make_importing(database, ledger, tmp_path, Stopped)
        for one in ledger.unfinished():
            await importing.work_off(one)

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(work(batches=1))
    before = ledger.find(key)
    assert before is not None
    assert (before.rows, before.figures["taken"], before.ended) == (BATCH, BATCH, None)
    asyncio.run(work(batches=None))
    after = ledger.find(key)
    assert after is not None
    assert (after.rows, after.figures["taken"], after.figures["refused"]) == (len(rows), len(rows), 0)
    assert ledger.unfinished() == []
    database.close()
