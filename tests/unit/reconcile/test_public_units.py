"""A public list of communes, which follows a draft of the official table, goes through the check of units."""

import json
import re
from collections import Counter
from importlib.resources import files
from typing import Any

import ibis

from harness.reconcile.migration import units_have_their_names
from harness.reconcile.question import Given
from tests.unit.reconcile.exports import MERGER, NOW, table

KIND = re.compile(r"^(Phường|Xã|Đặc khu) ")


def test_34_provinces_3321_communes_codes_of_a_draft_and_names_written_otherwise() -> None:
    """The draft gave 115 communes another code (specs/codes/README.md); of nine codes it gave them to others."""
    data = files("vietnam_provinces").joinpath("data", "nested-divisions.json")
    provinces: list[dict[str, Any]] = json.loads(data.read_text(encoding="utf-8"))
    wards = [ward for province in provinces for ward in province["wards"]]
    rows = [{"code": f"{ward['code']:05}", "name": KIND.sub("", ward["name"])} for ward in wards]

    database = ibis.duckdb.connect()
    database.con.register("units", table("units", rows))
    answer = units_have_their_names.ask(Given({"units": database.table("units")}, NOW, MERGER))

    assert (len(provinces), len(wards)) == (34, 3321)
    assert Counter(answer.against.to_pyarrow()["cause"].to_pylist()) == {"no-such-code": 115, "other-name": 9}
    assert [note[:3] for note in answer.notes] == ["179"]
