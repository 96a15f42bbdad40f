# ruff: noqa: INP001, T201 - a script, started by path, that prints
"""How long the page of a large record takes: to make in Python, and to open in Chromium.

    .venv/bin/python benchmarks/reports/page.py RUN [--exchanges 10000] [--times 5] [--keep FOLDER]

RUN is what `lienthong demo --out RUN` wrote. Its record is laid down again and again, under ids of its own each time,
until as many exchanges are cited, and so printed in full. Every figure is told with its median and its extremes:
processor seconds of the rendering; of the page milliseconds by the clock, processor seconds, and its nodes.
"""

import argparse
import copy
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import Browser, sync_playwright

from harness.record import SealedRecord, load_record
from reports import html
from tests.browser.chromium import FLAGS, PATIENCE_MS, find_program

PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
JUMP = """var folders = document.querySelectorAll('details.exchanges');
location.hash = folders[folders.length - 1].dataset.holds.split(' ').pop();"""
LOADED = "performance.timing.loadEventEnd - performance.timing.navigationStart"


def main() -> None:
    """Make the page, open it, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--exchanges", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder in which to leave the page")
    options = parser.parse_args()
    record, readiness = enlarged(options.run, options.exchanges)
    made, page = [], ""
    for _ in range(options.times):
        started = time.process_time()
        page = html.render(record, readiness)
        made.append(time.process_time() - started)
    print(f"{len(record.exchanges)} exchanges, {len(record.judgements)} judgements, {len(page) / 1e6:.1f} M characters")
    told("rendering, processor s", made)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        path.write_text(page, encoding="utf-8")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_program(), args=FLAGS)
            opened = [open_page(browser, path.as_uri()) for _ in range(options.times)]
        if options.keep:
            shutil.copy(path, options.keep)
    for name in opened[0]:
        told(name, [row[name] for row in opened])


def told(name: str, figures: Sequence[float]) -> None:
    """One line: the median of the figures and their extremes."""
    print(f"{name:32} {statistics.median(figures):8.2f}   ({min(figures):.2f} to {max(figures):.2f})")


def open_page(browser: Browser, address: str) -> dict[str, float]:
    """Milliseconds until something is painted, until all is loaded, and from a link to the evidence it leads to.

    Beside them the processor seconds of the page's main thread until it was loaded, and how many nodes it has then.
    """
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.set_default_timeout(PATIENCE_MS * 10)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    metrics = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
    figures = {"first paint, ms": page.evaluate(PAINT), "loaded, ms": page.evaluate(LOADED)}
    figures |= {"main thread, processor s": metrics["TaskDuration"], "nodes": metrics["Nodes"]}
    started = time.perf_counter()
    page.evaluate(JUMP)
    page.wait_for_selector("details.exchange[open] .halves")
    figures["a link to its evidence, ms"] = (time.perf_counter() - started) * 1000
    page.close()
    return figures


def enlarged(run: Path, wanted: int) -> tuple[SealedRecord, dict[str, Any]]:
    """The record of a run, over and over until so many exchanges are cited; it is not sealed again, only shown."""
    record = load_record(run / "record")
    readiness: dict[str, Any] = json.loads((run / "readiness.json").read_text(encoding="utf-8"))
    cited = {name for row in record.judgements for name in row["evidence"]} & {*record.exchanges}
    times = -(-wanted // len(cited))
    events = tuple(event for number in range(times) for event in again(record.events, number))
    return SealedRecord(record.folder, record.run, events, record.manifest), readiness


def again(events: Sequence[Mapping[str, Any]], number: int) -> Iterator[Mapping[str, Any]]:
    """The events of a record as attempt `number` + 1 would have left them; the first time as they are."""
    exchanges = {event["data"]["id"] for event in events if event["kind"] == "exchange"}
    for event in events if number else ():
        data = copy.deepcopy(event["data"])
        if event["kind"] == "exchange":
            data["id"] = f"{data['id']}{number:02d}"
        if event["kind"] == "judgement":
            data["evidence"] = [f"{name}{number:02d}" if name in exchanges else name for name in data["evidence"]]
        if "attempt" in data:
            data["attempt"] += number
        yield {**event, "data": data}
    if not number:
        yield from events


if __name__ == "__main__":
    main()
