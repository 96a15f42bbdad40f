"""`report`: a sealed record in the formats that machines read."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cli.verify import policy_finder, refuse_unchecked
from harness.errors import IntegrityBroken, Refused
from harness.gate import Exit
from harness.signature import load_public
from harness.verify import Verified, verify
from reports.formats import FORMATS, Files, Format, render_all

ALL = "all"


def write_reports(folder: Path, *, formats: Sequence[str], out: Path, keys: Sequence[Path], json_only: bool) -> int:
    """Write what was asked for: 0 whatever the answer is, 21 where record or reports contradict themselves."""
    wanted = _wanted(formats)
    known = [load_public(path) for path in keys]
    refuse_unchecked([folder], known)
    try:
        verified = verify(folder, known, find=policy_finder(), today=datetime.now(UTC).date())
        _refuse_part(folder, verified)
        made = render_all(verified.record, verified.readiness, wanted)
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


def _wanted(formats: Sequence[str]) -> dict[str, Format]:
    names = [name.strip() for words in formats for name in words.split(",") if name.strip()]
    strange = [name for name in names if name not in {*FORMATS, ALL}]
    if strange or not names:
        raise Refused(f"--format {', '.join(strange) or '(nothing)'}: there are {', '.join([*FORMATS, ALL])}")
    return {name: form for name, form in FORMATS.items() if name in names or ALL in names}


def _refuse_part(folder: Path, verified: Verified) -> None:
    """A part has no answer, and every format here tells one."""
    part = verified.record.run.get("part")
    if part:
        raise Refused(f"{folder} is the record of `{part}` alone, which has no answer: its reports lie beside it")


def _write(out: Path, made: Files) -> list[str]:
    out.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text(text, encoding="utf-8")
    return [str(out / name) for name in made]


def _say(row: dict[str, object], lines: Sequence[str], *, json_only: bool) -> None:
    sys.stdout.write((json.dumps(row, ensure_ascii=False) if json_only else "\n".join(lines)) + "\n")
