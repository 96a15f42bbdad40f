"""The table that comes with an export: what an old code of an agency, a procedure or a commune is today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from specs.administrative_units import communes
from specs.codebook import agency

TABLES: Final = ("agencies", "procedures", "communes")


class Unfit(Exception):
    """A row cannot be taken. Says why in a word, and which column; never the value."""

    def __init__(self, reason: str, column: str) -> None:
        super().__init__(f"{reason}: {column}")
        self.reason = reason
        self.column = column


@dataclass(frozen=True, slots=True)
class Place:
    """Where the owner lives: the commune of today. There is no district any more."""

    commune: str
    district: str | None = None


class WrongTable(Exception):
    """A table of codes leads nowhere. Says what is wrong and where (a JSON pointer)."""


class CodeMapping:
    """Leads old codes to those of today; what it does not name is led nowhere."""

    def __init__(self, tables: Mapping[str, Mapping[str, str]]) -> None:
        self._tables = tables

    def agency(self, old: str) -> str:
        """The agency that has taken over the work of an old one; raises Unfit."""
        return self._led("agencies", old, "MaDonVi")

    def procedure(self, old: str) -> str:
        """The procedure of today's catalogue; raises Unfit."""
        return self._led("procedures", old, "MaTTHC")

    def place(self, district: str | None, commune: str) -> Place:  # noqa: ARG002 - a commune's old code says it all
        """The commune of today in which an old one lies; raises Unfit."""
        return Place(self._led("communes", commune, "MaXa"))

    def _led(self, table: str, old: str, column: str) -> str:
        try:
            return self._tables[table][old]
        except KeyError:
            raise Unfit("no-code-of-today", column) from None


def read_tables(told: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The tables as they are handed over: old code to new, each old one once.

    Raises WrongTable where one is named twice, or leads to an agency or a commune that there is not today.
    """
    tables: dict[str, dict[str, str]] = {name: {} for name in TABLES}
    for name in TABLES:
        for at, row in enumerate(told[name]):
            if row["old"] in tables[name]:
                raise WrongTable(f"/mapping/{name}/{at}/old: an old code is named twice")
            if not _is_of_today(name, row["new"]):
                raise WrongTable(f"/mapping/{name}/{at}/new: there is no such code today")
            tables[name][row["old"]] = row["new"]
    return tables


def _is_of_today(table: str, code: str) -> bool:
    if table == "agencies":
        return agency(code).state == "open"
    return table != "communes" or code in communes()
