"""Which codes are today's, as Ibis expressions over the tables of `specs/codes`."""

import ibis
import ibis.expr.types as ir

from specs.codebook import agencies, communes


def level_one(code: ir.Value) -> ir.Value:
    """The level-1 part of an agency's identifier of either era: H56 of H56.14 and of 000.00.14.H56."""
    return code.re_extract(r"[GHK][0-9]{2}", 0)


def closed_agency(code: ir.Value) -> ir.Value:
    """Whether the level-1 identifier is known to be closed since the merger."""
    return level_one(code).isin([row.code for row in agencies() if row.state == "closed" and row.fidelity != "assumed"])


def supposed_closed_agency(code: ir.Value) -> ir.Value:
    """Whether the level-1 identifier is closed by an assumed row: worth a look, and never a FAIL."""
    return level_one(code).isin([row.code for row in agencies() if row.state == "closed" and row.fidelity == "assumed"])


def commune_of_today(code: ir.Value) -> ir.Value:
    """Whether there is such a commune since 1 July 2025."""
    return code.isin(list(communes()))


def of_today(kind: str, code: ir.Value) -> ir.Value:
    """Whether a code of a kind (COMMUNE, AGENCY, PROCEDURE) may stay as it is: no table closes procedures."""
    if kind == "COMMUNE":
        return commune_of_today(code)
    return ~closed_agency(code) if kind == "AGENCY" else ibis.literal(True)
