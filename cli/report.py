"""`report`: a sealed record in the formats that machines read."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cli.told import ALONE, Given, told_with
from cli.verify import policy_finder, refuse_unchecked
from harness.errors import IntegrityBroken, Refused
from harness.gate import Exit
from harness.recomputation import part_of
from harness.signature import load_public
from harness.verify import Verified, verify
from reports.formats import FORMATS, Files, Format, formats_of, render_all

ALL = "all"


def write_reports(
    folder: Path,
    *,
    formats: Sequence[str],
    out: Path,
    keys: Sequence[Path],
    given: Given = ALONE,
    json_only: bool,
) -> int:
    """Write what was asked for: 0 whatever the answer is, 21 where record or reports contradict themselves."""
    names = _names(formats)
    known = [load_public(path) for path in keys]
    refuse_unchecked([folder, *given.folders], known)
    try:
        verified = verify(folder, known, find=policy_finder(), today=datetime.now(UTC).date())
        told = told_with(verified, given, keys=known, find=policy_finder())
        made = render_all(verified.record, told, _wanted(names, verified))
    except IntegrityBroken as exc:
        _say(
            {"record": str(folder), "error": str(exc), "exit_code": Exit.INTEGRITY},
            [f"contradiction: {exc}"],
            json_only=json_only,
        )
        return Exit.INTEGRITY
    written = _write(out, made)
    _say({"record": str(folder), "written": written, "exit_code": Exit.GO}, written, json_only=json_only)
    return Exit.GO


def _names(formats: Sequence[str]) -> list[str]:
    names = [name.strip() for words in formats for name in words.split(",") if name.strip()]
    strange = [name for name in names if name not in {*FORMATS, ALL}]
    if strange or not names:
        raise Refused(f"--format {', '.join(strange) or '(nothing)'}: there are {', '.join([*FORMATS, ALL])}")
    return names


def _wanted(names: Sequence[str], verified: Verified) -> dict[str, Format]:
    part = part_of(verified.record.run)
    known = formats_of(part)
    without = [name for name in names if name not in {*known, ALL}]
    if without:
        raise Refused(f"--format {', '.join(without)}: a record of `{part}` alone has no answer that it could tell")
    return {name: form for name, form in known.items() if name in names or ALL in names}


def _write(out: Path, made: Files) -> list[str]:
    out.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(content)
    return [str(out / name) for name in made]


def _say(row: dict[str, object], lines: Sequence[str], *, json_only: bool) -> None:
    sys.stdout.write((json.dumps(row, ensure_ascii=False) if json_only else "\n".join(lines)) + "\n")
