"""A land dossier moves on by command, and the province is told: its states and its tax notices, in their order."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from mocks.land.parcels import find_parcel
from mocks.stage.played import Terms, Wish
from tests.unit.mocks.land.conftest import DOSSIER, RECEIPT, Land
from tests.unit.mocks.playing import playing
from tests.unit.mocks.province import Received


def told(land: Land, count: int) -> list[tuple[str, dict[str, Any]]]:
    """What has arrived at the province, once there are so many pushes: name and body, valid by the profile."""
    assert land.province is not None
    return [read(land, received) for received in land.province.wait(count)]


def read(land: Land, received: Received) -> tuple[str, dict[str, Any]]:
    """One push by its name."""
    name = received.path.rpartition("/")[2]
    push = next(row for row in land.side.profile.pushes if row.name == name)
    body: dict[str, Any] = json.loads(received.body)
    Draft202012Validator(push.request_schema).validate(body)
    assert (received.method, received.path) == (push.method, push.path)
    return name, body


def test_a_dossier_goes_its_way(connected: Land) -> None:
    side = connected.side
    assert side.command("dossiers/process", SoBienNhan=RECEIPT)["state"] == "in-process"
    numbers = side.command("dossiers/tax-notice", SoBienNhan=RECEIPT, notices=2)["notices"]
    assert side.command("dossiers/finish", SoBienNhan=RECEIPT)["state"] == "finished"
    pushes = told(connected, 3)
    assert [name for name, _ in pushes] == ["CapNhatTrangThaiHoSo", "ThongBaoThue", "CapNhatTrangThaiHoSo"]
    assert [body["TrangThai"] for name, body in pushes if name == "CapNhatTrangThaiHoSo"] == ["2", "4"]
    assert {body["SecurityCode"] for _, body in pushes} == {side.accounts["security_code"]}
    assert {body["SoBienNhan"] for _, body in pushes} == {RECEIPT}
    notices = pushes[1][1]["DanhSachThongBaoThue"]
    assert [row["SoThongBaoThue"] for row in notices] == numbers
    assert {row["HoTenChu"] for row in notices} == {DOSSIER["ThongTinNguoiNopDon"]["HoTen"]}
    (row,) = connected.dossiers()
    assert [step["state"] for step in row["history"]] == ["received", "in-process", "tax-notice", "finished"]
    assert connected.ask("TraCuuHoSo", SoBienNhan=RECEIPT).json()["Data"]["TrangThai"] == "4"


def test_the_paper_of_a_notice_can_be_fetched(connected: Land) -> None:
    connected.side.command("dossiers/process", SoBienNhan=RECEIPT)
    connected.side.command("dossiers/tax-notice", SoBienNhan=RECEIPT)
    address = told(connected, 2)[1][1]["DanhSachThongBaoThue"][0]["DuongDanThongBaoThue"]
    answer = httpx.get(address, trust_env=False)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")


def test_notices_are_numbered_on(connected: Land) -> None:
    connected.side.command("dossiers/process", SoBienNhan=RECEIPT)
    first = connected.side.command("dossiers/tax-notice", SoBienNhan=RECEIPT, notices=3)["notices"]
    second = connected.side.command("dossiers/tax-notice", SoBienNhan=RECEIPT)["notices"]
    assert len(set(first + second)) == 4


def test_a_notice_names_the_registers_owner_where_nobody_applied(connected: Land) -> None:
    connected.side.behave("accepts-anything", times=1)
    connected.hand_over(SoBienNhan="BN-2", ThongTinNguoiNopDon=None)
    connected.side.command("dossiers/process", SoBienNhan="BN-2")
    connected.side.command("dossiers/tax-notice", SoBienNhan="BN-2")
    name = told(connected, 2)[1][1]["DanhSachThongBaoThue"][0]["HoTenChu"]
    assert name == find_parcel(0, "14797", sheet="2", number="7").owner  # type: ignore[union-attr] # it is there


def test_a_returned_dossier_ends(connected: Land) -> None:
    connected.side.command("dossiers/return", SoBienNhan=RECEIPT)
    assert told(connected, 1)[0][1]["TrangThai"] == "5"
    answer = connected.try_command("dossiers/process", SoBienNhan=RECEIPT)
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        f"the dossier '{RECEIPT}' is returned; in-process does not follow",
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("dossiers/finish", "finished does not follow"),
        ("dossiers/tax-notice", "tax-notice does not follow"),
    ],
)
def test_what_does_not_follow_is_not_done(connected: Land, command: str, said: str) -> None:
    before = connected.side.view("state/changes")
    answer = connected.try_command(command, SoBienNhan=RECEIPT)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert "there is no dossier" in connected.try_command(command, SoBienNhan="x").json()["detail"]
    assert connected.side.view("state/changes") == before
    assert connected.side.view("pushes")["pushes"] == []


def test_nothing_moves_where_nobody_is_told(land: Land) -> None:
    land.hand_over()
    before = land.side.view("state/changes")
    answer = land.try_command("dossiers/process", SoBienNhan=RECEIPT)
    assert answer.status_code == 422
    assert land.side.view("state/changes") == before
    assert land.dossiers()[0]["state"] == "received"


def test_a_push_may_carry_a_wrong_code(connected: Land) -> None:
    connected.side.command("dossiers/process", SoBienNhan=RECEIPT, security_code="wrong")
    connected.side.command("dossiers/tax-notice", SoBienNhan=RECEIPT, security_code="wrong")
    codes = {body["SecurityCode"] for _, body in told(connected, 2)}
    assert len(codes) == 1
    assert codes != {connected.side.accounts["security_code"]}


def test_a_notice_may_come_twice(connected: Land) -> None:
    connected.side.command("dossiers/process", SoBienNhan=RECEIPT)
    connected.side.behave("push-twice", operation="ThongBaoThue", times=1)
    connected.side.command("dossiers/tax-notice", SoBienNhan=RECEIPT)
    pushes = told(connected, 3)
    assert [name for name, _ in pushes] == ["CapNhatTrangThaiHoSo", "ThongBaoThue", "ThongBaoThue"]
    assert pushes[1] == pushes[2]


def test_pushes_are_journaled_without_names(connected: Land) -> None:
    connected.side.command("dossiers/process", SoBienNhan=RECEIPT)
    connected.side.command("dossiers/tax-notice", SoBienNhan=RECEIPT)
    rows: list[dict[str, Any]] = []
    after = 0
    while len(rows) < 2:
        page = connected.side.journal(after=after, wait=10)
        assert page, "the pushes are not in the journal"
        after = page[-1]["seq"]
        rows += [row for row in page if row["direction"] == "to-sut"]
    assert {row["operation"] for row in rows} == {"ThongBaoThue", "CapNhatTrangThaiHoSo"}
    text = json.dumps(connected.side.journal(), ensure_ascii=False)
    assert DOSSIER["ThongTinNguoiNopDon"]["HoTen"] not in text
    assert connected.side.accounts["security_code"] not in text


def test_a_name_does_not_outlive_the_process(start: Callable[..., Land], tmp_path: Path) -> None:
    with ExitStack() as first:
        wish, terms = Wish(system="vbdlis"), Terms(redaction_key=b"key of a test", state=tmp_path)
        (side,) = first.enter_context(playing(wish, terms=terms))
        assert Land(side).hand_over().json()["Result"] == 1
    land = start(listening=True, state=tmp_path)
    land.side.command("dossiers/process", SoBienNhan=RECEIPT)
    land.side.command("dossiers/tax-notice", SoBienNhan=RECEIPT)
    name = told(land, 2)[1][1]["DanhSachThongBaoThue"][0]["HoTenChu"]
    assert name != DOSSIER["ThongTinNguoiNopDon"]["HoTen"]
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert DOSSIER["ThongTinNguoiNopDon"]["HoTen"].encode() not in kept
    assert RECEIPT.encode() in kept
