"""What is refused is refused with a fault, a code, status 500 and a reason in the journal, and changes nothing."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from specs.profile import load_profile
from tests.unit.mocks.population.asking import DAN, PATH, SOAP, X_ROAD, Province, body_of, own_code, record_of

LOOK_UP = "TraCuuThongTinCongDan"
CODES = load_profile("c06", "c06-2025").settings["codes"]
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><a>&d;</a>'
)
BOMB_IN_AN_ATTRIBUTE = BOMB.replace("<a>&d;</a>", '<a b="&d;"/>')
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
OUTSIDE_PARAMETER = '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><a/>'
DTD = '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>'


def refused(province: Province, answer: httpx.Response, reason: str) -> None:
    """The answer is the fault of that reason, the journal says so, and no look-up is in the audit."""
    assert own_code(answer) == CODES[reason]["value"]
    facts = province.last()["facts"]
    assert (facts["accepted"], facts["reason"]) == (False, reason)
    assert province.side.view("audit")["rows"] == []


def test_the_content_of_a_fault(province: Province, resident: dict[str, Any]) -> None:
    answer = province.ask(LOOK_UP, **province.about(resident, HoVaTen=...))
    told = body_of(answer)["Fault"]
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert "x-road-error" not in answer.headers
    assert told["faultcode"] == "soapenv:Client"
    assert told["detail"]["Loi"] == {"MaLoi": "C06-001", "MoTa": told["faultstring"]}


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"ApiKey": "another"}, "wrong-api-key"),
        ({"ApiKey": None}, "wrong-api-key"),
        ({"Timestamp": None}, "no-timestamp"),
        ({"Timestamp": "2026-11-22T08:15:02Z"}, "no-timestamp"),
        ({"Timestamp": "1595337419948"}, "timestamp-outside-window"),
        ({"Authorization": None}, "unknown-user"),
        ({"Authorization": "Bearer abc"}, "unknown-user"),
        ({"Authorization": "Basic ***"}, "unknown-user"),
        ({"Authorization": b"Basic \xc3\xa9"}, "unknown-user"),
        ({"Authorization": "Basic /////w=="}, "unknown-user"),
        ({"Authorization": "Basic bm9ib2R5OmFiYw=="}, "unknown-user"),
        ({"SOAPAction": "urn:TraCuu"}, "malformed"),
        ({"SOAPAction": None}, "malformed"),
    ],
)
def test_headers_that_are_not_as_asked(province: Province, headers: dict[str, Any], reason: str) -> None:
    row = province.side.view("residents")["residents"][0]
    refused(province, province.ask(LOOK_UP, headers=province.headers(**headers), **province.about(row)), reason)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"HoVaTen": ...}, "malformed"),
        ({"NgayThangNamSinh": {"NgayThangNam": "20261301"}}, "malformed"),
        ({"NgayThangNamSinh": {"Nam": "2000", "NgayThangNam": "20000101"}}, "malformed"),
        ({"SoDinhDanh": "12345"}, "malformed"),
        ({"SoCMND": "991234567"}, "malformed"),
        ({"MaQuanHuyen": "380"}, "malformed"),
        ({"MaYeuCau": ...}, "malformed"),
        ({"MaCanBo": ...}, "malformed"),
        ({"MaTichHop": "003"}, "wrong-integration-code"),
        ({"MaCanBo": "H56.14.canbo"}, "officer-malformed"),
        ({"MaCanBo": "000000000001"}, "officer-malformed"),
        ({"MaCanBo": "098199000001"}, "officer-unknown"),
    ],
)
def test_questions_that_are_not_as_asked(
    province: Province, resident: dict[str, Any], change: dict[str, Any], reason: str
) -> None:
    refused(province, province.ask(LOOK_UP, **(province.about(resident) | change)), reason)


def test_the_order_of_elements_counts(province: Province, resident: dict[str, Any]) -> None:
    asked = province.about(resident)
    turned = {name: asked[name] for name in reversed(list(asked))}
    refused(province, province.ask(LOOK_UP, **turned), "malformed")
    assert {defect["rule"] for defect in province.last()["defects"]} == {"xsd"}


@pytest.mark.parametrize(
    ("find", "put"),
    [
        (DAN.encode(), b"http://dancuquocgia.example"),
        (b"</dan:TraCuuThongTinCongDan>", b"</dan:TraCuuThongTinCongDan><dan:GetRequests/>"),
        (b"<dan:MaDVC>", b'<dan:MaDVC a="1">'),
    ],
)
def test_an_envelope_that_the_schema_does_not_know(
    province: Province, resident: dict[str, Any], find: bytes, put: bytes
) -> None:
    content = province.question(LOOK_UP, **province.about(resident))
    assert find in content
    refused(province, province.send(content.replace(find, put)), "malformed")


def test_another_version_of_soap(province: Province, resident: dict[str, Any]) -> None:
    content = province.question(LOOK_UP, **province.about(resident))
    answer = province.send(content.replace(SOAP.encode(), b"http://www.w3.org/2003/05/soap-envelope"))
    assert body_of(answer)["Fault"]["faultcode"] == "soapenv:VersionMismatch"
    refused(province, answer, "version-mismatch")


@pytest.mark.parametrize("content", [BOMB, BOMB_IN_AN_ATTRIBUTE, OUTSIDE, OUTSIDE_PARAMETER, DTD, "<a>", "{}", ""])
def test_what_is_no_xml_that_is_read(province: Province, content: str) -> None:
    answer = province.send(content.encode())
    refused(province, answer, "unreadable")
    last = province.last()
    assert (last["operation"], last["request"]["size"]) == (None, len(content))
    assert last["elapsed_ms"] < 1000


def test_a_document_type_in_a_sound_question(province: Province, resident: dict[str, Any]) -> None:
    head, _, rest = province.question(LOOK_UP, **province.about(resident)).partition(b"\n")
    refused(province, province.send(head + b"\n<!DOCTYPE x>" + rest), "unreadable")


def test_an_operation_that_is_none(province: Province, resident: dict[str, Any]) -> None:
    refused(province, province.ask("TraCuuTatCa", **province.about(resident)), "unknown-operation")
    refused(province, province.send(b"<a/>"), "unknown-operation")


def test_xml_that_claims_to_be_json(province: Province, resident: dict[str, Any]) -> None:
    headers = province.headers(Content_Type="application/json")
    refused(province, province.ask(LOOK_UP, headers=headers, **province.about(resident)), "unreadable")
    tree: dict[str, Any] = {"Envelope": {"Body": {LOOK_UP: {}}}}
    answer = province.side.national.post(PATH, json=tree, headers=headers)
    refused(province, answer, "unreadable")


@pytest.mark.parametrize(
    ("client", "state"),
    [
        (None, "absent"),
        ("VN-TEST", "malformed"),
        ("VN-TEST/GOV//HOSO", "malformed"),
        ("VN-TEST/GOV/H56/HOSO/X", "malformed"),
        ("VN TEST/GOV/H56/HOSO", "malformed"),
        ("VN-TEST/GOV/H56", "without-subsystem"),
    ],
)
def test_a_client_that_the_platform_does_not_know(
    province: Province, resident: dict[str, Any], client: str | None, state: str
) -> None:
    answer = province.ask(LOOK_UP, headers=province.headers(X_Road_Client=client), **province.about(resident))
    assert (answer.status_code, answer.headers["x-road-error"]) == (400, "Client.BadRequest")
    assert answer.json()["type"] == "Client.BadRequest"
    facts = province.last()["facts"]
    assert (facts["x_road_client"], facts["reason"], facts["accepted"]) == (state, "x-road-client", False)
    assert province.side.view("audit")["rows"] == []


def test_the_generic_protocol_lets_the_subsystem_be_left_out(start: Callable[..., Province]) -> None:
    province = start(settings="[settings.x_road]\nsubsystem_required = { value = false }\n")
    row = province.side.view("residents")["residents"][0]
    headers = province.headers(X_Road_Client=X_ROAD.rpartition("/")[0])
    assert record_of(province.ask(LOOK_UP, headers=headers, **province.about(row))) is not None


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/", 404), ("GET", PATH, 405), ("PUT", PATH, 405)])
def test_other_addresses_and_methods(province: Province, method: str, path: str, status: int) -> None:
    answer = province.side.national.request(method, path)
    assert answer.status_code == status
    assert province.last()["facts"]["accepted"] is False


def test_refusals_change_nothing(province: Province, resident: dict[str, Any]) -> None:
    before = province.side.view("state/changes")
    province.ask(LOOK_UP, headers=province.headers(ApiKey="x"), **province.about(resident))
    province.ask(LOOK_UP, **province.about(resident, HoVaTen=...))
    province.ask("CungCapDanhSachTheoDanToc", DanToc="not a code")
    province.ask("DeleteRequest", SoYeuCau="YC00000001")
    assert province.side.view("state/changes") == before
    province.ask(LOOK_UP, **province.about(resident))
    assert province.side.view("state/changes") != before


def test_a_lenient_database_notes_and_answers(start: Callable[..., Province]) -> None:
    province = start(lenient=True)
    row = province.side.view("residents")["residents"][0]
    asked = province.about(row)
    turned = {name: asked[name] for name in reversed(list(asked))}
    assert record_of(province.ask(LOOK_UP, **turned))["SoDinhDanh"] == row["identity"]
    assert province.last()["defects"]
    refused_still = province.ask(LOOK_UP, headers=province.headers(ApiKey="x"), **asked)
    assert own_code(refused_still) == CODES["wrong-api-key"]["value"]


def test_well_formed_officers_will_do_where_the_profile_says_so(start: Callable[..., Province]) -> None:
    province = start(settings='[settings.officers]\ncheck = { value = "well-formed" }\n')
    row = province.side.view("residents")["residents"][0]
    assert record_of(province.ask(LOOK_UP, **({"MaCanBo": "098199000001"} | province.about(row))))
    assert own_code(province.ask(LOOK_UP, **({"MaCanBo": "x"} | province.about(row)))) == "C06-203"
