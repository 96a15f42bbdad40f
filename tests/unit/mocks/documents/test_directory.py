"""The directory of agencies in both eras of codes."""

from typing import Any

import pytest

from mocks.documents.directory import both_forms

NEW = {"code": "000.00.14.H56", "name": "Sở Tư pháp tỉnh Thanh Hóa", "mail": "so@example.com", "pcode": "H56"}


def test_the_lists_of_both_eras(axis: Any) -> None:
    old, new = axis.get("getAgenciesList")["result"], axis.get("getAgenciesListQD20")["result"]
    assert [row["code"] for row in old] == ["000.00.00.H56", "000.00.99.G22", "000.00.00.H37", "000.00.00.H22"]
    assert all("Code102" not in row for row in old)
    assert [row["Code102"] for row in new] == ["H56", "G22.99", "H37", "H22"]
    assert [row["code"] for row in axis.get("getSynchronizeUnit")["result"]] == ["000.00.00.H56"]
    closed = [row["Code102"] for row in axis.view("agencies")["agencies"] if row["closed"]]
    assert closed == ["H22"]


def test_an_agency_is_entered_in_both_eras_and_taken_out_again(axis: Any) -> None:
    assert axis.post("registerAgency", NEW)["status"] == "OK"
    row = axis.get("getAgenciesListQD20")["result"][-1]
    assert (row["code"], row["Code102"], row["mail"]) == ("000.00.14.H56", "H56.14", "so@example.com")
    assert [row["Code102"] for row in axis.get("getSynchronizeUnit")["result"]] == ["H56", "H56.14"]
    assert axis.post("registerAgency", NEW | {"code": "H56.14"})["errorCode"] == "21", "the same in the other era"
    assert axis.post("deleteAgency", {"code": "H56.14"})["status"] == "OK"
    assert len(axis.get("getAgenciesList")["result"]) == 4
    assert "so@example.com" not in axis.control.get("/control/1/journal").text


@pytest.mark.parametrize(
    ("operation", "body", "code", "reason"),
    [
        ("registerAgency", NEW | {"code": "H37.14"}, "19", "not-your-agency"),
        ("registerAgency", NEW | {"code": "000.00.14.H22"}, "20", "closed-agency"),
        ("registerAgency", NEW | {"code": "H56"}, "21", "exists"),
        ("registerAgency", NEW | {"pcode": "H56.99"}, "19", "unknown-agency"),
        ("registerAgency", NEW | {"code": "Sở Tư pháp"}, "10", "malformed"),
        ("registerAgency", {"code": "H56.14"}, "10", "malformed"),
        ("registerAgency", [], "10", "malformed"),
        ("deleteAgency", {"code": "H56.14"}, "19", "unknown-agency"),
        ("deleteAgency", {"code": "H56"}, "19", "not-your-agency"),
        ("deleteAgency", {"code": "H37"}, "19", "not-your-agency"),
        ("deleteAgency", {}, "10", "malformed"),
    ],
)
def test_what_is_refused_changes_nothing(axis: Any, operation: str, body: Any, code: str, reason: str) -> None:
    before = axis.changes()
    assert axis.post(operation, body)["errorCode"] == code
    assert axis.last()["facts"]["reason"] == reason
    assert axis.changes() == before


def test_lists_ask_for_service_and_type(axis: Any) -> None:
    for name in ("getReceivedEdocList", "getSentEdocList"):
        assert axis.get(name, servicetype="eDoc", messagetype="letter")["errorCode"] == "10"
        assert axis.get(name, messagetype="edoc")["errorCode"] == "10"


@pytest.mark.parametrize(
    ("code", "new", "old"),
    [
        ("000.00.00.H41", "H41", "000.00.00.H41"),
        ("000.00.14.H56", "H56.14", "000.00.14.H56"),
        ("28.22.H17", "H17.22.28", "000.28.22.H17"),
        ("002.00.20.H13", "H13.20.00.002", "002.00.20.H13"),
        ("H26.107", "H26.107", "000.00.107.H26"),
        ("G09.20", "G09.20", "000.00.20.G09"),
        ("H56", "H56", "000.00.00.H56"),
    ],
)
def test_both_forms_of_a_code(code: str, new: str, old: str) -> None:
    assert both_forms(code) == (new, old)


def test_what_is_no_address_or_no_method(axis: Any) -> None:
    assert axis.national.get("/v1/nothing", headers=axis.headers).status_code == 404
    answer = axis.national.get("/v1/sendEdoc", headers=axis.headers)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
