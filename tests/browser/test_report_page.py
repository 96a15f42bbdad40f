"""The report in a real browser: one language at a time, evidence that opens, room on a small screen, and paper."""

import re
from pathlib import Path

import pytest

from tests.browser.conftest import Browse, Probe

MANY = 100


@pytest.mark.parametrize(("place", "language"), [("", "vi"), ("#vi", "vi"), ("#en", "en"), ("#SYNC-009", "vi")])
def test_one_language_is_seen(report: str, probe: Probe, place: str, language: str) -> None:
    told = probe(report, place=place)
    other = {"vi": "en", "en": "vi"}[language]
    assert told["language"] == language
    assert told[language] > MANY
    assert told[other] == 0


def test_the_buttons_switch_the_language(report: str, probe: Probe) -> None:
    told = probe(report, act='document.getElementById("say-en").click();')
    assert told["language"] == "en"
    assert told["en"] > MANY
    assert told["vi"] == 0


def test_without_javascript_it_is_read_and_switched_all_the_same(report: str, probe: Probe) -> None:
    still = re.sub(r"<script>.*?</script>", "", report, flags=re.DOTALL)
    assert "<script" not in still
    first = probe(still)
    then = probe(still, act='document.getElementById("say-en").checked = true;')
    assert (first["vi"] > MANY, first["en"]) == (True, 0)
    assert (then["vi"], then["en"] > MANY) == (0, True)


def test_a_link_to_an_exchange_opens_it(report: str, probe: Probe) -> None:
    act = """
      var opened = document.querySelectorAll("details.exchange[open]");
      told.open = Array.from(opened).map(function (box) { return box.id; });
      document.getElementById("open-all").click();
      told.all = visible("details.exchange .halves") - document.querySelectorAll("details.exchange").length;
      document.getElementById("close-all").click();
      told.closed = document.querySelectorAll("details.exchange[open]").length;
    """
    told = probe(report, place="#x-dvcqg-000009", act=act)
    assert told["open"] == ["x-dvcqg-000009"]
    assert told["all"] == 0
    assert told["closed"] == 0


@pytest.mark.parametrize("width", [360, 400, 1280])
@pytest.mark.parametrize("place", ["#vi", "#en"])
def test_nothing_sticks_out(report: str, probe: Probe, width: int, place: str) -> None:
    """A headless window is never narrower than 500, where the narrow layout holds; so the body is made narrower."""
    act = f"""
      document.getElementById("open-all").click();
      document.body.style.width = "{width}px";
      told.beyond = Array.from(document.querySelectorAll("body *")).filter(function (box) {{
        return box.checkVisibility() && !box.closest(".scroll") && box.getBoundingClientRect().right > {width} + 1;
      }}).map(function (box) {{ return box.outerHTML.slice(0, 80); }});
    """
    assert probe(report, f"--window-size={max(width, 500)},900", place=place, act=act)["beyond"] == []


def test_it_can_be_put_on_paper(report: str, browse: Browse, tmp_path: Path) -> None:
    paper = tmp_path / "report.pdf"
    browse(report, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    assert paper.read_bytes().startswith(b"%PDF-")


def test_it_can_be_photographed(report: str, browse: Browse, tmp_path: Path) -> None:
    picture = tmp_path / "report.png"
    browse(report, f"--screenshot={picture}", "--window-size=1280,2000", place="#en")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 100_000
