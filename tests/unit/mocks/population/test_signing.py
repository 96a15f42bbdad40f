"""Who signs as asked is let in: both units of time, inside the window, whatever the clock of the database says."""

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.mocks.population.asking import PATH, Province, own_code, record_of, signature

LOOK_UP = "TraCuuThongTinCongDan"


def asked(province: Province, **told: Any) -> Any:
    """One look-up of somebody who is there."""
    row = province.side.view("residents")["residents"][0]
    return province.ask(LOOK_UP, headers=province.headers(**told), **province.about(row))


def facts(province: Province) -> dict[str, Any]:
    """The facts of the newest exchange."""
    found: dict[str, Any] = province.last()["facts"]
    return found


@pytest.mark.parametrize("unit", ["ms", "s"])
def test_either_unit_of_time(province: Province, unit: str) -> None:
    assert record_of(asked(province, unit=unit))
    told = facts(province)
    assert (told["timestamp_unit"], told["hash"], told["user"], told["api_key"]) == (unit, "valid", "right", "right")
    assert abs(told["timestamp_skew_s"]) < 5


@pytest.mark.parametrize("unit", ["ms", "s"])
def test_one_unit_alone_where_the_profile_says_so(start: Callable[..., Province], unit: str) -> None:
    province = start(settings=f'[settings.timestamp_unit]\nvalue = "{unit}"\n')
    other = {"ms": "s", "s": "ms"}[unit]
    assert record_of(asked(province, unit=unit))
    assert own_code(asked(province, unit=other)) == "C06-103"
    assert facts(province)["timestamp_unit"] == other


@pytest.mark.parametrize(("skew_s", "taken"), [(-290, True), (290, True), (-310, False), (310, False), (7200, False)])
def test_the_window_is_that_of_the_database(start: Callable[..., Province], skew_s: float, *, taken: bool) -> None:
    province = start(skew_s=skew_s)
    answer = asked(province)
    assert (answer.status_code == 200) is taken
    assert facts(province)["timestamp_skew_s"] == pytest.approx(-skew_s, abs=5)
    if not taken:
        assert own_code(answer) == "C06-104"


def test_a_clock_that_goes_wrong(province: Province) -> None:
    province.side.behave("clock-skew", seconds=900)
    assert own_code(asked(province)) == "C06-104"
    province.side.control.delete("/control/1/behaviours")
    assert record_of(asked(province))


@pytest.mark.parametrize("spoilt", [0, 1, 2, 3])
def test_every_part_of_the_hash_counts(province: Province, spoilt: int) -> None:
    accounts, timestamp = province.side.accounts, province.headers()["Timestamp"]
    parts = [province.side.running.national + PATH, accounts["user"], timestamp, accounts["secret_key"]]
    parts[spoilt] += "x"
    digest = hashlib.sha256("".join(parts).encode()).hexdigest()
    signed = base64.b64encode(f"{accounts['user']}:{digest}".encode()).decode()
    answer = asked(province, Timestamp=timestamp, Authorization=f"Basic {signed}")
    assert own_code(answer) == "C06-106"
    assert facts(province)["hash"] == "invalid"


def test_the_service_may_have_another_address(start: Callable[..., Province]) -> None:
    address = "https://api.dancu.test/services"
    province = start(settings=f'[settings.service_url]\nvalue = "{address}"\n')
    assert own_code(asked(province)) == "C06-106"
    timestamp = province.headers()["Timestamp"]
    signed = signature(province.side.accounts, address, timestamp)
    assert record_of(asked(province, Timestamp=timestamp, Authorization=f"Basic {signed}"))


def test_credentials_are_nowhere_in_the_journal(province: Province) -> None:
    asked(province)
    asked(province, ApiKey="canary-api-key", Authorization="Basic Y2FuYXJ5OmNhbmFyeQ==")
    text = json.dumps(province.journal())
    accounts = province.side.accounts
    for value in (accounts["secret_key"], accounts["api_key"], "canary", "Y2FuYXJ5"):
        assert value not in text
