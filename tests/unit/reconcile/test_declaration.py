"""`[reconcile]` of a target file: what is wrong in it is refused whole, in one line that names the place."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from harness.errors import Refused
from harness.reconcile.declaration import load_reconciliation, read_reconciliation
from harness.reconcile.shapes import shapes

COLUMNS = {name: name for name in ("code", "agency", "procedure", "status", "received_at")}
SNAPSHOT = {
    "shape": "dossier",
    "system": "the portal",
    "side": "current",
    "taken": datetime(2026, 3, 1, tzinfo=UTC),
    "obtained": "export by the operator",
    "read": {"kind": "csv", "path": "portal.csv"},
    "columns": COLUMNS,
}
PAYMENT = {**SNAPSHOT, "shape": "payment", "columns": {"code": "c", "dossier": "d", "amount": "a"}}
PAIR = {"name": "sync", "left": "province", "right": "portal", "lag_s": 3600}


def table() -> dict[str, Any]:
    snapshots = {"portal": SNAPSHOT, "province": SNAPSHOT, "payments": PAYMENT}
    return deepcopy({"snapshots": snapshots, "pairs": [PAIR]})


def put(raw: Any, path: str, value: Any) -> None:
    *parents, last = path.split("/")
    for name in parents:
        raw = raw[int(name) if isinstance(raw, list) else name]
    raw[int(last) if isinstance(raw, list) else last] = value


def test_a_sound_table_is_read_with_its_defaults(tmp_path: Path) -> None:
    raw = table()
    raw["pairs"][0] |= {
        "payments": "payments",
        "tolerances": {"received_at": {"by": 60, "reason": "cut to the minute"}},
        "allow": [{"kind": "missing", "keys": ["H61.1-260101-0001"], "reason": "withdrawn"}],
    }
    made = read_reconciliation(raw, tmp_path)
    declared, pair = made.declarations["portal"], made.pairs[0]
    assert (declared.zone, declared.era, declared.read["path"]) == (
        "Asia/Ho_Chi_Minh",
        "qd20",
        str(tmp_path / "portal.csv"),
    )
    assert (pair.rules.lag, pair.parts) == (timedelta(hours=1), {"payments": "payments"})
    assert pair.rules.tolerances["received_at"].by == 60
    assert pair.rules.allowed[0].keys == ("H61.1-260101-0001",)


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("snapshots/portal/shape", "house", r"snapshots\.portal\.shape: there is no shape 'house'"),
        ("snapshots/portal/taken", "2026-03-01", r"portal\.taken: a moment with its offset"),
        ("snapshots/portal/taken", datetime(2026, 3, 1), r"portal\.taken: a moment with its offset"),  # noqa: DTZ001 - as the export says it
        ("snapshots/portal/side", "historical", "cut_over is needed"),
        ("snapshots/portal/zone", "Asia/Nowhere", "no time zone 'Asia/Nowhere'"),
        ("snapshots/portal/obtained", "", r"snapshots\.portal\.obtained"),
        ("snapshots/portal/read", {"kind": "csv"}, "path is needed with kind 'csv'"),
        ("snapshots/portal/read", {"kind": "mariadb", "query": "SELECT 1"}, "address_env is needed"),
        ("snapshots/portal/read", {"kind": "parquet", "path": "x", "delimiter": ";"}, "delimiter is not known"),
        ("snapshots/portal/columns", {"code": "MaHoSo"}, "agency is needed"),
        ("snapshots/portal/columns", {**COLUMNS, "colour": "x"}, "no such column"),
        ("snapshots/portal/password", "x", "password"),
        ("pairs/0/left", "nobody", r"pairs\.sync\.left: there is no snapshot 'nobody'"),
        ("pairs/0/left", "payments", "payment on the left, dossier on the right"),
        ("pairs/0/payments", "portal", "a snapshot of shape payment"),
        ("pairs/0/tolerances", {"status": {"by": 1, "reason": "x"}}, "tolerances are for moments and figures"),
        ("pairs/0/tolerances", {"fee": {"by": 1}}, "reason"),
        ("pairs/0/allow", [{"kind": "missing", "reason": " "}], "gives no reason"),
        ("pairs", [PAIR, PAIR], "a name is given twice"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(tmp_path: Path, path: str, value: Any, why: str) -> None:
    raw = table()
    put(raw, path, value)
    with pytest.raises(Refused, match=why):
        read_reconciliation(raw, tmp_path)


def test_a_target_file_without_the_table_says_what_to_do(tmp_path: Path) -> None:
    target = tmp_path / "province.toml"
    target.write_text("", encoding="utf-8")
    with pytest.raises(Refused, match=r"province\.toml: there is no table \[reconcile\]: .*--infer"):
        load_reconciliation(target)


def test_every_column_of_every_shape_has_words_in_both_languages() -> None:
    assert all(column.vi and column.en for shape in shapes().values() for column in shape.columns.values())
