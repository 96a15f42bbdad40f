"""The fast validator at the door and the reference validator find the same requests valid."""

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from specs.profile import Profile, load_profile

PROFILE: Profile = load_profile("dvcqg", "dvcqg-2025")
SCHEMA = PROFILE.operation("DongBoHoSoMC").request_schema
FIELDS = sorted(SCHEMA["$defs"]["Dossier"]["properties"])
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        "",
        "1",
        1,
        1.0,
        True,
        "20261122081502",
        "20261122081502\n",
        "٢٠٢٦١١٢٢٠٨١٥٠٢",
        "2026-11-22",
        [],
        {},
        "True",
        0,
    ]
)


@settings(max_examples=150, deadline=None, database=None)
@given(changes=st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=4), updating=ODD)
def test_on_dossiers_with_odd_values(changes: dict[str, Any], updating: Any) -> None:
    body = {"session": "x", "madonvi": "H56.14", "service": "DongBoHoSoMC", "isUpdating": updating}
    rows = [{"MaHoSo": "x", "TrangThaiHoSo": "2", "NgayTiepNhan": "20261122081502"} | changes]
    message = body | {"data": rows}
    assert jsonschema_rs.Draft202012Validator(SCHEMA).is_valid(message) == Draft202012Validator(SCHEMA).is_valid(
        message
    )
    errors = {tuple(error.instance_path) for error in jsonschema_rs.Draft202012Validator(SCHEMA).iter_errors(message)}
    assert errors == {tuple(error.absolute_path) for error in Draft202012Validator(SCHEMA).iter_errors(message)}


@pytest.mark.parametrize("operation", [operation.name for operation in PROFILE.operations])
def test_both_take_every_schema_of_the_profile(operation: str) -> None:
    for schema in (PROFILE.operation(operation).request_schema, PROFILE.operation(operation).response_schema):
        Draft202012Validator.check_schema(schema)
        jsonschema_rs.Draft202012Validator(schema)
