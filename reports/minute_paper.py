"""A paper for signature: what stands in it, apart from how it is printed. Two printers: `minute_pdf`, `minute_docx`.

The layout is that of an administrative document (Decree 30/2020/NĐ-CP, annex I): nation and motto, agency, number,
place and day, kind and subject, content, signatures, recipients. What the record does not know is a blank.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from reports.messages import Text, say

BLANK = "……………………………"
"""The agency, or who receives it, to be filled in: no record knows who draws the paper up."""
EXTRA = "the formats pdf and docx need the extra report: python3 scripts/bootstrap.py full"


@dataclass(frozen=True)
class Table:
    """Columns with their shares of the width, and rows; a line break in a cell begins a line."""

    heads: tuple[Text, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[Text | str, ...], ...]


Part: TypeAlias = Text | Table


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it. Where there is nothing, it says so."""

    title: Text
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Paper:
    """The whole document. `opening` is filled in by hand, `foot` stands on every page, `at` is when it was sealed."""

    number: Text
    title: Text
    subject: Text
    opening: tuple[Text, ...]
    sections: tuple[Section, ...]
    closing: tuple[Text, ...]
    signatures: tuple[Text, ...]
    foot: Text
    at: str


def numbered(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections with the number of each before its title; those without a part say that there is nothing."""
    return tuple(
        replace(
            section,
            title=Text(f"{number}. {section.title.vi}", f"{number}. {section.title.en}"),
            parts=section.parts or (say("register.empty"),),
        )
        for number, section in enumerate(sections, 1)
    )


def table(heads: Iterable[str], shares: Iterable[int], rows: Iterable[tuple[Text | str, ...]]) -> tuple[Table, ...]:
    """A table with heads from the catalogue of messages; none where it has no row."""
    found = tuple(rows)
    return (Table(tuple(say(head) for head in heads), tuple(shares), found),) if found else ()


def words(cell: Text | str, language: str) -> str:
    """What a cell says in "vi" or "en"."""
    return cell if isinstance(cell, str) else cell.in_language(language)
