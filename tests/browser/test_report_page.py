"""The report in a real browser: languages, filters, evidence that opens, the keyboard, small screens, and paper."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from harness.beside import Beside, readiness_with
from harness.verify import verify
from reports import html
from tests.browser.conftest import Open
from tests.browser.pages import report_of
from tests.golden.reports.fixture import read_json
from tests.unit.harness.sealed import AT, make_record, nowhere
from tests.unit.harness.test_challenge import ROW, file_of

MANY = 100
BEYOND = """width => Array.from(document.querySelectorAll("body *")).filter(box =>
  box.checkVisibility() && !box.closest(".scroll") && box.getBoundingClientRect().right > width + 1
).map(box => box.outerHTML.slice(0, 80))"""
OPEN_ALL = """async () => { for (const box of document.querySelectorAll("details")) box.open = true; }"""
FIRST = "dvcqg-000009"


def seen(page: Page, language: str) -> int:
    """How many texts of a language a reader sees."""
    return page.locator(f"main span.{language}:visible").count()


@pytest.mark.parametrize(("place", "language"), [("", "vi"), ("#vi", "vi"), ("#en", "en"), ("#SYNC-009", "vi")])
def test_one_language_is_seen(no_go: str, opened: Open, place: str, language: str) -> None:
    page = opened(no_go, place)
    assert page.locator("html").get_attribute("lang") == language
    assert seen(page, language) > MANY
    assert seen(page, {"vi": "en", "en": "vi"}[language]) == 0


def test_the_switch_changes_the_language_of_everything(no_go: str, opened: Open) -> None:
    page = opened(no_go)
    page.get_by_label("English").check()
    assert (seen(page, "vi"), seen(page, "en") > MANY) == (0, True)
    assert "Violated" in page.locator("#find-status").inner_text()


def test_without_javascript_all_is_read_and_switched_all_the_same(no_go: str, opened: Open) -> None:
    page = opened(no_go, java_script_enabled=False)
    assert (seen(page, "vi") > MANY, seen(page, "en")) == (True, 0)
    page.get_by_text("English").click()
    assert (seen(page, "vi"), seen(page, "en") > MANY) == (0, True)
    page.locator("details.exchanges > summary").click()
    page.locator(f"#x-{FIRST} > summary").click()
    expect(page.locator(f"#x-{FIRST} .curl")).to_contain_text("curl -X POST")
    assert page.locator(".filters:visible").count() == 0


@pytest.mark.parametrize("packed", [False, True])
def test_a_link_to_an_exchange_opens_it(
    tmp_path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch, *, packed: bool
) -> None:
    if packed:
        monkeypatch.setattr(html, "PLAIN", 0)
    page = opened(report_of(read_json("record.json"), tmp_path / "record"))
    assert page.locator("details.exchange").count() == 0
    page.locator(f'#blocking a[href="#x-{FIRST}"]').first.click()
    exchange = page.locator("details.exchange[open]")
    expect(exchange).to_have_attribute("id", f"x-{FIRST}")
    expect(exchange.locator(".half")).to_have_count(2)
    left, right = (exchange.locator(".half").nth(number).bounding_box() for number in (0, 1))
    assert left is not None
    assert right is not None
    assert (left["y"], left["x"] + left["width"] <= right["x"]) == (right["y"], True)
    expect(exchange.locator("> summary")).to_be_focused()


def test_an_exchange_is_found_by_its_id(no_go: str, opened: Open) -> None:
    page = opened(no_go)
    page.locator("#find-exchange").fill(FIRST)
    page.keyboard.press("Enter")
    expect(page.locator(f"#x-{FIRST}[open]")).to_be_visible()
    page.locator("#find-exchange").fill("nobody-000001")
    page.keyboard.press("Enter")
    expect(page.locator("#no-exchange")).to_be_visible()


def test_what_was_expected_and_observed_is_marked_in_the_exchange(no_go: str, opened: Open) -> None:
    page = opened(no_go, "#x-dvcqg-000003")
    exchange = page.locator("#x-dvcqg-000003[open]")
    expect(exchange.locator(".looked li").first).to_contain_text("Mong đợi")
    expect(exchange.locator(".looked mark").first).to_be_visible()
    expect(exchange.locator(".half mark").first).to_be_visible()


def test_the_matrix_is_filtered(no_go: str, opened: Open) -> None:
    page = opened(no_go)
    rows = page.locator(".requirements tr[data-status]:visible")
    total = rows.count()
    page.locator("#find-status").select_option("VIOLATED")
    assert 0 < rows.count() < total
    assert page.locator("#found").inner_text() == str(rows.count())
    assert {row.get_attribute("data-status") for row in rows.all()} == {"VIOLATED"}
    page.locator("#find-status").select_option("")
    page.locator("#find").fill("sync-00")
    assert 0 < rows.count() < total
    page.locator("#find").fill("no such words")
    assert (rows.count(), page.locator("#found").inner_text()) == (0, "0")
    page.locator("#find").fill("")
    page.locator("#find-blocking").check()
    assert 0 < rows.count() < total
    page.locator("#find-blocking").uncheck()
    page.locator(".areas td.violated a").first.click()
    assert {row.get_attribute("data-area") for row in rows.all()} == {page.locator("#find-area").input_value()}


def test_the_keyboard_is_enough(no_go: str, opened: Open) -> None:
    page = opened(no_go)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.locator("html").get_attribute("lang") == "en"
    page.keyboard.press("Tab")
    passed = [page.evaluate("document.activeElement.getAttribute('href')")]
    while not passed[-1].startswith("#x-"):
        page.keyboard.press("Tab")
        passed.append(page.evaluate("document.activeElement.getAttribute('href') || ''"))
    assert passed[0] == "#unseen"
    assert passed[1] == "#blocking"
    page.keyboard.press("Enter")
    expect(page.locator("details.exchange[open] > summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("details.exchange[open]")).to_have_count(0)


@pytest.mark.parametrize("place", ["#vi", "#en"])
def test_nothing_sticks_out(no_go: str, opened: Open, place: str) -> None:
    page = opened(no_go, place)
    page.evaluate(OPEN_ALL)
    page.wait_for_selector("details.exchange")
    page.evaluate(OPEN_ALL)
    for width in (360, 400, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(BEYOND, width) == []


def test_it_can_be_put_on_paper(no_go: str, opened: Open, tmp_path: Path) -> None:
    page = opened(no_go, f"#x-{FIRST}")
    expect(page.locator("details.exchange[open]")).to_be_visible()
    page.emulate_media(media="print")
    assert page.locator(".language:visible, .filters:visible, nav:visible").count() == 0
    paper = tmp_path / "report.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", paper, "-"], check=True, capture_output=True, text=True).stdout  # noqa: S607 - of the packages that `make test` asks for
    assert "NO GO" in text
    assert "CHƯA ĐỦ ĐIỀU KIỆN" in text
    printed = set(re.findall(r"^\W*(dvcqg-\d+) \w+ (?:POST|GET)", text, re.MULTILINE))
    assert printed == {FIRST}


def test_what_is_challenged_is_found_by_the_filter(tmp_path: Path, opened: Open) -> None:
    verified = verify(make_record(tmp_path / "out"), [], find=nowhere, today=AT.date())
    files = Beside(challenges=file_of(tmp_path, ROW))
    page = opened(html.render(verified.record, readiness_with(verified, files, keys=(), on=AT.date())))
    page.locator("#find-status").select_option("CHALLENGED")
    expect(page.locator("#found")).to_have_text("1")
    expect(page.locator("#requirements tr[data-status]:visible th")).to_have_text(ROW["requirement"])
    page.locator("#find-status").select_option("DEMONSTRATED")
    expect(page.locator("#found")).to_have_text("2")
    page.locator('#decision a[href="#beside"]').click()
    expect(page.locator("#beside")).to_be_in_viewport()
