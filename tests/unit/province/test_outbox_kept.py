"""What waits for the portal outlives a process, a worker that breaks, and nothing else."""

from typing import Any

import pytest

from mocks.province.portal.message import make_step
from tests.postgres import both_engines
from tests.unit.province.conftest import Office, Play
from tests.unit.province.samples import StubPortal, until


@both_engines
def test_what_is_left_is_taken_up_by_the_next_process(play: Play) -> None:
    portal = StubPortal()
    portal.scripts["TraCuuHoSo"] = [503] * 100
    codes: list[str] = []

    async def before(office: Office) -> None:
        codes.append(await office.accept())
        await office.act(codes[0], "process")

    async def after(office: Office) -> None:
        office.portal.scripts.clear()
        await office.until_told(codes[0], "2", "4")

    play(before, portal)
    play(after, portal)


@both_engines
def test_reset_forgets_what_waits_and_issues_no_code_again(play: Play) -> None:
    portal = StubPortal()
    portal.scripts["TraCuuHoSo"] = [503] * 2

    async def story(office: Office) -> None:
        first = await office.accept()
        assert (await office.call("POST", "/reset"))[0] == 204
        assert await office.pending() == 0
        second = await office.accept()
        await office.until_told(second, "2")
        assert first != second
        assert first not in office.portal.known

    play(story, portal)


@both_engines
def test_a_worker_that_breaks_tells_where_and_not_what_and_holds_up_no_other(
    play: Play, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken: list[str] = []

    def spell(dossier: Any) -> Any:
        if not broken or dossier.code in broken:
            broken.append(dossier.code)
            raise KeyError("Nguyễn Văn Bí Mật")
        return make_step(dossier)

    monkeypatch.setattr("mocks.province.portal.delivery.make_step", spell)

    async def story(office: Office) -> None:
        unlucky = await office.accept()
        await until(lambda: broken == [unlucky])
        await office.until_told(await office.accept(), "2")
        assert await office.pending() == 1

    play(story)
    assert f"outbox portal/{broken[0]} broke: KeyError at " in caplog.text
    assert "Bí Mật" not in caplog.text
