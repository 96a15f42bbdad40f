# ruff: noqa: INP001, T201 - a script, started by path, that prints
"""How long the page of a large record takes: to make in Python, and to open in Chromium.

    .venv/bin/python benchmarks/reports/page.py RUN [--exchanges 10000] [--times 5] [--keep FOLDER] [--peer]

RUN is what `lienthong demo --out RUN` wrote. Its record is laid down again and again, under ids of its own each time,
until as many exchanges are cited, and so printed in full. Every figure is told with its median and its extremes:
processor seconds of the rendering; of the page milliseconds by the clock, processor seconds, and its nodes.

`--peer` puts beside it the site that Allure 3 makes of the same record in one file, opened in the same browser:
`npm ci --ignore-scripts --prefix benchmarks/reports` before.
"""

import argparse
import copy
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import Browser, Page, sync_playwright

from harness.record import SealedRecord, load_record
from reports import allure, html
from tests.browser.chromium import FLAGS, PATIENCE_MS, find_program

ALLURE = Path(__file__).parent / "node_modules" / ".bin" / "allure"
PAINT = """() => new Promise(done => new PerformanceObserver(list =>
  list.getEntriesByName("first-contentful-paint").forEach(entry => done(entry.startTime))
).observe({type: "paint", buffered: true}))"""
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
    parser.add_argument("--peer", action="store_true", help="Allure's site of the same record beside it")
    options = parser.parse_args()
    record, readiness = enlarged(options.run, options.exchanges)
    made, clock, page = [], [], ""
    for _ in range(options.times):
        started = time.process_time(), time.perf_counter()
        page = html.render(record, readiness)
        made.append(time.process_time() - started[0])
        clock.append(time.perf_counter() - started[1])
    print(f"{len(record.exchanges)} exchanges, {len(record.judgements)} judgements, {len(page) / 1e6:.1f} M characters")
    told("rendering, processor s", made)
    told("rendering, s by the clock", clock)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        path.write_text(page, encoding="utf-8")
        site = peer(record, readiness, Path(folder)) if options.peer else None
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_program(), args=FLAGS)
            opened = [open_page(browser, path.as_uri()) for _ in range(options.times)]
            others = [load_page(browser, site.as_uri()) for _ in range(options.times if site else 0)]
        if options.keep:
            shutil.copy(path, options.keep)
    for name in opened[0]:
        told(name, [row[name] for row in opened])
    for name in others[0] if others else ():
        told(f"Allure: {name}", [row[name] for row in others])


def peer(record: SealedRecord, readiness: Mapping[str, Any], folder: Path) -> Path:
    """Allure's site of the same record, in one file; its times and size are told."""
    if not ALLURE.exists():
        sys.exit("Allure is not installed: npm ci --ignore-scripts --prefix benchmarks/reports")
    started = time.perf_counter()
    for name, text in allure.make(record, readiness).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    results = time.perf_counter()
    words = [str(ALLURE), "awesome", "--single-file", "--output", str(folder / "site"), str(folder / allure.FOLDER)]
    subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    site = folder / "site" / "index.html"
    print(
        f"Allure's site: {site.stat().st_size / 1e6:.1f} MB; results in {results - started:.1f} s by the clock, ",
        end="",
    )
    print(f"the site of them in {time.perf_counter() - results:.1f} s")
    return site


def told(name: str, figures: Sequence[float]) -> None:
    """One line: the median of the figures and their extremes."""
    print(f"{name:32} {statistics.median(figures):8.2f}   ({min(figures):.2f} to {max(figures):.2f})")


def open_page(browser: Browser, address: str) -> dict[str, float]:
    """Milliseconds until something is painted, until all is loaded, and from a link to the evidence it leads to.

    Beside them the processor seconds of the page's main thread until it was loaded, and how many nodes it has then.
    """
    page, figures = _loaded(browser, address)
    started = time.perf_counter()
    page.evaluate(JUMP)
    page.wait_for_selector("details.exchange[open] .halves")
    figures["a link to its evidence, ms"] = (time.perf_counter() - started) * 1000
    page.close()
    return figures


def load_page(browser: Browser, address: str) -> dict[str, float]:
    """The same of a page of others, as far as it goes."""
    page, figures = _loaded(browser, address)
    page.close()
    return figures


def _loaded(browser: Browser, address: str) -> tuple[Page, dict[str, float]]:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.set_default_timeout(PATIENCE_MS * 10)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    figures = {"first paint, ms": page.evaluate(PAINT), "loaded, ms": page.evaluate(LOADED)}
    metrics = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
    return page, figures | {"main thread, processor s": metrics["TaskDuration"], "nodes": metrics["Nodes"]}


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
