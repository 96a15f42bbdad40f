# ruff: noqa: INP001, T201 - a script, started by path, that prints
"""From verdicts drawn by a seed, how many clicks to clause and evidence: in Chromium, on the reports of real runs.

    .venv/bin/python benchmarks/reports/clicks.py RUN… [--drawn 20] [--seed 1]

Each RUN is what `lienthong demo --out RUN` wrote. Every way begins at the top of the page. Ends with 1 where one is
longer than three clicks; a clause or a piece of evidence that is not seen at its end stops it with an error.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import expect, sync_playwright

from harness.record import load_record
from reports import html
from tests.browser.chromium import FLAGS, PATIENCE_MS, find_program
from tests.browser.clicking import drawn, walk

MOST = 3


def main() -> int:
    """Walk, count, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--drawn", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    longest = max(walk_all(run, options.drawn, options.seed) for run in options.runs)
    return 0 if longest <= MOST else 1


def walk_all(run: Path, number: int, seed: int) -> int:
    """The clicks of the longest way from the top of the run's page to a verdict drawn from its record."""
    record = load_record(run / "record")
    readiness = json.loads((run / "readiness.json").read_text(encoding="utf-8"))
    sources = {row["id"]: row["source"] for row in record.run["requirements"]}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "report.html"
        path.write_text(html.render(record, readiness), encoding="utf-8")
        page = playwright.chromium.launch(executable_path=find_program(), args=[*FLAGS]).new_page()
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        page.goto(path.as_uri())
        ways = []
        for judgement in drawn(record, number, seed):
            source = sources[judgement[1]]
            ways.append(walk(page, judgement, source.get("clause") or source["document"]))
    clicks = [len(way.clicks) for way in ways]
    print(f"{readiness['answer']}: {len(ways)} of {len(record.judgements)} verdicts, at most {max(clicks)} clicks")
    print("  " + ", ".join(sorted({way.requirement for way in ways})))
    return max(clicks)


if __name__ == "__main__":
    sys.exit(main())
