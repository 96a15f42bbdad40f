# ruff: noqa: INP001 - a script and its parts, started by path
"""What a subcommand found: lines for people, a count of failures, and the page of the documentation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from machine import ROOT

PAGES: Final = ROOT / "docs" / "interop"
_OUR_PATH: Final = re.compile(re.escape(str(ROOT)) + "/?")
_PORT: Final = re.compile(r"(127\.0\.0\.1):\d+")


@dataclass
class Findings:
    """The lines of one run; `versions` are the tools', by name."""

    title: str
    about: str
    versions: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    failures: int = 0

    def note(self, text: str = "") -> None:
        """Keep a line."""
        self.lines += _OUR_PATH.sub("", text).splitlines() or [""]

    def judge(self, text: str, *, holds: bool) -> None:
        """Keep a line that says whether something is as it must be."""
        self.failures += not holds
        self.note(f"{'ok  ' if holds else 'FAIL'} {text}")

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Keep lines whose columns stand below one another."""
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        for row in rows:
            self.note("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())

    @property
    def verdict(self) -> str:
        """The last line."""
        return f"{self.failures} failure(s)" if self.failures else "no failure"

    def text(self) -> str:
        """What goes to the terminal."""
        told = [f"{name} {version}" for name, version in self.versions.items()]
        return "\n".join([", ".join(told), *self.lines, self.verdict, ""])

    def write_page(self, name: str) -> Path:
        """Keep the output in `docs/interop/<name>.md`, without ports, which differ from run to run."""
        PAGES.mkdir(parents=True, exist_ok=True)
        rows = "\n".join(f"| {tool} | {version} |" for tool, version in self.versions.items())
        output = _PORT.sub(r"\1:PORT", "\n".join([*self.lines, self.verdict]))
        page: Path = PAGES / f"{name}.md"
        page.write_text(
            f"# {self.title}\n\n{self.about}\n\nWritten by `python benchmarks/interop/run.py {name} --write-docs` on "
            f"{datetime.now(UTC).date().isoformat()}.\n\n| tool | version |\n|---|---|\n{rows}\n\n```\n{output}\n```\n",
            encoding="utf-8",
        )
        return page
