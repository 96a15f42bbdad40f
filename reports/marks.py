"""Which printed lines of a body a judgement looked at, so that they can be marked."""

from collections.abc import Iterable, Iterator, Mapping

from harness.exchange import values_at
from reports.outside import Json

REQUEST, RESPONSE = "request", "response"
_HALVES = {"": REQUEST, "reply": RESPONSE}  # by what stands before the colon: `harness.exchange.reached`


class _Printed(str):
    """A single value as text, with the line on which it is printed."""

    __slots__ = ("line",)
    line: int


def pointers_of(arguments: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """The half and the pointer into its body, of each pointer among the arguments of a check."""
    for pointer in (arguments.get("pointer"), arguments.get("source"), *(arguments.get("pointers") or ())):
        place, _, rest = str(pointer or "").rpartition(":")
        if rest and place in _HALVES:
            yield _HALVES[place], rest


def lines_at(body: Json, pointers: Iterable[str]) -> dict[str, list[int]]:
    """Where the single values at each pointer stand: lines of the body as `pretty` prints it, from 0.

    A pointer that leads to no single value is left out.
    """
    printed, _ = _number(body, 0)
    reached = {pointer: values_at(printed, pointer) for pointer in pointers}
    lines = {name: [one.line for one in values if isinstance(one, _Printed)] for name, values in reached.items()}
    return {pointer: found for pointer, found in lines.items() if found}


def _number(value: Json, line: int) -> tuple[Json, int]:
    """The value with its single values numbered by line, and the line after it. A bracket has a line of its own."""
    if not value or not isinstance(value, dict | list):
        single = _Printed(value)
        single.line = line
        return single, line + 1
    made, following = [], line + 1
    for item in value.values() if isinstance(value, dict) else value:
        numbered, following = _number(item, following)
        made.append(numbered)
    return dict(zip(value, made, strict=True)) if isinstance(value, dict) else made, following + 1
