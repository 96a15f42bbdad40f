"""What a handler needs of a request, read at the edge; whatever makes no sense is refused as malformed."""

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.bearer.wording import Refused
from mocks.core.system import Call

Json: TypeAlias = Any
Row: TypeAlias = Mapping[str, Json]
MALFORMED: Final = "malformed"
INSTANT: Final = re.compile(
    "[0-9]{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]"
)
NUMBER: Final = re.compile("[1-9][0-9]{0,8}")


def row_of(value: Json) -> Row:
    """An object."""
    if not isinstance(value, dict):
        raise Refused(MALFORMED)
    return value


def rows_of(value: Json) -> list[Row]:
    """A list of objects; None counts as an empty one."""
    if not isinstance(value, list | None):
        raise Refused(MALFORMED)
    return [row_of(item) for item in value or ()]


def some_rows_of(value: Json) -> list[Row]:
    """A list of objects that is not empty."""
    if not (rows := rows_of(value)):
        raise Refused(MALFORMED)
    return rows


def text_of(row: Row, name: str) -> str:
    """A code, spelt as text or as a number."""
    found = optional_text(row, name)
    if not found:
        raise Refused(MALFORMED)
    return found


def optional_text(row: Row, name: str) -> str | None:
    """As `text_of`; None where nothing, or nothing but nothing, is said."""
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Refused(MALFORMED)
    return str(value)


def instant_of(row: Row, name: str) -> str:
    """A time as the wire spells it, yyyyMMddHHmmss."""
    text = text_of(row, name)
    if not INSTANT.fullmatch(text):
        raise Refused(MALFORMED)
    return text


def texts_of(row: Row, name: str) -> list[str]:
    """A list of codes; None counts as an empty one."""
    values = row.get(name)
    if not isinstance(values, list | None) or not all(isinstance(value, str) for value in values or ()):
        raise Refused(MALFORMED)
    return list(values or ())


def asked(call: Call, name: str) -> str:
    """The parameter of the query by that name; "" where it is not given, the first where it is given twice."""
    return next(iter(call.query.get(name, ())), "")


def number_asked(call: Call, name: str, *, default: int, most: int) -> int:
    """A number from 1 to `most` in the query."""
    text = asked(call, name) or str(default)
    if not NUMBER.fullmatch(text) or int(text) > most:
        raise Refused(MALFORMED)
    return int(text)
