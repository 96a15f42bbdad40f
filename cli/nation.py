"""`nation`: the sealed records of many provinces, found below some folders, as one table with a map."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from cli.verify import policy_finder, refuse_unchecked
from harness.errors import IntegrityBroken, Refused
from harness.exchange import Json
from harness.gate import Exit
from harness.record import JOURNAL, MANIFEST, RUN
from harness.signature import Signer, load_public
from harness.verify import Verified, verify
from reports.nation import Found, Nation, read_nation
from reports.nation_formats import NATION_FORMATS
from specs.nation import load_nation


def show_nation(
    folders: Sequence[Path], *, out: Path, formats: Sequence[str], keys: Sequence[Path], json_only: bool
) -> int:
    """Write the table: 0 whatever it says, 21 where a record contradicts itself, which is then named in it."""
    strange = [name for name in formats if name not in NATION_FORMATS]
    if strange:
        raise Refused(f"--format {', '.join(strange)}: there are {', '.join(NATION_FORMATS)}")
    known, today = [load_public(path) for path in keys], datetime.now(UTC).date()
    places = list(dict.fromkeys(place for folder in folders for place in _records_below(folder)))
    refuse_unchecked(places, known)
    found = list(_once(_look_at(place, known, today) for place in places))
    nation = read_nation(found, load_nation(), today)
    made = {f"nation.{name}": NATION_FORMATS[name](nation) for name in formats}
    out.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (out / name).write_bytes(data)
    _say(nation, len(found), [str(out / name) for name in made], json_only=json_only)
    return Exit.INTEGRITY if nation.contradictions else Exit.GO


def _records_below(folder: Path) -> list[Path]:
    """Every folder that holds what a record holds, whole or not."""
    if not folder.is_dir():
        raise Refused(f"{folder} is no folder")
    return sorted({path.parent for name in (RUN, JOURNAL) for path in folder.rglob(name)})


def _look_at(folder: Path, keys: Sequence[Signer], today: date) -> Found:
    run, sealed = _run_of(folder), (folder / MANIFEST).is_file()
    try:
        verified = verify(folder, keys, find=policy_finder(), today=today)
    except IntegrityBroken as exc:
        return Found(str(folder), run, None, str(exc), contradicts=sealed)
    except Refused as exc:
        return Found(str(folder), run, None, str(exc), contradicts=sealed and not run)
    return Found(str(folder), verified.record.run, verified)


def _run_of(folder: Path) -> dict[str, Json]:
    """What the record says of itself before anything is checked; nothing where it cannot be read."""
    try:
        run = json.loads((folder / RUN).read_bytes())
    except (OSError, ValueError):
        return {}
    return run if isinstance(run, dict) else {}


def _once(found: Iterator[Found]) -> Iterator[Found]:
    """A copy of a record that was verified already is no second one."""
    known: list[Verified] = []
    for row in found:
        if row.verified and any(row.verified.record.manifest == other.record.manifest for other in known):
            continue
        known += [row.verified] if row.verified else []
        yield row


def _say(nation: Nation, records: int, written: Sequence[str], *, json_only: bool) -> None:
    counts = {column.id: nation.count(column)["shown"] for column in nation.table.columns}
    of = len(nation.rows)
    if json_only:
        row = {"records": records, "provinces": of, "shown": counts, "answers": dict(nation.answers)}
        sys.stdout.write(json.dumps({**row, "written": list(written)}, ensure_ascii=False) + "\n")
        return
    lines = [f"{records} records", *(f"{name}: {count} of {of}" for name, count in counts.items())]
    lines += [f"{name}: {count}" for name, count in sorted(nation.answers.items())]
    broken = [(folder, why) for row in nation.rows for folder, why in row.apart] + list(nation.strays)
    lines += [f"not counted: {folder}: {why}" for folder, why in broken]
    sys.stdout.write("\n".join([*lines, *written]) + "\n")
