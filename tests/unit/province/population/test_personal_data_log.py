"""The personal-data log: written before each call, chained, and silent about numbers."""

import re
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from mocks.province.population.personal_data_log import FIRST, KEY_FILE, Access, PersonalDataLog, entries, entry_hash
from mocks.province.records.database import Database
from tests.unit.province.population.conftest import OFFICERS, RESIDENT, Enquirer, make_look_up
from tests.unit.province.samples import NOON

Play = Callable[..., None]
ACCESS = Access(
    officer=OFFICERS[0],
    subject=RESIDENT["identity"],
    dossier="H56.14-261122-0001",
    purpose="applicant-verification",
    system="c06",
    operation="TraCuuThongTinCongDan",
)


def open_log(folder: Path) -> PersonalDataLog:
    return PersonalDataLog(Database(f"sqlite:///{folder}/test.sqlite3"), folder, prefix="H56.14")


def unhashed(entry: Any) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "hash"}


def test_entries_hang_together(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    references = [log.note(ACCESS, at=NOON) for _ in range(3)]
    shown = log.show()
    assert [entry["reference"] for entry in shown] == references == [f"H56.14-{n:06d}" for n in (1, 2, 3)]
    assert [entry["previous"] for entry in shown] == [FIRST, shown[0]["hash"], shown[1]["hash"]]
    assert all(entry["hash"] == entry_hash(unhashed(entry)) for entry in shown)


def test_it_goes_on_after_a_restart_with_the_same_digests(tmp_path: Path) -> None:
    open_log(tmp_path).note(ACCESS, at=NOON)
    log = open_log(tmp_path)
    log.note(replace(ACCESS, officer=OFFICERS[1]), at=NOON)
    first, second = log.show()
    assert second["previous"] == first["hash"]
    assert first["subject"] == second["subject"] == log.digest(RESIDENT["identity"])
    assert first["officer"] != second["officer"]


def test_no_number_stands_in_it(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    log.note(ACCESS, at=NOON)
    (entry,) = log.show()
    assert all(re.fullmatch("[0-9a-f]{64}", entry[name]) for name in ("officer", "subject", "previous", "hash"))
    assert ACCESS.officer not in str(entry)
    assert ACCESS.subject not in str(entry)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_another_installation_has_other_digests(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert open_log(tmp_path / "a").digest(ACCESS.subject) != open_log(tmp_path / "b").digest(ACCESS.subject)


def test_two_entries_after_one_are_refused(tmp_path: Path) -> None:
    """Were two processes to write at once, the second is refused, and its call does not leave."""
    log, database = open_log(tmp_path), Database(f"sqlite:///{tmp_path}/test.sqlite3")
    log.note(ACCESS, at=NOON)
    fork = {**log.row(ACCESS, number=2, at=NOON, previous=FIRST), "hash": "0" * 64}
    with pytest.raises(IntegrityError), database.begin() as transaction:
        transaction.db.execute(insert(entries).values(**fork))
    assert len(log.show()) == 1


def test_it_shows_the_newest_and_those_of_a_dossier(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    for number in range(103):
        log.note(replace(ACCESS, dossier=None if number % 2 else "H56.14-261122-0002"), at=NOON)
    assert [entry["number"] for entry in log.show()] == list(range(4, 104))
    assert len(log.show("H56.14-261122-0002")) == 52
    assert log.show("H56.14-261122-0003") == []


def test_a_look_up_shows_what_the_desk_needs_and_is_logged_with_its_purpose(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        status, told = await office.call("POST", "/desk/look-up-person", make_look_up())
        assert (status, told["outcome"]) == (200, "found")
        assert told["person"] == {"name": RESIDENT["name"], "birth": "19760501", "residence": "Tổ 1"}
        (entry,) = await office.log()
        assert (entry["dossier"], entry["purpose"], entry["system"]) == (None, "record-completion", "c06")
        assert entry["reference"] == office.last()["MaYeuCau"]

    play(story)


@pytest.mark.parametrize("purpose", [None, ...], ids=["null", "left out"])
def test_a_look_up_without_a_purpose_is_refused_and_nobody_is_asked(play: Play, purpose: Any) -> None:
    body = make_look_up(purpose=purpose)
    if purpose is ...:
        del body["purpose"]

    async def story(office: Enquirer) -> None:
        status, told = await office.call("POST", "/desk/look-up-person", body)
        assert (status, told["detail"]) == (403, "a look-up without a dossier needs a purpose")
        assert (office.asked(), await office.log()) == ([], [])

    play(story)


@pytest.mark.parametrize(("behaviour", "outcome"), [("not-found", "not-found"), ("platform-fault", "open")])
def test_a_look_up_that_finds_nobody_shows_nobody(play: Play, behaviour: str, outcome: str) -> None:
    async def story(office: Enquirer) -> None:
        office.register.behave(behaviour)
        status, told = await office.call("POST", "/desk/look-up-person", make_look_up())
        assert (status, told) == (200, {"outcome": outcome, "person": None})

    play(story)


def test_the_log_outlives_a_reset(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        code = await office.accept()
        await office.verify(code)
        async with office.client.post("/upper-tester/1/reset") as answer:
            assert answer.status == 204
        assert len((await office.view(f"personal-data-log/{code}"))["entries"]) == 1

    play(story)


def test_a_dossier_for_which_nobody_looked_has_no_entries_and_an_unknown_one_is_unknown(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        assert await office.view(f"personal-data-log/{await office.accept()}") == {"entries": []}
        for code in ("H56.14-990101-0001", "x" * 65):
            assert (await office.call("GET", f"/records/personal-data-log/{code}"))[0] == 404

    play(story)
