"""What axe-core says of the report and the annexes: nothing serious, in either language, folded and opened."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from reports import attest_annex, load_annex
from tests.browser.conftest import Open
from tests.browser.test_report_page import OPEN_ALL
from tests.unit.harness.attestation.judging import form, recorded, sample, written
from tests.unit.reconcile.handed_over import hand_over
from tests.unit.reconcile.test_reconcile_command import examine, just_now, two_sides
from tests.unit.reports.load_record import load_record_in
from tests.unit.reports.test_attest_annex import HEAD, RESULT


def load_page(folder: Path) -> str:
    return load_annex.render(*load_record_in(folder / "record"))


def attest_page(folder: Path) -> str:
    head = {**HEAD, "workbook": {"name": "w.xlsx", "digest": "sha256:0"}}
    record = recorded(written(sample(), folder), folder / "record", head=head)
    return attest_annex.render(record, RESULT, form())


def reconcile_page(folder: Path) -> str:
    examine(hand_over(two_sides(), folder, taken=just_now()), folder / "out")
    return (folder / "out" / "reconcile.html").read_text(encoding="utf-8")


def found(page: Page) -> tuple[list[str], int]:
    """The serious things that axe-core found, in words, and how many of its rules were kept."""
    said = Axe().run(page).response
    serious = [
        f"{row['impact']} {row['id']}: {node['html'][:200]}"
        for row in said["violations"]
        if row["impact"] in {"serious", "critical"}
        for node in row["nodes"]
    ]
    return serious, len(said["passes"])


def look(page: Page, least: int) -> None:
    """AssertionError where axe-core found something serious, or kept fewer rules than it can have looked at."""
    serious, kept = found(page)
    assert serious == []
    assert kept >= least


@pytest.mark.parametrize("name", ["go", "no_go"])
def test_the_report(name: str, opened: Open, request: pytest.FixtureRequest) -> None:
    page = opened(request.getfixturevalue(name))
    look(page, 20)
    page.evaluate(OPEN_ALL)
    page.wait_for_selector("details.exchange")
    page.evaluate(OPEN_ALL)
    page.get_by_label("English").check()
    look(page, 25)


@pytest.mark.parametrize("make", [load_page, attest_page, reconcile_page], ids=lambda make: make.__name__)
def test_another_page(make: Callable[[Path], str], opened: Open, tmp_path: Path) -> None:
    page = opened(make(tmp_path))
    page.evaluate(OPEN_ALL)
    look(page, 15)
    page.get_by_text("English", exact=True).click()
    look(page, 15)
    assert page.locator("main span.vi:visible").count() == 0


def test_what_is_wrong_is_found(no_go: str, opened: Open) -> None:
    page = opened(no_go.replace('<html lang="vi"', "<html").replace("--quiet: #566170", "--quiet: #c6c1d0"))
    page.evaluate("document.documentElement.removeAttribute('lang')")
    serious, _ = found(page)
    assert {row.split(":")[0] for row in serious} >= {"serious color-contrast", "serious html-has-lang"}
