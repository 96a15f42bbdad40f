"""A running land database and a province that hands dossiers over."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from mocks.stage.played import Terms, Wish
from tests.unit.mocks.playing import Side, playing
from tests.unit.mocks.population.asking import newest_exchange
from tests.unit.mocks.province import Province, provincial

TAKEN = (200, "application/json", b'{"Result": 1, "Message": null, "Data": null}')
RECEIPT = "BN-2026-000001"
DOSSIER: dict[str, Any] = {
    "LaQuyTrinhCapTinh": False,
    "TinhId": "38",
    "XaId": "14797",
    "SoBienNhan": RECEIPT,
    "MaHoSoMotCua": "H56.14-261122-0001",
    "NguoiTiepNhan": "Trần Văn Giả Định",
    "NgayTiepNhan": "2026-11-22T08:15:02",
    "NgayHenTra": "2026-12-06T17:00:00",
    "ThongTinNguoiNopDon": {"HoTen": "Nguyễn Thị Thử Nghiệm", "SoGiayTo": "098190123456"},
    "ThongTinQuyTrinh": {"MaQuyTrinh": "DK.01"},
    "ThongTinThuaDat": [
        {"SoThuTuThua": "7", "SoHieuBanDo": "2", "DienTich": 120.5, "DiaChiChiTiet": "Tổ 3, phường Hạc Thành"}
    ],
    "DanhSachGiayToDinhKem": [{"TenGiayTo": "Đơn đăng ký", "TenTep": "don.pdf", "NoiDung": "JVBERi0xLjQ="}],
}


@dataclass
class Land:
    """A running land database, asked with the right code unless told otherwise."""

    side: Side
    province: Province | None = None

    def ask(self, operation: str, **members: Any) -> httpx.Response:
        """Ask with these members; one that is ... is left out. Every answer is held against the profile."""
        whole = {"SecurityCode": self.side.accounts["security_code"]} | members
        body = {name: value for name, value in whole.items() if value is not ...}
        row = self.side.profile.operation(operation)
        answer = self.side.national.post(row.path, json=body)
        assert answer.status_code == 200, answer.text
        Draft202012Validator(row.response_schema, format_checker=FormatChecker()).validate(answer.json())
        return answer

    def hand_over(self, **changes: Any) -> httpx.Response:
        """Hand the dossier of this module over."""
        return self.ask("TiepNhanHoSo", **(DOSSIER | changes))

    def refused(self, answer: httpx.Response, reason: str) -> None:
        """The answer is a refusal for that reason, which the journal knows."""
        told = answer.json()
        expected = self.side.profile.settings["messages"][reason]["value"]
        assert (told["Result"], told["Message"], told["Data"]) == (0, expected, None)
        facts = self.last()["facts"]
        assert (facts["accepted"], facts["reason"]) == (False, reason)

    def last(self) -> dict[str, Any]:
        """The newest exchange."""
        return newest_exchange(self.side)

    def dossiers(self) -> list[dict[str, Any]]:
        """The dossiers as the control port tells them."""
        return list(self.side.view("dossiers")["dossiers"])

    def try_command(self, name: str, **arguments: Any) -> httpx.Response:
        """A command, refused or not."""
        return self.side.control.post(f"/control/1/{name}", json=arguments)


@pytest.fixture
def start() -> Iterator[Callable[..., Land]]:
    """Start a land database; `listening`: a province takes its pushes."""
    with ExitStack() as stack:

        def begin(profile: str = "", *, listening: bool = False, **terms: Any) -> Land:
            province = stack.enter_context(provincial()) if listening else None
            if province is not None:
                province.answers = [TAKEN]
                terms["province"] = province.url
            known: dict[str, Any] = {"redaction_key": b"key of a test"} | terms
            wish = Wish(system="vbdlis", profile=profile)
            (side,) = stack.enter_context(playing(wish, terms=Terms(**known)))
            return Land(side, province)

        yield begin


@pytest.fixture(scope="session")
def shared_land() -> Iterator[Side]:
    """A land database that many tests ask, one after the other; it tells nobody."""
    with playing(Wish(system="vbdlis"), terms=Terms(redaction_key=b"key of a test")) as (side,):
        yield side


@pytest.fixture
def land(shared_land: Side) -> Land:
    """A land database as it is at the start; its journal goes on."""
    shared_land.command("reset", behaviours=True)
    return Land(shared_land)


@pytest.fixture
def connected(start: Callable[..., Land]) -> Land:
    """A fresh land database with a province that takes its pushes, and one dossier."""
    made = start(listening=True)
    assert made.hand_over().json()["Result"] == 1
    return made
