"""The expected volume: from the real number of communes, with every figure and where it comes from."""

import tomllib
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from harness.errors import Refused
from load.volume import FILE, expected_volume, figures, largest_province, opening_seconds, working_days
from specs import FOLDER
from specs.schema import load_schema


def test_the_file_keeps_its_schema() -> None:
    table = tomllib.loads((FOLDER / FILE).read_text(encoding="utf-8"))
    Draft202012Validator(load_schema("load-volume")).validate(table)


def test_a_day_has_the_dossiers_of_every_commune_and_of_the_provincial_centre() -> None:
    volume = expected_volume("86", {"dossiers_per_commune": 30, "dossiers_at_province": 280})
    assert volume.number("communes") == 124
    assert volume.dossiers_a_day == 4_000
    assert volume.dossiers_per_s == 4_000 / (8 * 3_600)


def test_the_dossiers_of_a_year_come_on_its_working_days() -> None:
    """52 weeks of five days without the public holidays; what is left of a number is a matter of the table."""
    assert 245 <= working_days(2026) <= 255
    volume = expected_volume("86", {"dossiers_per_commune_a_year": 20_000})
    assert volume.number("dossiers_per_commune") == 20_000 / working_days(2026)


def test_the_peak_is_a_multiple_of_the_mean() -> None:
    volume = expected_volume("86", {"peak_factor": 4})
    assert opening_seconds() == 8 * 3_600
    assert {kind: 4 * rate for kind, rate in volume.calls_per_s().items()} == volume.calls_per_s(peak=True)


def test_channels_share_the_dossiers() -> None:
    calls = expected_volume("86", {"online_share": 0.25}).per_dossier()
    assert (calls["accept"], calls["file-online"], calls["take-in"]) == (0.75, 0.25, 0.25)


def test_payments_are_shared_between_counter_and_platform() -> None:
    calls = expected_volume("86", {"pay_per_dossier": 0.5, "paid_online_share": 0.2}).per_dossier()
    assert (calls["pay"], calls["pay-online"]) == (0.4, 0.1)


def test_what_is_given_is_told_as_given_and_the_rest_as_it_was() -> None:
    volume = expected_volume("86", {"peak_factor": 4})
    assert volume.figures["peak_factor"].fidelity == "given"
    assert not volume.figures["peak_factor"].assumed
    assert volume.figures["pay_per_dossier"] == figures()["pay_per_dossier"]
    assert volume.figures["pay_per_dossier"].assumed


def test_the_largest_province_is_the_one_with_the_most_communes() -> None:
    assert largest_province() == "79"
    assert expected_volume("79").number("communes") == 168


@pytest.mark.parametrize(
    ("province", "given"),
    [
        pytest.param("00", {}, id="no such province"),
        pytest.param("86", {"dossiers": 1.0}, id="no such figure"),
        pytest.param("86", {"hours": 1.0}, id="a profile is no number"),
        pytest.param("86", {"peak_factor": -1.0}, id="less than nothing"),
        pytest.param("86", {"peak_factor": float("nan")}, id="not a number"),
        pytest.param("86", {"online_share": 0.8, "postal_share": 0.3}, id="more than all"),
        pytest.param("86", {"dossiers_per_commune": 9, "dossiers_per_commune_a_year": 9}, id="of a day and of a year"),
        pytest.param("86", {"peak_factor_a_year": 9}, id="no figure of a year"),
        pytest.param("86", {"paid_online_share": 1.1}, id="more paid online than paid"),
    ],
)
def test_what_is_not_known_is_refused(province: str, given: dict[str, float]) -> None:
    with pytest.raises(Refused):
        expected_volume(province, given)


def test_a_closed_day_has_nothing_and_a_monday_more_than_a_friday() -> None:
    volume = expected_volume("86")
    assert volume.day_factor(date(2026, 9, 2)) == 0
    assert volume.day_factor(date(2026, 3, 8)) == 0
    assert volume.day_factor(date(2026, 3, 9)) > volume.day_factor(date(2026, 3, 13)) > 0
