"""The documentation as the tests read it: pages, and the fenced blocks of a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.hygiene.sources import ROOT

FENCE = re.compile(r"^```(?P<language>[a-z]*)(?P<words>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LANGUAGES = {"", "sh", "console", "python", "toml"}


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the words after it (`server`, `exits=10`), its text."""

    language: str
    words: tuple[str, ...]
    text: str


def pages() -> list[Path]:
    """Every page that people read."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for found in FENCE.finditer(page.read_text(encoding="utf-8")):
        yield Block(found["language"], tuple(found["words"].split()), found["text"])


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def tables(page: Path, head: str) -> Iterator[list[list[str]]]:
    """The tables of a page whose first column has that head: rows of cells."""
    for found in re.finditer(r"(?:^\|.*\|$\n?)+", prose(page), re.MULTILINE):
        first, _, *rows = [_cells(line) for line in found[0].splitlines()]
        if first[0] == head:
            yield rows


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
