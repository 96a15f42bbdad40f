"""Online dossiers: what the portal sends over HTTP, what it is answered, what waits for a clerk."""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp.test_utils import TestClient, TestServer

from mocks.province.options import ProvinceOptions
from mocks.province.screens.app import BASE
from mocks.province.serve import run_province
from tests.unit.province.intake.messages import CODE, filed
from tests.unit.province.processes import kill, start
from tests.unit.province.processes import run_province as serve_province
from tests.unit.province.samples import ACTS, StubPortal, make_accept, options_for, until

PATH = "/nhanhosodvcqg"


@asynccontextmanager
async def province(folder: Path, portal: StubPortal, **changes: Any) -> Any:
    """A province: its screens and its door for other systems, as two clients."""
    async with portal.serving() as address:
        options = ProvinceOptions(**options_for(folder, address, **changes))
        async with (
            run_province(options) as doors,
            TestClient(TestServer(doors.screens)) as screens,
            TestClient(TestServer(doors.inbound)) as inbound,
        ):
            yield screens, inbound


async def send(inbound: Any, raw: bytes) -> dict[str, Any]:
    async with inbound.post(PATH, data=raw) as answer:
        assert answer.status == 200
        told: dict[str, Any] = await answer.json()
        return told


async def waiting(screens: Any) -> list[dict[str, Any]]:
    async with screens.get(f"{BASE}/records/registered") as answer:
        rows: list[dict[str, Any]] = (await answer.json())["dossiers"]
        return rows


async def act(screens: Any, code: str, name: str) -> int:
    async with screens.post(f"{BASE}/dossiers/{code}/{name}", json=ACTS[name]) as answer:
        return int(answer.status)


def play(folder: Path, story: Any, **changes: Any) -> StubPortal:
    portal = StubPortal()
    portal.known[CODE] = ["1"]  # the citizen filed it there

    async def tell() -> None:
        async with province(folder, portal, **changes) as (screens, inbound):
            await story(screens, inbound, portal)

    asyncio.run(tell())
    return portal


def test_a_filed_dossier_waits_and_is_taken_in_under_its_code(tmp_path: Path) -> None:
    async def story(screens: Any, inbound: Any, portal: StubPortal) -> None:
        assert (await send(inbound, filed()))["error_code"] == 0
        (row,) = await waiting(screens)
        assert (row["dossier"], row["portal_code"], row["procedure"]) == (CODE, CODE, "1.000894")
        assert portal.operations(CODE) == []
        assert await act(screens, CODE, "take-in") == 200
        await until(lambda: portal.steps[CODE] == ["2"])
        assert await waiting(screens) == []

    portal = play(tmp_path, story)
    assert portal.known[CODE] == ["1", "2"]
    assert portal.operations(CODE) == ["look-up", "update", "step"]
    (pushed,) = [body["data"][0] for name, body in portal.calls if name == "DongBoHoSoMC"]
    assert (pushed["NgayNopHoSo"], pushed["KenhThucHien"], pushed["NoiNopHoSo"]) == ("20261122203015", "2", "1")


def test_a_repeated_message_changes_nothing_whatever_has_become_of_the_dossier(tmp_path: Path) -> None:
    async def story(screens: Any, inbound: Any, portal: StubPortal) -> None:
        for raw in (filed(), filed(ChuHoSo="Một Người Khác")):
            assert (await send(inbound, raw))["error_code"] == 0
        assert len(await waiting(screens)) == 1
        assert await act(screens, CODE, "take-in") == 200
        assert (await send(inbound, filed()))["error_code"] == 0
        assert await waiting(screens) == []
        await until(lambda: portal.steps[CODE] == ["2"])

    play(tmp_path, story)


def test_a_refusal_reaches_the_portal_with_its_reason(tmp_path: Path) -> None:
    async def story(screens: Any, inbound: Any, portal: StubPortal) -> None:
        await send(inbound, filed())
        assert await act(screens, CODE, "refuse") == 200
        assert await act(screens, CODE, "process") == 409
        await until(lambda: portal.steps[CODE] == ["3"])

    portal = play(tmp_path, story)
    (pushed,) = [body["data"][0] for name, body in portal.calls if name == "DongBoHoSoMC"]
    assert pushed["NgayTuChoi"] >= pushed["NgayTiepNhan"]
    (step,) = [body["data"][0] for name, body in portal.calls if name == "CapNhatTienDoHoSoMC"]
    assert step["NoiDungXuLy"] == ACTS["refuse"]["content"]


def test_what_is_not_taken_is_answered_and_not_kept(tmp_path: Path) -> None:
    async def story(screens: Any, inbound: Any, _portal: StubPortal) -> None:
        answer = await send(inbound, filed(LoaiHoSo="2"))
        assert answer["error_code"] == -1
        assert answer["message"]
        assert await waiting(screens) == []

    play(tmp_path, story)


def test_an_acknowledged_dossier_survives_a_kill(tmp_path: Path) -> None:
    options = options_for(tmp_path, "http://127.0.0.1:1")
    for number in range(9001, 9004):
        process, told = start(serve_province, options)
        code = f"H56.14-261122-{number}"
        try:
            answer = httpx.post(f"{told['inbound']}{PATH}", content=filed(MaHoSo=code), trust_env=False)
        finally:
            kill(process)
        assert answer.json()["error_code"] == 0
    process, told = start(serve_province, options)
    try:
        rows = httpx.get(f"{told['url']}/records/registered", trust_env=False).json()["dossiers"]
    finally:
        kill(process)
    assert [row["dossier"] for row in rows] == [f"H56.14-261122-{number}" for number in range(9001, 9004)]


def test_one_who_acknowledges_first_has_nothing_to_show_yet(tmp_path: Path) -> None:
    async def story(screens: Any, inbound: Any, _portal: StubPortal) -> None:
        assert (await send(inbound, filed()))["error_code"] == 0
        assert await waiting(screens) == []

    play(tmp_path, story, fault="acknowledges-before-disk")


@pytest.mark.parametrize(
    ("fault", "codes"),
    [
        ("renames-online-dossier", ["H56.14-261122-5001"]),
        ("takes-online-dossier-twice", [CODE, "H56.14-261122-9501"]),
    ],
)
def test_wrong_codes_of_online_dossiers(tmp_path: Path, fault: str, codes: list[str]) -> None:
    async def story(screens: Any, inbound: Any, _portal: StubPortal) -> None:
        for _ in range(3):
            await send(inbound, filed())
        rows = await waiting(screens)
        assert [row["dossier"] for row in rows] == codes
        assert {row["portal_code"] for row in rows} == {CODE}

    play(tmp_path, story, fault=fault)


def test_one_who_refuses_silently_tells_nobody(tmp_path: Path) -> None:
    async def story(screens: Any, inbound: Any, portal: StubPortal) -> None:
        await send(inbound, filed())
        assert await act(screens, CODE, "refuse") == 200
        await send(inbound, filed(MaHoSo="H56.14-261122-9002"))
        assert await act(screens, "H56.14-261122-9002", "take-in") == 200
        await until(lambda: portal.steps["H56.14-261122-9002"] == ["2"])
        assert portal.operations(CODE) == []

    play(tmp_path, story, fault="refuses-silently")


@pytest.mark.parametrize(
    ("fault", "known", "files"),
    [
        (None, ["2", "5", "4", "4"], ["KQ.01-0", "KQ.01-1", "KQ.02-0", "KQ.03-0"]),
        ("supplied-overwrites", ["2", "5", "4", "4"], ["KQ.03-0"]),
        ("apology-kept", ["2", "5", "4"], ["KQ.01-0", "KQ.01-1", "KQ.02-0", "KQ.03-0"]),
    ],
)
def test_what_the_portal_hears_of_papers_and_apologies(
    tmp_path: Path, fault: str | None, known: list[str], files: list[str]
) -> None:
    async def story(screens: Any, _inbound: Any, portal: StubPortal) -> None:
        async with screens.post(f"{BASE}/dossiers", json=make_accept()) as answer:
            code = (await answer.json())["dossier"]
        for name in ("supplement", "supplied", "apologise"):
            assert await act(screens, code, name) == 200
        await until(lambda: portal.steps[code] == known)
        rows = [body["data"][0] for name, body in portal.calls if name == "DongBoHoSoMC"]
        assert [row["TrangThaiHoSo"] for row in rows] == known
        assert [file["TepDinhKemId"] for file in rows[-1]["TaiLieuNop"]] == files
        assert (rows[-1]["NgayHenTra"] == "20261224160000") is (fault != "apology-kept")

    play(tmp_path, story, fault=fault)
