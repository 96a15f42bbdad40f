"""A real browser, started afresh for every page: Debian's Chromium, headless, with no way out."""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from reports import html as report_html
from tests.golden.reports.fixture import assess_record, read_json, seal_record

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
LONGEST_S = 60
Browse: TypeAlias = Callable[..., str]
Probe: TypeAlias = Callable[..., dict[str, Any]]

# Runs before the page does, and says at the end what a reader can see.
WATCH = """<script>
var trouble = [];
addEventListener("error", function (event) { trouble.push(String(event.message)); });
addEventListener("securitypolicyviolation", function (event) { trouble.push(event.violatedDirective); });
</script>"""
TELL = """<script>
function visible(selector) {
  var boxes = Array.from(document.querySelectorAll(selector));
  return boxes.filter(function (box) { return box.checkVisibility(); }).length;
}
var told = {};
%s
told.language = document.documentElement.lang;
told.vi = visible("main span.vi");
told.en = visible("main span.en");
told.trouble = trouble;
document.documentElement.setAttribute("data-told", JSON.stringify(told));
</script>"""


@pytest.fixture(scope="session")
def program() -> str:
    """The browser. A missing one fails: a page that nobody looked at has not been shown to work."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("these tests need the package chromium, which is not installed")
    return found


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of the fixture record."""
    record = seal_record(read_json("record.json"), tmp_path_factory.mktemp("sealed") / "record")
    return report_html.render(record, assess_record(record))


@pytest.fixture
def browse(program: str, tmp_path: Path) -> Browse:
    """Opens a page with some flags; gives what the browser printed."""

    def open_page(page: str, *flags: str, place: str = "") -> str:
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        command = [program, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *flags, f"{path.as_uri()}{place}"]
        environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        done = subprocess.run(command, env=environment, capture_output=True, timeout=LONGEST_S, check=True)
        return done.stdout.decode("utf-8")

    return open_page


@pytest.fixture
def probe(browse: Browse) -> Probe:
    """Opens a page, does something there (JavaScript that may fill `told`), and gives what could be seen then."""

    def look(page: str, *flags: str, place: str = "", act: str = "") -> dict[str, Any]:
        watched = page.replace("<head>", f"<head>{WATCH}").replace("</body>", f"{TELL % act}</body>")
        shown = browse(watched, "--dump-dom", *flags, place=place)
        found = re.search(r'data-told="([^"]*)"', shown)
        assert found is not None, shown[:2000]
        told: dict[str, Any] = json.loads(html.unescape(found[1]))
        assert told["trouble"] == []
        return told

    return look
