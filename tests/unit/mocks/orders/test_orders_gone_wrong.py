"""What systems that take orders tell wrongly on purpose, and what they do with an order that a lenient one took."""

import json

import pytest

from mocks.stage.played import Terms, Wish
from tests.unit.mocks.orders.desk import KINDS, Kind, sign_in
from tests.unit.mocks.playing import playing
from tests.unit.mocks.province import provincial

CODE = "H56.14-261122-0777"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.system)
def test_the_province_is_told_of_an_order_that_nobody_placed(kind: Kind) -> None:
    with provincial() as beside, playing(Wish(system=kind.system), terms=Terms(province=beside.url)) as (side,):
        told = side.control.post("/control/1/orders/misdirect", json={"MaHoSo": CODE})
        assert told.status_code == 200, told.text
        number = told.json()[kind.number]
        with beside.arrived:
            assert beside.arrived.wait_for(lambda: beside.received, 10)
        body = json.loads(beside.received[0].body)
        assert (beside.received[0].path, body[kind.number], body["MaHoSo"]) == (kind.push, number, CODE)
        assert side.view("orders") == {"orders": []}
        refused = side.control.post("/control/1/orders/misdirect", json={"MaHoSo": ""})
        assert refused.status_code == 422


def test_a_receipt_names_nobody_where_the_order_named_nobody_rightly() -> None:
    (kind,) = (one for one in KINDS if one.system == "tct")
    with provincial() as beside:
        terms = Terms(province=beside.url, lenient=True)
        with playing(Wish(system="tct"), terms=terms) as (side,):
            body = kind.body | {"SoDinhDanh": "97190123456"}
            taken = side.national.post(kind.orders, json=body, headers=sign_in(side))
            assert taken.status_code == 201, taken.text
            for _ in range(2):
                side.command("orders/advance", id=taken.json()[kind.number])
            with beside.arrived:
                told = "/nhanbienlaithuedvcqg"
                assert beside.arrived.wait_for(lambda: any(call.path == told for call in beside.received), 10)
            receipt = next(json.loads(call.body) for call in beside.received if call.path == told)
            assert (receipt["SoCMTNguoiNopTien"], receipt["HoTenNguoiNopTien"]) == ("099099000000", "-")
