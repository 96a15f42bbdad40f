"""The implementation conformance statement (ICS): what the supplier claims, and what follows from it (ITU-T X.296).

Items are data (`specs/statement.toml`), each m (mandatory), o (optional) or c(predicate). Applicability predicates
read only o and c items, so nobody can declare a mandatory capability away.
"""

import ast
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from harness.errors import Refused
from harness.exchange import Json

_STATUS = re.compile(r"m|o|c\((?P<predicate>.*\S.*)\)")
_GRAMMAR = {"and", "or", "not", "(", ")"}


@dataclass(frozen=True)
class Item:
    """One capability: its id, its status m, o or c, the predicate of a c item, the requirement an m item rests on."""

    id: str
    status: str
    predicate: str
    requirement: str | None
    text: Mapping[str, str]


@dataclass(frozen=True)
class StatementLine:
    """The supplier's answer to one item; None where it was left out. It is evidence of its own kind."""

    item: str
    status: str
    answer: bool | None

    @property
    def id(self) -> str:
        """How judgements cite the line."""
        return f"statement:{self.item}"


@dataclass(frozen=True)
class ConformanceStatement:
    """All items with the supplier's answers."""

    items: Mapping[str, Item]
    answers: Mapping[str, bool]

    def line(self, item: str) -> StatementLine:
        """The supplier's answer to one item, as evidence."""
        return StatementLine(item, self.items[item].status, self.answers.get(item))

    def supports(self, item: str) -> bool:
        """Whether the supplier claims the capability, where it may choose (o), or where its condition holds (c)."""
        row = self.items[item]
        if row.status == "c" and not self.holds(row.predicate):
            return False
        return self.answers.get(item) is True

    def holds(self, predicate: str) -> bool:
        """Evaluate `a and not b or c` over items; the empty predicate always holds. Refuses m items."""
        return not predicate or self._evaluate(_parse(predicate), predicate)

    def _evaluate(self, node: ast.expr, predicate: str) -> bool:
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return all(self._evaluate(value, predicate) for value in values)
            case ast.BoolOp(op=ast.Or(), values=values):
                return any(self._evaluate(value, predicate) for value in values)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return not self._evaluate(operand, predicate)
            case ast.Constant(value=str(name)) if self._may_choose(name):
                return self.supports(name)
        raise Refused(f"predicate {predicate!r}: only o and c items of the statement with and, or, not")

    def _may_choose(self, name: str) -> bool:
        return name in self.items and self.items[name].status in {"o", "c"}


def _parse(predicate: str) -> ast.expr:
    words = predicate.replace("(", " ( ").replace(")", " ) ").split()
    for one, other in pairwise(words):
        if not {one, other} & _GRAMMAR:
            raise Refused(f"predicate {predicate!r}: and, or, not is missing between {one!r} and {other!r}")
    quoted = " ".join(word if word in _GRAMMAR else repr(word) for word in words)
    try:
        return ast.parse(quoted, mode="eval").body
    except SyntaxError as exc:
        raise Refused(f"predicate {predicate!r} cannot be read: {exc.msg}") from exc


def load_items(path: Path) -> dict[str, Item]:
    """Read the items of the statement. Refused with file and row on the first that is not understood."""
    items: dict[str, Item] = {}
    try:
        for number, row in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["item"], 1):
            item = _read_item(row, f"{path.name}, row {number} ({row['id']!r})")
            if item.id in items:
                raise Refused(f"{path.name}, row {number}: item {item.id!r} is repeated")
            items[item.id] = item
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as exc:
        raise Refused(f"{path.name}: {exc!r}") from exc
    return items


def _read_item(row: Mapping[str, Json], place: str) -> Item:
    read = _STATUS.fullmatch(row["status"])
    if read is None:
        raise Refused(f"{place}: status {row['status']!r} is none of m, o, c(predicate)")
    status, predicate = row["status"][0], read["predicate"] or ""
    if (status == "m") != ("requirement" in row):
        raise Refused(f"{place}: an m item names its requirement, and no other item does")
    return Item(row["id"], status, predicate, row.get("requirement"), row["text"])


def read_statement(items: Mapping[str, Item], answers: Mapping[str, bool]) -> ConformanceStatement:
    """Join items and answers. An answer to an unknown item is refused, with the known ones."""
    unknown = sorted(set(answers) - set(items))
    if unknown:
        raise Refused(f"[statement] {unknown[0]!r} is no item; the items are {', '.join(items)}")
    return ConformanceStatement(items, dict(answers))
