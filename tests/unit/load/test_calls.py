"""From arrivals to calls: the same for the same seed, in the shapes of the contract, of made-up people alone."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator

from load.arrivals import Arrival
from load.calls import DRIVEN, TILL, Clerk, Doors, Writer
from specs import FOLDER
from specs.profile import load_profile

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
TESTER = "http://127.0.0.1:1/upper-tester/1"
PROFILE = load_profile("dvcqg", "dvcqg-2025")
DOORS = Doors(
    TESTER,
    {"Authorization": "Bearer x"},
    "http://127.0.0.1:2/nhanhosodvcqg",
    "H56.14",
    PROFILE.table("catalogue")["procedure"][:3],
)
LIFE = ("accept", "process", "look-up", "pay", "verify", "finish", "return")
ONLINE = ("file-online", "take-in", "process", "look-up", "finish", "return")


def arrivals() -> list[Arrival]:
    counter = [Arrival(float(at), kind, 0, "counter") for at, kind in enumerate(LIFE)]
    return counter + [Arrival(10.0 + at, kind, 1, "online") for at, kind in enumerate(ONLINE)]


def test_the_same_seed_makes_the_same_calls() -> None:
    made = [list(Writer(DOORS, seed, NOW).calls(arrivals())) for seed in (1, 1, 2)]

    assert made[0] == made[1]
    assert made[0] != made[2]


def test_what_is_not_driven_is_left_out_and_the_rest_keeps_its_instants() -> None:
    calls = list(Writer(DOORS, 1, NOW).calls(arrivals()))

    assert [call.kind for call in calls] == [row.kind for row in arrivals() if row.kind in DRIVEN]
    assert [call.at_s for call in calls] == [row.at_s for row in arrivals() if row.kind in DRIVEN]
    assert {call.key for call in calls} == {"d0", "d1"}


def test_an_online_dossier_keeps_the_portals_code_and_no_token_goes_to_the_inbound_door() -> None:
    writer = Writer(DOORS, 1, NOW)
    calls = [call for call in writer.calls(arrivals(), first=7) if call.key == "d8"]
    code = writer.online_code(8)

    assert code.startswith("H56.14-261123-")
    assert json.loads(calls[0].body)["MaHoSo"] == code
    assert "Authorization" not in calls[0].headers
    assert all(f"/dossiers/{code}" in call.url and "Authorization" in call.headers for call in calls[1:])
    assert len({writer.online_code(number) for number in range(5000)}) == 5000


def test_a_payment_is_charged_and_taken_where_fees_are_taken() -> None:
    calls = [call for call in Writer(DOORS, 1, NOW, fees=True).calls(arrivals()) if call.kind in TILL]
    charged, taken = (json.loads(call.body) for call in calls)

    assert [(call.kind, call.at_s, call.key) for call in calls] == [("charge", 3.0, "d0"), ("collect", 3.0, "d0")]
    assert [fee["amount"] for fee in charged["fees"]] == [taken["amount"]]
    assert (charged["way"], charged["agency"]) == ("counter", DOORS.agency)


def test_what_is_paid_at_the_platform_is_charged_and_its_result_stays() -> None:
    """Whether the payer has paid when the hand-over is due is not known: it is not asked for."""
    online = [replace(row, kind="pay-online") if row.kind == "pay" else row for row in arrivals()]
    calls = [call for call in Writer(DOORS, 1, NOW, fees=True).calls(online) if call.key == "d0"]

    assert [call.kind for call in calls] == ["accept", "process", "look-up", "charge-online", "finish"]
    assert json.loads(calls[3].body)["way"] == "online"
    assert calls[3].url.endswith("/charge")
    without = [call.kind for call in Writer(DOORS, 1, NOW).calls(online) if call.key == "d0"]
    assert without[-1] == "return"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("accept", "Accept"),
        ("charge", "Charge"),
        ("collect", "Collect"),
        ("verify", "Verify"),
        ("take-in", "TakeIn"),
        ("process", "Process"),
        ("finish", "Finish"),
        ("return", "Return"),
    ],
)
def test_bodies_keep_the_contract(kind: str, name: str) -> None:
    document = json.loads((FOLDER / "interfaces" / "upper-tester" / "1" / "openapi.json").read_bytes())
    validator = Draft202012Validator({**document, "$ref": f"#/components/schemas/{name}"})
    writer = Writer(DOORS, 3, NOW, clerk=Clerk("097199000001", "tai-1"), fees=True)
    bodies = [json.loads(call.body) for call in writer.calls(arrivals()) if call.kind == kind]

    assert bodies
    assert [error.message for body in bodies for error in validator.iter_errors(body)] == []


def test_what_the_portal_pushes_keeps_its_profile() -> None:
    call = next(call for call in Writer(DOORS, 3, NOW).calls(arrivals()) if call.kind == "file-online")
    schema = PROFILE.operation("NhanHoSoTrucTuyen").request_schema

    assert [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(call.body))] == []
