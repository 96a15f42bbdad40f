"""`lienthong reconcile` from exports to verdicts: what it writes, what it refuses, what it cannot find out."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import ibis
import pytest
from openpyxl import load_workbook

from cli import reconcile_progress
from cli.proposing import propose_mapping
from cli.reconcile import ReconcileOptions, reconcile_exports
from cli.reconcile_progress import ReconcileProgress
from harness.errors import Refused
from harness.reconcile.engine import open_engine
from harness.record import load_record
from harness.rejudge import rejudge
from tests.unit.reconcile.exports import Rows, in_order
from tests.unit.reconcile.handed_over import PAIR, hand_over

OFFICES = ("agencies", "identifiers")


def just_now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def two_sides() -> Rows:
    """A province's dossiers, and the portal's, which lack one; agencies, one of them without an identifier."""
    rows = {role: in_order()[role] for role in ("dossiers", *OFFICES)}
    rows["portal"] = [dict(row) for row in rows["dossiers"]][:-1]
    rows["identifiers"].pop(0)
    return rows


def examine(target: Path, out: Path) -> tuple[int, dict[str, Any]]:
    """Exit code, and `partial.json`."""
    code = reconcile_exports(ReconcileOptions(target, out, json_only=True))
    return code, json.loads((out / "partial.json").read_text(encoding="utf-8"))


def statuses(result: dict[str, Any]) -> dict[str, str]:
    return {name: row["status"] for name, row in result["requirements"].items() if row["status"] != "NOT_APPLICABLE"}


def test_what_differs_is_judged_recorded_and_listed_for_its_agency(tmp_path: Path) -> None:
    target = hand_over(two_sides(), tmp_path, taken=just_now())
    target.write_text(target.read_text(encoding="utf-8") + PAIR, encoding="utf-8")

    code, result = examine(target, tmp_path / "out")

    violated = [name for name, status in statuses(result).items() if status == "VIOLATED"]
    assert (code, violated) == (12, ["IDN-052", "SYNC-150"])
    assert statuses(result)["SYNC-151"] == "DEMONSTRATED"
    assert not {"SYNC-157", "SYNC-158"} & statuses(result).keys()  # no histories were handed over
    record = load_record(tmp_path / "out" / "record")
    assert not rejudge(record)
    assert {row["name"] for row in record.data("snapshot")} == {"dossiers", "portal", *OFFICES}
    assert all(row["digest"].startswith("sha256:") for row in record.data("snapshot"))
    counted = [(row["against"], row["procedures"]) for row in record.data("recount")]
    assert all(sum(against.values()) == sum(number for _, number in procedures) for against, procedures in counted)
    page = (tmp_path / "out" / "reconcile.html").read_text(encoding="utf-8")
    assert "<b>1</b> <code>missing</code>" in page
    assert '<code>no-identifier</code> <span class="vi" lang="vi">không có mã định danh' in page
    assert lists(tmp_path / "out" / "agencies") == {
        "H60.01": [("IDN-052", "no-identifier", "H60.01")],
        "H60.02": [("SYNC-150", "missing/absent", "H60.02-261101-0005")],
    }


def lists(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """By agency the first cells of the rows of its workbook, without the heading."""
    return {
        path.stem: [row[:3] for sheet in load_workbook(path) for row in sheet.iter_rows(min_row=2, values_only=True)]
        for path in sorted(folder.glob("*.xlsx"))
    }


def test_rate_and_time_left_are_told_while_an_export_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    ReconcileProgress(json_only=False).read("dossiers", 1000, 0.25)
    assert re.search(r"dossiers: 1000 rows, \d+/s, about \d+ s are left\n", capsys.readouterr().err)


def test_what_a_long_statement_still_takes_is_told_while_it_runs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile_progress, "EVERY_S", 0.01)
    shares, looked_thrice = iter((0.2, 0.6, 0.6)), Event()

    def share() -> float:
        done = next(shares, 0.0)
        if not done:
            looked_thrice.set()
        return done

    with ReconcileProgress(json_only=False).watch(share):
        assert looked_thrice.wait(30)
    told = capsys.readouterr().err
    assert re.findall(r"a long statement: (\d+)%, about \d+ s are left\n", told) == ["20", "60"]


def test_an_engine_knows_how_far_a_statement_is(tmp_path: Path) -> None:
    far = [0.0]
    with open_engine(memory="512MB", folder=tmp_path) as engine:
        ended = Event()

        def look() -> None:
            while not ended.wait(0.001):
                far.append(engine.share())

        thread = Thread(target=look)
        thread.start()
        try:
            numbers = engine.keep(ibis.range(400_000).unnest().name("number").as_table())
            grouped = numbers.group_by(few=numbers.number % 7).aggregate(most=numbers.number.hash().max())
            while max(far) == 0 and len(far) < 10_000:  # over before anybody looked
                engine.keep(grouped)
        finally:
            ended.set()
            thread.join()
    assert 0 < max(far) <= 1


@pytest.mark.parametrize(
    ("hours", "empty", "why"),
    [(48, False, "was taken at"), (0, True, "holds no row"), (-2, False, "after it was asked")],
)
def test_what_cannot_be_found_out_is_no_pass(tmp_path: Path, *, hours: int, empty: bool, why: str) -> None:
    rows = {role: in_order()[role] for role in OFFICES}
    target = hand_over({**rows, "agencies": []} if empty else rows, tmp_path, taken=just_now() - timedelta(hours=hours))

    _, result = examine(target, tmp_path / "out")

    assert set(statuses(result).values()) == {"NOT_DEMONSTRATED"}
    told = [row["observed"] for row in result["open"]]
    assert all("INSUFFICIENT_DATA" in text for text in told)
    assert any(why in text or "nothing to look at" in text for text in told)


def test_a_row_that_cannot_be_read_is_counted_and_is_no_pass(tmp_path: Path) -> None:
    target = hand_over({"agencies": in_order()["agencies"]}, tmp_path, taken=just_now())
    lines = (tmp_path / "agencies.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "agencies.csv").write_text("\n".join([*lines, "," * lines[0].count(",")]), encoding="utf-8")

    _, result = examine(target, tmp_path / "out")

    assert statuses(result) == {"IDN-054": "NOT_DEMONSTRATED"}
    assert "1 rows cannot be read" in result["open"][0]["observed"]


def test_what_an_export_lacks_is_not_taken_for_empty(tmp_path: Path) -> None:
    """Without fees on one side their sums would be the same: 0 and 0."""
    rows = {role: in_order()[role] for role in ("before", "inheritance", "after", "agencies")}
    for row in rows["after"]:
        row.update(fee=None, owner_name=None)
    target = hand_over(rows, tmp_path, taken=just_now())

    _, result = examine(target, tmp_path / "out")

    assert "MIG-017" not in statuses(result)
    record = load_record(tmp_path / "out" / "record")
    assert record.run["plan"]["not_applicable"]["MIG-017"] == "the exports have no column after.fee"
    kept = next(row for row in record.data("recount") if row["question"].endswith("what_was_written_stays"))
    assert (kept["against"], kept["notes"]) == ({}, ["not compared, for one side lacks them: owner_name"])
    assert [row["taken"] for row in record.data("recount")[0]["sheet"]] == [4, 4]


def test_a_thing_is_not_held_against_itself(tmp_path: Path) -> None:
    target = hand_over({role: in_order()[role] for role in OFFICES}, tmp_path, taken=just_now())
    text = target.read_text(encoding="utf-8").replace('path = "identifiers.csv"', 'path = "agencies.csv"')
    target.write_text(text, encoding="utf-8")

    with pytest.raises(Refused, match="compares a thing with itself"):
        examine(target, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_mapping_is_proposed_and_what_cannot_be_read_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_over({"agencies": in_order()["agencies"]}, tmp_path, taken=just_now())

    (tmp_path / "apart.csv").write_text("code;identifier\n1;2\n", encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "lists.sqlite")) as database:
        database.execute("CREATE TABLE agencies (code, identifier)")

    propose_mapping(str(tmp_path / "agencies.csv"), "agency")
    propose_mapping(str(tmp_path / "apart.csv"), "agency")
    propose_mapping(str(tmp_path / "lists.sqlite"), "agency", query="SELECT * FROM agencies")

    told = capsys.readouterr().out
    assert told.count('identifier = "identifier"') == 3
    assert 'delimiter = ";"' in told
    for export, shape, query, why in (
        ("agencies.doc", "agency", "", "a file is needed"),
        ("agencies.csv", "offices", "", "there is none"),
        ("agencies.csv", "agency", "SELECT 1", "--query is for databases"),
        ("lists.sqlite", "agency", "", "--query is needed"),
    ):
        with pytest.raises(Refused, match=why):
            propose_mapping(str(tmp_path / export), shape, query=query)
    with pytest.raises(Refused, match="--query is needed"):
        propose_mapping("postgresql", "agency", address_env="EXPORT_DB")


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ('build = "sha256:', '# build = "sha256:', "build is needed"),
        ("[reconcile.snapshots.agencies]", "[reconcile.snapshots.staff]", "shape staff is needed"),
        ("[reconcile.snapshots.agencies]", "[reconcile.snapshots.others]", "nothing can be asked"),
    ],
)
def test_what_cannot_be_used_is_refused_before_a_record_is_opened(
    tmp_path: Path, was: str, becomes: str, why: str
) -> None:
    target = hand_over({"agencies": in_order()["agencies"]}, tmp_path, taken=just_now())
    target.write_text(target.read_text(encoding="utf-8").replace(was, becomes), encoding="utf-8")

    with pytest.raises(Refused, match=why):
        examine(target, tmp_path / "out")
    assert not (tmp_path / "out").exists()
