"""Every relative link leads somewhere, and every path that a page names exists."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import pages, prose
from tests.hygiene.sources import ROOT, plant

LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
CODE = re.compile(r"`(?P<text>[^`\n]+)`")
ELSEWHERE = ("http://", "https://", "mailto:")
# What a text names by such a word is a path below the checkout.
FOLDERS = ("cli", "harness", "specs", "mocks", "reports", "tests", "docs", "scripts", "locks", "benchmarks")
# A word in capitals stands for any name.
STANDS_FOR_ANY = re.compile(r"[A-Z]{3,}|\*|…|\{")


def anchors(page: Path) -> set[str]:
    """The anchors that the headings of a page make."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}


def broken_links(page: Path) -> list[str]:
    """The relative links of a page that lead nowhere."""
    wrong = []
    for found in LINK.finditer(prose(page)):
        target, _, anchor = found["target"].partition("#")
        if found["target"].startswith(ELSEWHERE):
            continue
        place = page.parent / target if target else page
        if not place.exists() or (anchor and anchor not in anchors(place)):
            wrong.append(found["target"])
    return wrong


def missing_paths(page: Path, *, root: Path = ROOT) -> list[str]:
    """The paths in backticks that begin with a folder of ours and do not exist."""
    named = [found["text"] for found in CODE.finditer(prose(page))]
    paths = [text for text in named if text.split("/")[0] in FOLDERS and "/" in text and " " not in text]
    files = [path.partition("::")[0] for path in paths]  # a test is named as pytest names it
    return [path for path in files if not STANDS_FOR_ANY.search(path) and not (root / path).exists()]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_names_only_what_is_there(page: Path) -> None:
    assert broken_links(page) == []
    assert missing_paths(page) == []


def test_planted_breaches_are_found(tmp_path: Path) -> None:
    text = (
        "# A head\n[fine](b.md#other-head) [gone](c.md) [no head](b.md#none) `cli/none.py` `cli/x.py` `specs/SYSTEM`\n"
    )
    plant(tmp_path, {"a.md": text, "b.md": "## Other head\n", "cli/x.py": ""})
    assert broken_links(tmp_path / "a.md") == ["c.md", "b.md#none"]
    assert missing_paths(tmp_path / "a.md", root=tmp_path) == ["cli/none.py"]


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        targets = (found["target"].partition("#")[0] for found in LINK.finditer(prose(page)))
        todo += [(page.parent / target).resolve() for target in targets if target and not target.startswith(ELSEWHERE)]
    assert set(pages()) - reached == set()
