"""The fixture record renders to the very bytes that are kept beside it.

After a wanted change write them anew, look at them, and commit them with it:

    LIENTHONG_WRITE_GOLDEN=1 python -m pytest tests/golden/reports
"""

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from harness.record import SealedRecord
from reports import html, junit, terminal
from tests.golden.reports.fixture import HERE, assess_record, read_json, seal_record


def shown(language: str) -> Callable[[SealedRecord, dict[str, Any]], str]:
    """What a console of 100 columns that is no terminal prints, without the blanks at the ends of lines."""

    def render(record: SealedRecord, readiness: dict[str, Any]) -> str:
        text = io.StringIO()
        Console(file=text, width=100).print(terminal.render(record, readiness, language=language))
        return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())

    return render


@pytest.fixture
def record(tmp_path: Path) -> SealedRecord:
    return seal_record(read_json("record.json"), tmp_path / "record")


def kept(name: str, made: str) -> str:
    """The text that is kept; what was made where golden files are being written."""
    path = HERE / name
    if os.environ.get("LIENTHONG_WRITE_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def test_the_readiness_is_what_the_harness_makes_of_the_record(record: SealedRecord) -> None:
    made = json.dumps(assess_record(record), ensure_ascii=False, indent=1) + "\n"
    assert json.loads(made) == json.loads(kept("readiness.json", made))


@pytest.mark.parametrize(
    ("name", "render"),
    [
        ("report.html", html.render),
        ("junit.xml", junit.render),
        ("terminal-vi.txt", shown("vi")),
        ("terminal-en.txt", shown("en")),
    ],
)
def test_a_report_is_made_byte_for_byte(
    record: SealedRecord, name: str, render: Callable[[SealedRecord, dict[str, Any]], str]
) -> None:
    made = render(record, read_json("readiness.json"))
    assert made == kept(name, made)
