"""Whom the province knows by name, number or address stands nowhere among what a whole run recorded of it."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from harness.record import read_events
from tests.cli.honest_run import honest_run

NAME = r"(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]+ ){2,4}[A-ZĐÀ-Ỹ][a-zà-ỹđ]+"
KINDS = {"identity": r"0\d{11}", "email": r"[^@\s]+@[^@\s]+", "name": NAME}
SOME = 100


def texts(value: Any) -> Iterator[str]:
    """Every text of a value of the database, those of JSON in a text too."""
    if isinstance(value, str):
        if value[:1] in {"{", "["}:
            yield from texts(json.loads(value))
        else:
            yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def known_people(database: Path) -> dict[str, set[str]]:
    """What the province keeps of persons, by kind."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = {text for table in tables for row in db.execute(f'SELECT * FROM "{table}"') for text in texts([*row])}  # noqa: S608 - its own names
    return {kind: {text for text in kept if re.fullmatch(pattern, text)} for kind, pattern in KINDS.items()}


def test_nothing_that_the_province_keeps_of_a_person_is_in_its_record(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    out = honest_run(tmp_path_factory).out
    people = known_people(out.parent / "pair" / "data" / "province.sqlite3")
    assert {kind: len(found) > SOME for kind, found in people.items()} == dict.fromkeys(KINDS, True)

    told: dict[str, list[str]] = {}
    for event in read_events(out / "record"):
        told.setdefault(event["kind"], []).append(json.dumps(event["data"], ensure_ascii=False))
    every = set[str]().union(*people.values())
    leaking = {kind: {one for one in every if one in "\n".join(rows)} for kind, rows in told.items()}
    assert {kind: some for kind, some in leaking.items() if some} == {}
