"""Why two values differ, as far as they show it themselves. Expressions; the first cause that fits is told."""

from collections.abc import Mapping
from typing import Final

import ibis
import ibis.expr.types as ir

from harness.reconcile.shapes import Column
from specs.codebook import Status, statuses

HOME_HOURS: Final = 7
"""Vietnam's offset from UTC; it has had no other since 1975 and no summer time."""
_OPEN_RHYMES: Final = ("oa", "oe", "uy")
_TONED: Final = {"a": "àáảãạ", "e": "èéẻẽẹ", "o": "òóỏõọ", "u": "ùúủũụ", "y": "ỳýỷỹỵ"}
_GARBLED: Final = ("\ufffd", "Ã", "Æ°", "áº", "á»")  # what is left of Vietnamese letters read in a wrong encoding
_FOUR_GROUP: Final = r"^(?:([0-9]{2,3})\.)?(?:([0-9]{2,3})\.)?([0-9]{2,3})\.([GHK][0-9]{2})$"
_BASE_PROCEDURE: Final = r"^[0-9]\.[0-9]{6}"
_DOSSIER_STATUS: Final = "status"
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def cause_of(left: ir.Value, right: ir.Value, column: Column) -> ir.StringValue:
    """The cause of a difference between two values of a column."""
    special = {
        "text": _of_texts,
        "code": _of_statuses if column.name == _DOSSIER_STATUS else _of_codes,
        "instant": _of_moments,
        "money": _of_figures,
        "integer": _of_figures,
    }.get(column.type)
    cases = special(left, right) if special else ()
    return ibis.cases((right.isnull(), "lost"), (left.isnull(), "invented"), *cases, else_="value")


def folded(text: ir.StringValue) -> ir.StringValue:
    """A text for comparison by words: lower case, one space, the tone mark where the older rule has it."""
    result = text.lower()
    for rhyme in _OPEN_RHYMES:
        for first, second in zip(_TONED[rhyme[0]], _TONED[rhyme[1]], strict=True):
            result = result.replace(f"{rhyme[0]}{second}", f"{first}{rhyme[1]}")
    return result.re_replace(r"\s+", " ")


_Cases = tuple[tuple[ir.BooleanValue, str], ...]


def _of_texts(left: ir.StringValue, right: ir.StringValue) -> _Cases:
    return (
        (folded(left) == folded(right), "spelling"),
        (left.startswith(right), "truncated"),
        (ibis.or_(*(right.contains(mark) & ~left.contains(mark) for mark in (*_GARBLED, "?"))), "garbled"),
        *_of_zeros(left, right),
    )


def _of_zeros(left: ir.StringValue, right: ir.StringValue) -> _Cases:
    return ((left.re_replace("^0+", "") == right.re_replace("^0+", ""), "leading_zeros"),)


def _of_codes(left: ir.StringValue, right: ir.StringValue) -> _Cases:
    bases = [value.re_extract(_BASE_PROCEDURE, 0) for value in (left, right)]
    same = (_level_first(left) == _level_first(right)) | ((bases[0] == bases[1]) & (bases[0] != ""))
    return (*_of_zeros(left, right), (same, "code_form"))


def _level_first(code: ir.StringValue) -> ir.StringValue:
    """An agency code of the four-group era as since QĐ 20/2020: level 1 first, no groups of zeros at the end."""
    top, *below = (code.re_extract(_FOUR_GROUP, group) for group in (4, 3, 2, 1))
    turned = top
    for group in below:
        turned += (group == "").ifelse("", ibis.literal(".") + group)
    return (top == "").ifelse(code, turned.re_replace(r"(\.0+)+$", ""))


def _of_statuses(left: ir.StringValue, right: ir.StringValue) -> _Cases:
    pairs = reachable(statuses())
    steps = sorted(f"{one}>{other}" for one in pairs for other in pairs[one])
    forth, back = (left + ">" + right).isin(steps), (right + ">" + left).isin(steps)
    return (
        (forth & back, "status_apart"),
        (back, "status_behind"),
        (forth, "status_ahead"),
        (ibis.literal(True), "status_unexplained"),
    )


def reachable(table: Mapping[str, Status]) -> dict[str, set[str]]:
    """By status, those to which its legal paths lead."""
    found: dict[str, set[str]] = {code: set(status.next) for code, status in table.items()}
    for _ in table:
        for follow in found.values():
            follow |= {further for code in follow for further in table[code].next}
    return found


def _of_moments(left: ir.TimestampValue, right: ir.TimestampValue) -> _Cases:
    apart = left.epoch_seconds() - right.epoch_seconds()
    one, other = (at + ibis.interval(hours=HOME_HOURS) for at in (left, right))
    swapped = (one.day() == other.month()) & (one.month() == other.day()) & (one.year() == other.year())
    cut = ibis.or_(*(_cut(one, other, size) | _cut(other, one, size) for size in (1, _MINUTE, _DAY)))
    return ((apart.abs() == HOME_HOURS * _HOUR, "time_zone"), (cut, "precision"), (swapped, "day_month"))


def _cut(whole: ir.TimestampValue, part: ir.TimestampValue, seconds: int) -> ir.BooleanValue:
    """Whether one moment is what is left of the other when it is cut to so many seconds."""
    return (part.epoch_seconds() % seconds == 0) & (whole.epoch_seconds() // seconds == part.epoch_seconds() // seconds)


def _of_figures(left: ir.IntegerValue, right: ir.IntegerValue) -> _Cases:
    return (((left == right * 1000) | (left * 1000 == right), "unit"),)
