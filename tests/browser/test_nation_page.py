"""The page of the whole country in a real browser: no script, two languages, a small screen, a screen reader."""

from datetime import date

from axe_playwright_python.sync_playwright import Axe

from reports.nation import Found, read_nation
from reports.nation_formats import to_page
from specs.nation import load_nation
from tests.browser.conftest import Open
from tests.browser.test_report_page import BEYOND, seen

TILES = 34 * 6
GRAVE = {"serious", "critical"}


def test_the_page_of_the_whole_country(opened: Open) -> None:
    """Of one province a record is broken, of another one was never sealed; of the others there is none."""
    found = [
        Found("collected/one", {"sut": {"province": "01"}}, None, "journal.jsonl is gone", contradicts=True),
        Found("collected/two", {"sut": {"province": "86"}}, None, "it was never sealed"),
        Found("collected/none", {}, None, "it holds no record"),
    ]
    page = opened(to_page(read_nation(found, load_nation(), date(2026, 11, 22))).decode(), bypass_csp=True)

    assert page.locator(".map li:visible").count() == TILES
    assert (seen(page, "vi") > TILES, seen(page, "en")) == (True, 0)
    page.get_by_text("English").click()
    assert (seen(page, "vi"), seen(page, "en") > TILES) == (0, True)
    assert "contradicts itself" in page.locator("#p01").inner_text()
    assert "did not end" in page.locator("#p86").inner_text()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(BEYOND.replace(".scroll", ".scroll, .unseen"), width) == []
    issues = [
        (row["id"], row["nodes"][0]["html"][:120])
        for row in Axe().run(page).response["violations"]
        if row["impact"] in GRAVE
    ]
    assert issues == []
