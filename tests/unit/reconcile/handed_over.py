"""The rows of a province as files, and a target file that declares them."""

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from harness.reconcile.questions import ROLES
from harness.reconcile.shapes import shapes
from tests.unit.reconcile.exports import MERGER, Rows

TARGET = """
[sut]
name = "One-stop software"
supplier = "A supplier"
version = "2.1"
build = "sha256:{build}"
[statement]
"portal.sync" = true
[access]
agency = "H60.01"
destination = "VN:GOV:000.00.00.G22:dvcqg"
upper_tester = {{ kind = "manual" }}
portal = {{ username = "h60", password_env = "PORTAL_PASSWORD" }}
timers = {{ sync_within_s = 60, quiet_s = 1, read_timeout_s = 1.5, first_pause_s = 0.2 }}
[mocks.dvcqg]
profile = "dvcqg-2025"
national = "http://127.0.0.1:8201"
control = "http://127.0.0.1:8202"
token_env = "MOCK_TOKEN"
"""
SNAPSHOT = """
[reconcile.snapshots.{name}]
shape = "{shape}"
system = "{system}"
side = "{side}"
taken = {taken}
{cut_over}obtained = "exported by the administrator"
zone = "UTC"
read = {{ kind = "csv", path = "{file}" }}
columns = {{ {columns} }}
"""
PAIR = """
[[reconcile.pairs]]
name = "portal"
left = "dossiers"
right = "portal"
lag_s = 900
"""


def hand_over(rows: Rows, folder: Path, *, taken: datetime, roles: Sequence[str] = ()) -> Path:
    """Write every role that has rows, or those named, and `province.toml`; earlier systems have a file each."""
    parts = [TARGET.format(build="0" * 64)]
    for role in roles or rows:
        for name, system, own in _exports(role, rows[role]):
            shape = shapes()[ROLES.get(role, "dossier")]
            columns = [name for name in shape.columns if not own or any(row.get(name) is not None for row in own)]
            columns = list(dict.fromkeys([*shape.key, *columns, *(c.name for c in shape.columns.values() if c.needed)]))
            _write(folder / f"{name}.csv", columns, own)
            parts.append(_declared(name, shape.name, system, columns, taken))
    target = folder / "province.toml"
    target.write_text("".join(parts), encoding="utf-8")
    return target


def _exports(role: str, rows: list[dict[str, Any]]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Name, system and rows of each export of a role."""
    if role != "before":
        return [(role, f"the system of {role}", rows)]
    systems = sorted({row["system"] for row in rows})
    return [(f"before-{name.lower()}", name, [row for row in rows if row["system"] == name]) for name in systems]


def _write(path: Path, columns: list[str], rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({name: _text(row.get(name)) for name in columns} for row in rows)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)


def _declared(name: str, shape: str, system: str, columns: list[str], taken: datetime) -> str:
    historical = name.startswith("before-")
    return SNAPSHOT.format(
        name=name,
        shape=shape,
        system=system,
        side="historical" if historical else "current",
        taken=f"{MERGER.isoformat()}Z" if historical else taken.isoformat(),
        cut_over=f"cut_over = {MERGER.isoformat()}Z\n" if historical else "",
        file=f"{name}.csv",
        columns=", ".join(f'{column} = "{column}"' for column in columns),
    )
