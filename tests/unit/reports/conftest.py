"""The fixture record, and how to change it before it is sealed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from harness.record import SealedRecord
from reports.model import Report
from reports.view import read_report
from tests.golden.reports.fixture import assess_record, read_json, seal_record

Sealed: TypeAlias = tuple[SealedRecord, dict[str, Any]]


@pytest.fixture
def content() -> dict[str, Any]:
    """The fixture before it is sealed: change it at will."""
    return read_json("record.json")


@pytest.fixture
def sealed(tmp_path: Path) -> Callable[[dict[str, Any]], Sealed]:
    """Seals a record and lets the harness assess it."""

    def seal(content: dict[str, Any]) -> Sealed:
        record = seal_record(content, tmp_path / f"record-{len(list(tmp_path.iterdir()))}")
        return record, assess_record(record)

    return seal


@pytest.fixture
def both(content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]) -> Sealed:
    """The fixture as it stands: record and readiness."""
    return sealed(content)


@pytest.fixture
def report(both: Sealed) -> Report:
    """The model of the fixture."""
    return read_report(*both)
