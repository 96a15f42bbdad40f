# ruff: noqa: E402, INP001, T201 - a script, started by path, that makes its own way to the project and prints
"""Puts a public, messy data set through the migration check: the package vietnam-provinces before and after the merger.

    .venv/bin/python benchmarks/reconcile/public_units.py

Three versions are fetched from PyPI into .cache and read as data: 0.6.0 (before the merger), 2025.10.1 (a draft of the
official table) and 2026.9.0 (with a table of old communes and those of today). Each list of communes is held against
the names and codes of today; then one dossier of every old commune is led to today by the table of the package, and
their migration is checked. The package is GPL: it is read here, and nothing of it is kept.
"""

import json
import re
import runpy
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import ibis

from harness.reconcile.migration import (
    communes_follow_the_official_table,
    every_dossier_arrived,
    units_have_their_names,
)
from harness.reconcile.question import Answer, Given
from specs.administrative_units import same_name
from tests.unit.reconcile.exports import MERGER, NOW, day, table

CACHE = ROOT / ".cache" / "vietnam-provinces"
BEFORE, DRAFT, TODAY = "0.6.0", "2025.10.1", "2026.9.0"
KIND = re.compile(r"^(Phường|Xã|Đặc khu|Thị trấn|Thành phố|Tỉnh) ")


def wheel(version: str) -> zipfile.ZipFile:
    """A version of the package, fetched once."""
    path = CACHE / f"vietnam_provinces-{version}-py3-none-any.whl"
    if not path.is_file():
        words = ["download", "--no-deps", "-q", "-d", str(CACHE), "--python-version", "3.12", "--only-binary=:all:"]
        subprocess.run([sys.executable, "-m", "pip", *words, f"vietnam-provinces=={version}"], check=True)
    return zipfile.ZipFile(path)


def provinces(version: str) -> list[dict[str, Any]]:
    """What a version holds, province by province."""
    found: list[dict[str, Any]] = json.loads(wheel(version).read("vietnam_provinces/data/nested-divisions.json"))
    return found


def communes(version: str) -> dict[str, str]:
    """Name without its kind by code of five digits."""
    found: dict[str, str] = {}
    for province in provinces(version):
        units = province.get("wards") or [unit for district in province["districts"] for unit in district["wards"]]
        found.update({f"{unit['code']:05}": KIND.sub("", unit["name"]) for unit in units})
    return found


def ways() -> Iterator[tuple[str, str]]:
    """Old and new code, one pair for each way, as the newest version has them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(wheel(TODAY).extract("vietnam_provinces/_ward_conversion_2025.py", folder))
        table_of_ways: Mapping[int, Any] = runpy.run_path(str(file))["OLD_TO_NEW"]
    for old, entry in table_of_ways.items():
        yield from ((f"{old:05}", f"{new.code:05}") for new in entry.new_wards)


def given(**rows: list[dict[str, Any]]) -> Given:
    """The rows as tables."""
    database = ibis.duckdb.connect()
    for role, found in rows.items():
        database.con.register(role, table(role, found))
    return Given({role: database.table(role) for role in rows}, NOW, MERGER)


def told(answer: Answer) -> str:
    """How many rows speak against it, by cause, and what is told beside."""
    causes = Counter(answer.against.to_pyarrow()["cause"].to_pylist())
    return ", ".join([f"{cause} {number}" for cause, number in sorted(causes.items())] or ["nothing"]) + "".join(
        f"; {note}" for note in answer.notes
    )


def migrated(old: Mapping[str, str]) -> Given:
    """One dossier of every old commune, led to the first commune of today that the table names."""
    first: dict[str, str] = {}
    for was, now in ways():
        first.setdefault(was, now)
    before, ledger, after = [], [], []
    for code in old:
        row = {"code": f"B-{code}", "agency": "H60.01", "procedure": "1.001.000", "status": "10", "received_at": day(1)}
        before.append({**row, "commune": code, "system": "EARLIER"})
        ledger.append({"system": "EARLIER", "former": row["code"], "code": f"A-{code}", "outcome": "TAKEN"})
        after.append({**row, "code": f"A-{code}", "commune": first.get(code, code)})
    changes = [{"kind": "COMMUNE", "old": was, "new": now} for was, now in ways()]
    return given(before=before, inheritance=ledger, after=after, code_changes=changes)


def main() -> None:
    """Read, check, print."""
    lists = {version: communes(version) for version in (BEFORE, DRAFT, TODAY)}
    for version, found in lists.items():
        units = [{"code": code, "name": name} for code, name in found.items()]
        answer = units_have_their_names.ask(given(units=units))
        print(f"{version}: {len(provinces(version))} provinces, {len(found)} communes; against: {told(answer)}")
    both = lists[DRAFT].keys() & lists[TODAY].keys()
    spelt = [code for code in both if lists[DRAFT][code] != lists[TODAY][code]]
    same = sum(same_name(lists[DRAFT][code], lists[TODAY][code]) for code in spelt)
    print(f"{DRAFT} to {TODAY}: {len(spelt)} names differ under one code, {same} of them only in the way of writing")
    each = Counter(was for was, _ in ways())
    joined = Counter(now for _, now in ways())
    print(
        f"table: {len(each)} old communes, {sum(n > 1 for n in each.values())} of them divided; "
        f"{len(joined)} of today, {sum(n > 1 for n in joined.values())} of them made of several"
    )
    dossiers = migrated(lists[BEFORE])
    print(f"migration, none lost: against: {told(every_dossier_arrived.ask(dossiers))}")
    print(f"migration, communes by the table: against: {told(communes_follow_the_official_table.ask(dossiers))}")


if __name__ == "__main__":
    main()
