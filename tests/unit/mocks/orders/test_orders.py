"""Systems that take orders: what is accepted, what is refused and changes nothing, what the province is told."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from mocks.stage.played import Terms, Wish
from tests.unit.mocks.orders.desk import KINDS, WHO, Desk, Kind, bodies, sign_in
from tests.unit.mocks.playing import playing
from tests.unit.mocks.province import provincial


@pytest.fixture(params=KINDS, ids=lambda kind: kind.system)
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    kind: Kind = request.param
    with provincial() as beside:
        terms = Terms(province=beside.url, redaction_key=b"key of a test")
        with playing(Wish(system=kind.system), terms=terms) as (side,):
            yield Desk(kind, side, beside, sign_in(side))


def test_an_order_goes_through_its_states_and_the_province_is_told_each(desk: Desk) -> None:
    taken = desk.order()
    assert taken.status_code == 201, taken.text
    number = taken.json()[desk.kind.number]
    states = [taken.json()["TrangThai"]]
    while desk.side.control.post("/control/1/orders/advance", json={"id": number}).status_code == 200:
        states.append(desk.state(number).json()["TrangThai"])
    assert states == sorted(set(states)), "each state once, in the order of the profile"
    told = bodies(desk.province, desk.kind.push, count=len(states) - 1)
    assert [body["TrangThai"] for body in told] == states[1:]
    assert [step["TrangThai"] for step in desk.state(number).json()["LichSu"]] == states
    assert desk.order().status_code == 201, "it has ended, so the dossier may come again"


@pytest.mark.parametrize(
    ("change", "status", "reason"),
    [
        ({"MaXa": "00000"}, 422, "unknown-commune"),
        ({"MaHoSo": "1"}, 400, "malformed"),
        ({"HoTen": ""}, 400, "malformed"),
        ({"Khac": "x"}, 400, "malformed"),
    ],
)
def test_an_order_that_cannot_be_taken_changes_nothing(desk: Desk, change: Any, status: int, reason: str) -> None:
    before = desk.changes()
    assert desk.order(**change).status_code == status
    assert desk.side.last()["facts"]["reason"] == reason
    assert desk.changes() == before


def test_the_same_dossier_twice_is_refused_while_it_is_under_way(desk: Desk) -> None:
    number = desk.order().json()[desk.kind.number]
    assert desk.order().status_code == 409
    assert desk.withdraw(number).status_code == 200
    assert desk.order().status_code == 201


def test_an_order_that_nobody_knows_and_one_that_has_ended(desk: Desk) -> None:
    assert desk.state("X-1").status_code == 404
    assert desk.withdraw("X-1").status_code == 404
    number = desk.order().json()[desk.kind.number]
    desk.side.command("orders/refuse", id=number)
    before = desk.changes()
    assert desk.withdraw(number).status_code == 409
    for command in ("orders/advance", "orders/refuse"):
        assert desk.side.control.post(f"/control/1/{command}", json={"id": number}).status_code == 422
    assert desk.changes() == before


def test_without_a_province_to_tell_nothing_moves() -> None:
    with playing(Wish(system="evn")) as (side,):
        taken = side.national.post("/api/yeu-cau", json=KINDS[0].body, headers=sign_in(side))
        number = taken.json()["MaYeuCau"]
        before = side.view("orders")
        refused = side.control.post("/control/1/orders/advance", json={"id": number})
        assert (refused.status_code, side.view("orders")) == (422, before)


@pytest.mark.parametrize(
    ("change", "status"),
    [({"client_secret": "no-such-secret"}, 401), ({"grant_type": "password"}, 400), ({"client_id": ""}, 400)],
)
def test_a_sign_in_that_is_refused(desk: Desk, change: dict[str, str], status: int) -> None:
    form = {"grant_type": "client_credentials", **desk.side.accounts} | change
    answer = desk.side.national.post("/oauth2/token", data=form)
    assert answer.status_code == status
    assert "access_token" not in answer.json()
    assert form["client_secret"] not in str(desk.side.last())


def test_tokens_end(desk: Desk) -> None:
    desk.side.behave("expired-session", times=1)
    assert desk.state("X-1").status_code == 401
    assert desk.state("X-1").status_code == 404
    desk.side.command("sessions/expire")
    assert desk.state("X-1").status_code == 401
    assert desk.side.last()["facts"]["session"] == "expired"
    assert desk.side.national.get(f"{desk.kind.orders}/X-1").headers["WWW-Authenticate"] == "Bearer"


def test_told_to_refuse(desk: Desk) -> None:
    desk.side.behave("refuse", times=1, status=403, message="Hệ thống đang bảo trì")
    before = desk.changes()
    refused = desk.order()
    assert (refused.status_code, refused.json()["message"]) == (403, "Hệ thống đang bảo trì")
    assert desk.changes() == before
    assert desk.order().status_code == 201


def test_nothing_personal_is_journaled(desk: Desk) -> None:
    number = desk.order().json()[desk.kind.number]
    desk.side.command("orders/advance", id=number)
    desk.province.wait(1)
    written = str(desk.side.journal())
    assert not [value for value in WHO.values() if value in written]
    assert desk.headers["Authorization"].split()[1] not in written


def test_a_tax_notice_and_its_receipt_are_relayed() -> None:
    kind = KINDS[2]
    with provincial() as beside, playing(Wish(system="tct"), terms=Terms(province=beside.url)) as (side,):
        headers = sign_in(side)
        number = side.national.post(kind.orders, json=kind.body, headers=headers).json()["MaPhieu"]

        def debts() -> Any:
            body = {"SoDinhDanh": WHO["SoDinhDanh"]}
            return side.national.post(kind.look_up, json=body, headers=headers).json()

        assert debts() == {"ConNo": False, "SoThongBao": []}
        side.command("orders/advance", id=number)
        assert debts() == {"ConNo": True, "SoThongBao": [f"TB-{number}"]}
        side.command("orders/advance", id=number)
        assert debts() == {"ConNo": False, "SoThongBao": []}
        (notice,) = bodies(beside, "/nhantbthuedvcqg", count=1)
        (receipt,) = bodies(beside, "/nhanbienlaithuedvcqg", count=1)
        rows = etree.fromstring(base64.b64decode(notice["FileThongBaoThue"]))
        told = {item.tag: item.text for item in rows[0]}
        assert (told["MA_HSO"], told["SO_TIEN"]) == (kind.body["MaHoSo"], "4000000")
        paid = receipt["ThongTinThanhToan"]
        assert (paid["MaThongBaoThue"], paid["SoTien"]) == (told["SO_QUYET_DINH"], told["SO_TIEN"])


def test_look_ups_find_who_is_there_and_nobody_else() -> None:
    with playing(Wish(system="bhxh")) as (side,):
        headers = sign_in(side)

        def ask(**told: str) -> Any:
            return side.national.post("/api/the-bhyt/tra-cuu", json=told, headers=headers).json()

        member = side.view("members")["members"][0]
        assert ask(**member)["TimThay"]
        assert not ask(**member | {"HoTen": "Khác"})["TimThay"]
        someone = {"SoDinhDanh": "097190123456", "HoTen": "Nguyễn Thị Thử", "NgaySinh": "19900102"}
        assert not ask(**someone)["TimThay"]
        side.command("members/add", **someone)
        assert ask(**someone)["TimThay"]
        assert side.control.post("/control/1/members/add", json=someone).status_code == 422
    with playing(Wish(system="evn")) as (side,):
        headers = sign_in(side)
        number, row = next(iter(side.view("customers").items()))
        answer = side.national.post("/api/khach-hang/tra-cuu", json={"MaKhachHang": number}, headers=headers)
        assert answer.json() == {"TimThay": True, **row}
