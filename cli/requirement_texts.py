"""The texts of requirements as a workbook for those who own them, and back into `specs/requirements`."""

import hashlib
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cli.listing import Wanted
from harness.attestation.reading import open_book
from harness.errors import Refused
from harness.requirement import Requirement, load_catalogue
from reports.workbook import render_table
from specs import FOLDER

REQUIREMENTS = FOLDER / "requirements"
SHEET = "requirements"
TEXTS = tuple(
    f"{name}.{language}"
    for name in ("text", "interpretation.text", "rationale", "next_step")
    for language in ("vi", "en")
)
"""What may be changed, by the keys of a row; all else is there to be read."""
COLUMNS = ("id", "level", "gate_class", "document", "clause", *TEXTS, "digest")


def export_texts(path: Path, wanted: Wanted) -> None:
    """Write the texts of those that are wanted. Raises Refused where the file is there, or none is wanted."""
    if path.exists():
        raise Refused(f"{path} is there already: a workbook is never overwritten")
    rows = [_row(row) for row in load_catalogue(REQUIREMENTS).values() if wanted(row.row)]
    if not rows:
        raise Refused("no requirement is wanted")
    path.write_bytes(render_table(SHEET, COLUMNS, rows))
    sys.stdout.write(f"{len(rows)} requirements in {path}; change {', '.join(TEXTS)} and nothing else\n")


def import_texts(path: Path, folder: Path = REQUIREMENTS) -> None:
    """Take changed texts over into the files of the catalogue: all of them, or none. Raises Refused with the reason."""
    catalogue = load_catalogue(folder)
    changes = dict(_changes(path, catalogue))
    files = {file: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.toml"))}
    written = {file: _changed(text, changes) for file, text in files.items()}
    _refuse_other(written, catalogue, changes)
    for file, text in written.items():
        if text != files[file]:
            file.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{sum(map(len, changes.values()))} texts of {len(changes)} requirements taken over\n")


def _row(requirement: Requirement) -> dict[str, str]:
    row = requirement.row
    read = {"document": row["source"]["document"], "clause": row["source"]["clause"]}
    return {
        **{name: str(row[name]) for name in ("id", "level", "gate_class")},
        **read,
        **{key: _text(row, key) for key in TEXTS},
        "digest": _digest(row),
    }


def _text(row: Mapping[str, Any], key: str) -> str:
    value: Any = row
    for name in key.split("."):
        value = value[name]
    return str(value)


def _digest(row: Mapping[str, Any]) -> str:
    """Of the texts as they are: a workbook that was written from others is not taken over."""
    return hashlib.sha256("\0".join(_text(row, key) for key in TEXTS).encode()).hexdigest()[:16]


def _changes(path: Path, catalogue: Mapping[str, Requirement]) -> Iterator[tuple[str, dict[str, str]]]:
    """By requirement, the texts that the workbook has otherwise."""
    book, _ = open_book(path)
    if SHEET not in book.sheetnames:
        raise Refused(f"{path.name}: sheet {SHEET} is missing")
    head, *lines = book[SHEET].iter_rows(values_only=True)
    if tuple(head) != COLUMNS:
        raise Refused(f"{path.name}: the columns are not those that were written: {', '.join(COLUMNS)}")
    for number, line in enumerate(lines, 2):
        told = {name: " ".join(str(value or "").split()) for name, value in zip(COLUMNS, line, strict=True)}
        requirement = catalogue.get(told["id"])
        if requirement is None:
            raise Refused(f"{path.name}, row {number}: {told['id']!r} is in no catalogue")
        changed = {key: told[key] for key in TEXTS if told[key] != _text(requirement.row, key)}
        if changed and told["digest"] != _digest(requirement.row):
            raise Refused(f"{path.name}, row {number}: {told['id']} has changed since the workbook was written")
        if not all(changed.values()):
            raise Refused(f"{path.name}, row {number}: a text of {told['id']} is empty")
        if changed:
            yield told["id"], changed


def _changed(text: str, changes: Mapping[str, Mapping[str, str]]) -> str:
    """The file with the texts put into the lines that hold them; every text of the catalogue is one line."""
    lines, current = text.split("\n"), ""
    for number, line in enumerate(lines):
        key, equals, value = line.partition(" = ")
        if equals and key == "id":
            current = value.strip('"')
        elif equals and key in changes.get(current, {}):
            lines[number] = f"{key} = {json.dumps(changes[current][key], ensure_ascii=False)}"
    return "\n".join(lines)


def _refuse_other(
    written: Mapping[Path, str], catalogue: Mapping[str, Requirement], changes: Mapping[str, Mapping[str, str]]
) -> None:
    """Raise Refused where what would be written is not the catalogue with exactly these changes."""
    for file, text in written.items():
        try:
            rows = tomllib.loads(text)["requirement"]
        except tomllib.TOMLDecodeError:
            raise Refused(f"{file.name}: a text is not one line of the file: change it there") from None
        for row in rows:
            was, wanted = catalogue[row["id"]].row, changes.get(row["id"], {})
            if any(_text(row, key) != wanted.get(key, _text(was, key)) for key in TEXTS):
                raise Refused(f"{file.name}: a text of {row['id']} is not one line of the file: change it there")
