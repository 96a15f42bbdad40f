"""A real browser that opens pages: Debian's Chromium, steered by Playwright. No page may complain, or ask for more."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, PATIENCE_MS, find_program
from tests.browser.pages import go_content, report_of
from tests.golden.reports.fixture import read_json

Open: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="session")
def program() -> str:
    """The browser's path."""
    return find_program()


@pytest.fixture(scope="module")
def browser(program: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for the tests of a module; its home is a folder of the tests.

    Not longer: while Playwright runs, nobody else in the process can start an event loop.
    """
    home = str(tmp_path_factory.mktemp("home"))
    expect.set_options(timeout=PATIENCE_MS)
    environment = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=[*FLAGS], env={**environment})
        yield running
        running.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from its text, at a place, in a window of some width; each in a context of its own."""
    trouble: list[str] = []
    asked: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(text: str, place: str = "", *, width: int = 1200, **options: Any) -> Page:
        path = tmp_path / f"page-{len(contexts)}.html"
        path.write_text(text, encoding="utf-8")
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, offline=True, **options))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda line: trouble.append(line.text))
        page.on("request", lambda request: asked.append(request.url.partition("#")[0]))
        page.goto(f"{path.as_uri()}{place}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []
    assert all(url.startswith("file:") and url.endswith(".html") for url in asked), asked


@pytest.fixture(scope="session")
def no_go(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of the fixture record: NO_GO."""
    return report_of(read_json("record.json"), tmp_path_factory.mktemp("sealed") / "record")


@pytest.fixture(scope="session")
def go(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of the same run without what was not demonstrated: GO."""
    return report_of(go_content(), tmp_path_factory.mktemp("sealed") / "record")
