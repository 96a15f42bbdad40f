"""Statements and tables of a workbook as evidence: what the record keeps of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from harness.exchange import Json

KIND = "attestation"


@dataclass(frozen=True)
class Attestation:
    """A statement, or a table that bears statements out. `raw` is the whole event of the record.

    A statement (`of` is "statement"): requirement, answer, name, role, stated_on, paper, attachment, workbook.
    A table (`of` is "table"): sheet, workbook, and rows: `row` is the row's number in the sheet, from 1.
    """

    id: str
    of: str
    raw: Mapping[str, Json]


def read_attestation(raw: Mapping[str, Json]) -> Attestation:
    """Parse an `attestation` event. Raises KeyError where it is none."""
    return Attestation(raw["id"], raw["of"], raw)


def statement_id(requirement: str) -> str:
    """How a judgement cites the statement on a requirement."""
    return f"attested:{requirement}"


def table_id(sheet: str) -> str:
    """How a judgement cites a table."""
    return f"table:{sheet}"
