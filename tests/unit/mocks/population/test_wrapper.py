"""The JSON wrapper: both shapes, the people of the database, tokens that end, refusals in the body."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from mocks.stage.played import Wish
from specs.profile import load_profile
from tests.unit.mocks.playing import playing
from tests.unit.mocks.population.asking import newest, schema_of
from tests.unit.mocks.population.conftest import everybody
from tests.unit.mocks.population.test_redaction import CANARIES, SOMEBODY
from tests.unit.mocks.population.wrapped import BUS, PLAIN, Client, record_of, refused, xml_of

LOOK_UP = "TraCuuThongTinCongDan"
BY_BUS = "TraCuuCongDanLgsp"


def test_a_record_in_the_first_shape(client: Client, row: dict[str, Any]) -> None:
    answer = client.ask(LOOK_UP, client.about(row, LOOK_UP))
    assert answer.json()["error_code"] == "0"
    assert record_of(answer)["SoDinhDanh"] == row["identity"]
    schema_of("soap-response").assertValid(etree.fromstring(answer.json()["message"].encode()))
    (noted,) = client.side.view("audit")["rows"]
    assert (noted["operation"], noted["found"]) == (LOOK_UP, True)


@pytest.mark.parametrize("unit", ["s", "ms"])
def test_a_record_in_the_second_shape(client: Client, row: dict[str, Any], unit: str) -> None:
    answer = client.ask_by_bus(BY_BUS, client.about(row, BY_BUS), unit=unit)
    assert record_of(answer)["SoDinhDanh"] == row["identity"]
    facts = client.last()["facts"]
    assert facts["tokens"] == {"accessToken": "valid", "lgspAccessToken": "valid"}
    assert (facts["hash"], facts["timestamp_unit"], facts["officer"]) == ("valid", unit, "known")


def test_whether_somebody_exists(client: Client, row: dict[str, Any]) -> None:
    plain, by_bus = "XacThucThongTinCongDan", "XacThucCongDanLgsp"
    told = {"KetQuaXacThuc": {"TonTai": "true"}}
    assert xml_of(client.ask(plain, client.about(row, plain))) == told
    assert xml_of(client.ask_by_bus(by_bus, client.about(row, by_bus))) == told
    nobody = client.about(row, plain, HoVaTen="AIDO")
    assert xml_of(client.ask(plain, nobody)) == {"KetQuaXacThuc": {"TonTai": "false"}}
    assert record_of(client.ask(LOOK_UP, client.about(row, LOOK_UP, HoVaTen="AIDO"))) is None


def test_the_people_are_those_of_the_database() -> None:
    wishes = (Wish(system="c06", prefix="/c06"), Wish(system="c06-wrapper", prefix="/wrapper"))
    with playing(*wishes) as (database, wrapper):
        assert everybody(database) == everybody(wrapper)
        assert database.view("officers") == wrapper.view("officers")
    names = ("population", "sexes", "name_place", "not_found", "district", "officers")
    both = [load_profile("c06", "c06-2025").settings, load_profile("c06-wrapper", "wrapper-2025").settings]
    assert [both[0][name] for name in names] == [both[1][name] for name in names]


def test_the_message_may_hold_the_body_alone(begin: Callable[..., Client]) -> None:
    client = begin(settings='[settings.message]\nvalue = "body"\n')
    row = client.side.view("residents")["residents"][0]
    message = client.ask(LOOK_UP, client.about(row, LOOK_UP)).json()["message"]
    assert message.startswith("<ns1:CongdanCollection")


@pytest.mark.parametrize("shape", [LOOK_UP, BY_BUS])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"HoVaTen": ...}, "malformed"),
        ({"SoCMND": "991234567"}, "malformed"),
        ({"SoDinhDanh": "1"}, "malformed"),
        ({"MaTichHop": "003"}, "malformed"),
        ({"MaQuanHuyen": "380"}, "malformed"),
        ({"MaCanBo": "098199000001"}, "officer-unknown"),
        ({"MaCanBo": "000000000001"}, "officer-malformed"),
    ],
)
def test_questions_that_are_not_as_asked(
    client: Client, row: dict[str, Any], shape: str, change: dict[str, Any], reason: str
) -> None:
    ask = client.ask if shape == LOOK_UP else client.ask_by_bus
    before = client.side.view("state/changes")
    refused(client, ask(shape, client.about(row, shape, **change)), reason)
    assert client.side.view("state/changes") == before


def test_a_lenient_wrapper_notes_and_answers(begin: Callable[..., Client]) -> None:
    client = begin(lenient=True)
    row = client.side.view("residents")["residents"][0]
    answer = client.ask(LOOK_UP, client.about(row, LOOK_UP, MaYeuCau=...))
    assert record_of(answer)["SoDinhDanh"] == row["identity"]
    assert client.last()["defects"]
    assert client.ask(LOOK_UP, client.about(row, LOOK_UP, MaTichHop="003")).json()["error_code"] == "10"
    assert client.ask(LOOK_UP, [1]).json()["error_code"] == "1"


@pytest.mark.parametrize("spelling", [0, "0", "00"])
def test_success_is_spelt_as_told(client: Client, row: dict[str, Any], spelling: int | str) -> None:
    client.side.behave("spelling", error_code=spelling)
    answer = client.ask(LOOK_UP, client.about(row, LOOK_UP))
    assert answer.json()["error_code"] == spelling
    assert record_of(answer)


def test_refusals_that_a_behaviour_asks_for(client: Client, row: dict[str, Any]) -> None:
    before = client.side.view("state/changes")
    client.side.behave("refuse", operation=LOOK_UP, code="-99", message="Bảo trì", times=1)
    answer = client.ask(LOOK_UP, client.about(row, LOOK_UP))
    assert answer.json() == {"error_code": "-99", "message": "Bảo trì"}
    client.side.behave("refuse", operation="LayToken", code=7, message="x", times=1)
    body = {"grant_type": "client_credentials", "scope": "lgsp"}
    answer = client.checked("LayToken", client.side.national.post("/token", data=body, auth=client.basic))
    assert (answer.status_code, answer.json()["error"]) == (400, "server_error")
    assert client.side.view("state/changes") == before


@pytest.mark.parametrize("name", ["not-found", "empty-citizen"])
def test_somebody_is_not_found(client: Client, row: dict[str, Any], name: str) -> None:
    client.side.behave(name, times=1)
    assert record_of(client.ask(LOOK_UP, client.about(row, LOOK_UP))) is None
    assert client.last()["behaviour"] == [name]


def test_anything_is_accepted(client: Client, row: dict[str, Any]) -> None:
    client.side.behave("accepts-anything")
    for operation in PLAIN:
        assert str(client.ask(operation, {"x": 1}, auth=None, headers={}).json()["error_code"]) == "0"
    for operation in BUS:
        answer = client.ask_by_bus(operation, ..., accessToken="x", lgspAccessToken="x", AuthHash="x")
        assert answer.json()["error_code"] == "0"
    assert client.side.national.post("/token", data={"x": "y"}).json()["scope"] == "dancu"
    assert record_of(client.ask(LOOK_UP, client.about(row, LOOK_UP, HoVaTen="AIDO")))["SoDinhDanh"] == row["identity"]


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/", 404), ("GET", "/token", 405)])
def test_other_addresses_and_methods(client: Client, method: str, path: str, status: int) -> None:
    assert client.side.national.request(method, path).status_code == status


def test_nothing_personal_is_in_the_journal(client: Client) -> None:
    since = newest(client.side)
    answer = client.side.control.post("/control/1/residents/add", json=SOMEBODY)
    row = answer.json()["resident"]
    more = {"TaiKhoan": "canary-account", "SoDienThoai": "0912345678"}
    for operation in (*PLAIN, *BUS):
        ask = client.ask if operation in PLAIN else client.ask_by_bus
        ask(operation, client.about(row, operation, **more))
        ask(operation, client.about(row, operation, **more, MaTichHop="000", Khac={"HoVaTen": "Chào Mào"}))
        ask(operation, client.about(row, operation, **more, HoVaTen=["Vành Khuyên"]))
    text = json.dumps(client.side.journal(after=since), ensure_ascii=False)
    secrets = [client.officer, client.side.accounts["api_key"], client.side.accounts["secret_key"]]
    assert [value for value in [*CANARIES, *secrets] if value in text] == []
    assert "CongdanCollection" not in text, "the message is personal as a whole"
