"""Against a province that is honest only where it knows the test data: every run has data that no run had before."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.selfcheck.bench import Bench, bench
from tests.selfcheck.deviations import deviations

CHEAT = "honest-to-the-known"
ENOUGH = ("--select", "SYNC-013")


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with bench(tmp_path_factory.mktemp("bench")) as made:
        yield made


def test_only_data_that_it_has_met_deceive(stand: Bench, tmp_path: Path) -> None:
    """The same seed twice, and the second time it passes; with a new one each time, which is the rule, it does not."""
    stand.mount(next(row for row in deviations() if row.name == CHEAT))

    def status(name: str, *words: str) -> str:
        done = stand.judge(tmp_path / name, *ENOUGH, *words)
        return str(done.json["requirements"]["SYNC-013"]["status"])

    assert status("first", "--seed", "11") == "VIOLATED"
    stand.forget()
    assert status("the same", "--seed", "11") == "DEMONSTRATED"
    assert [status("fresh"), status("fresh again")] == ["VIOLATED", "VIOLATED"]


def test_what_is_told_to_a_province_comes_from_the_seed(stand: Bench, tmp_path: Path) -> None:
    """Two seeds share no word that could be a mark of a test: whose dossier, with what papers, about what, by whom."""
    stand.mount(None)
    told = []
    for seed in ("21", "22"):
        stand.judge(tmp_path / seed, *ENOUGH, "--seed", seed)
        told.append(accepted(tmp_path / seed))
    (one, other), varied = told, ("dossier", "summary", "note", "owner", "officer", "papers")

    assert all(one[part] and other[part] for part in varied)
    assert {part: sorted(one[part] & other[part]) for part in varied} == {part: [] for part in varied}


def accepted(out: Path) -> dict[str, set[str]]:
    """What clerks typed in for the dossiers of a run, and the codes that these got, by the part of the form.

    Left out is what says of itself that it is nobody's (addresses at example.com and .example), what is chosen from a
    short list (titles, departments), and single letters and digits.
    """
    found: dict[str, set[str]] = {}
    for line in (out / "record" / "journal.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        row: dict[str, Any] = event["data"]
        if event["kind"] == "exchange" and row["request"]["path"].endswith("/dossiers") and row["response"]:
            for part, value in {**row["request"]["body"], **row["response"]["body"]}.items():
                found.setdefault(part, set()).update(text for text in texts(value) if is_telling(text))
    return found


CHOSEN = ("title", "department", "kind")


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, but those that are chosen from a list."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in CHOSEN:
                yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def is_telling(text: str) -> bool:
    """Whether a text could tell one test from another."""
    return len(text) > 1
