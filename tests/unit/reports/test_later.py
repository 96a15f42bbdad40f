"""What came after the frozen set of a policy is said beside the answer, on the page as in the terminal: one list."""

import jsonschema
import pytest

from reports import html
from specs.schema import load_schema
from tests.unit.reports.conftest import Sealed
from tests.unit.reports.page import by_id, read_page

LATER = ["SYNC-004", "SYNC-999"]
SAID = "2 requirements are no part of the frozen set 2025-07-01"


@pytest.fixture
def later(both: Sealed) -> Sealed:
    """The record under a policy that names a set."""
    record, readiness = both
    return record, {**readiness, "policy": {**readiness["policy"], "set": "2025-07-01"}, "later": LATER}


def test_it_is_said_with_the_ids(later: Sealed) -> None:
    words = by_id(read_page(html.render(*later)), "unseen").text("en")

    assert f"{SAID}: they are judged and shown, and block nothing: SYNC-004, SYNC-999." in words


def test_without_a_set_nothing_is_said(both: Sealed) -> None:
    assert "frozen set" not in html.render(*both)


def test_a_readiness_with_a_set_is_valid(later: Sealed) -> None:
    jsonschema.Draft202012Validator(load_schema("readiness")).validate(later[1])
