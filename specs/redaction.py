"""Replaces personal data by keyed placeholders, before anything is stored or judged.

Placeholders keep the length in characters, the length in UTF-8 bytes and the class of every character, and equal
stays equal under one key, so a check can still see that a text was cut, a name was changed or a number was invented.
What needs the raw value (is the identity number well formed?) is computed here as a fact. Where no schema marks a
field, `redaction.toml` does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from operator import ne
from typing import Any, Final, TypeAlias

from specs.innocence import INNOCENT, is_innocent
from specs.placeholders import IDENTITY_DIGITS, identity_kind, placeholder, placeholders, remembered
from specs.redaction_plan import NOTHING, Plan, plan_of
from specs.redaction_rules import KEEP, class_by, load_rules

DEEPEST: Final = 64
TOO_DEEP: Final = f"[deeper than {DEEPEST} levels]"
_CONTAINERS: Final = (dict, list)
_Place: TypeAlias = tuple[Any, Any] | None
"""Where a value stands: (the place around it, its name or index); None is the root."""


@dataclass(slots=True)
class Redacted:
    """What may be stored: `value` without personal data, how many strings were replaced, facts of the raw value.

    `facts["identity"]` is a list of {"pointer": JSON pointer, "kind": citizen-12|citizen-9|placeholder|malformed},
    one for every non-empty value of class identity, in document order.
    """

    value: Any
    count: int
    facts: dict[str, Any]


def redact(value: Any, schema: Mapping[str, Any] | Plan | None, key: bytes) -> Redacted:
    """Return `value` (parsed JSON, left untouched) with personal data replaced, by marks and by patterns.

    `schema` is a JSON Schema with `x-personal-data` marks, or None: then only patterns speak. It is compiled once and
    remembered by identity, so it must not be altered afterwards; a plan that was made otherwise may stand for it.
    Raises SpecError when the schema cannot be followed.
    """
    walk = _Walk(key)
    clean = walk.any(value, plan_of(schema), mark=None, at=None, depth=0)
    walk.fill()
    return Redacted(clean, walk.count, {"identity": walk.identities})


def redact_headers(headers: Mapping[str, str], key: bytes) -> Redacted:
    """Return the headers with credentials replaced whole and patterns applied to the rest; names stay as they are."""
    walk = _Walk(key)
    secret = load_rules().secret_headers
    clean = {
        name: walk.marked_part(text, "secret") if name.lower() in secret else walk.text(text)
        for name, text in headers.items()
    }
    return Redacted(clean, walk.count, {"identity": []})


def redact_text(text: str, key: bytes) -> Redacted:
    """Return free text (a path, a body that is not JSON) with patterns applied. Cut it afterwards, never before."""
    walk = _Walk(key)
    return Redacted(walk.text(text), walk.count, {"identity": []})


class _Walk:
    """One pass over one value: counts replacements and collects facts."""

    __slots__ = ("count", "identities", "key", "known", "open")

    def __init__(self, key: bytes) -> None:
        self.key = key
        self.count = 0
        self.identities: list[dict[str, str]] = []
        self.known = remembered(key)
        self.open: list[tuple[dict[str, Any], str, str, str]] = []

    def any(self, value: Any, plan: Plan, *, mark: str | None, at: _Place, depth: int) -> Any:
        """Redact any JSON value. A `mark` from above holds for all that is inside; `at` is the place of the value."""
        mark = plan.mark or mark
        if isinstance(value, _CONTAINERS):
            return self._container(value, plan, mark=mark, at=at, depth=depth)
        if isinstance(value, str):
            return self.marked(value, mark, at=at) if mark else self.text(value)
        if value is None or isinstance(value, bool):
            return value
        return self._number(value, mark, at=at)

    def fill(self) -> None:
        """Write the placeholders that were left open in objects, all at once."""
        if self.open:
            holders, names, values, marks = zip(*self.open, strict=True)
            made = placeholders(values, marks, self.key)
            for holder, name, clean in zip(holders, names, made, strict=True):
                holder[name] = clean
            self.count += sum(map(ne, values, made))

    def _container(self, value: Any, plan: Plan, *, mark: str | None, at: _Place, depth: int) -> Any:
        if depth >= DEEPEST:
            self.count += 1
            return TOO_DEEP
        if isinstance(value, list):
            return self._array(value, plan, mark=mark, at=at, depth=depth + 1)
        if mark is None:
            return self._object(value, plan, at=at, depth=depth + 1)
        return self._marked_object(value, plan, mark=mark, at=at, depth=depth + 1)

    def _object(self, value: dict[str, Any], plan: Plan, *, at: _Place, depth: int) -> dict[str, Any]:
        """Redact an object to which no mark applies as a whole."""
        names = tuple(value)
        shape = plan.shapes.get(names) or plan.learn(names)
        if shape is None:
            return self._renamed_object(value, plan, at=at, depth=depth)
        clean, known = value.copy(), self.known
        for name, child, mark, rules in shape.steps(value):
            item = value[name]
            inner = class_by(rules, item) if rules else mark
            if item.__class__ is not str:
                if item is not None:
                    clean[name] = self._inside(item, child, mark=inner, at=(at, name), depth=depth)
            elif inner is None:
                if item not in INNOCENT and not is_innocent(item):
                    clean[name] = self.text(item)
            elif item and inner != KEEP:
                if inner == "identity":
                    self._note_identity(item, (at, name))
                if (made := known.get((inner, hash(item)))) is None:
                    self.open.append((clean, name, item, inner))
                else:
                    clean[name] = made
                    self.count += made != item
        return clean

    def _inside(self, value: Any, plan: Plan, *, mark: str | None, at: _Place, depth: int) -> Any:
        """Redact what is no string in an object; arrays without marks go the short way."""
        if mark == KEEP:
            mark = None
        if mark is None and value.__class__ is list and depth < DEEPEST:
            return self._array(value, plan, mark=plan.mark, at=at, depth=depth + 1)
        return self.any(value, plan, mark=mark, at=at, depth=depth)

    def _renamed_object(self, value: dict[str, Any], plan: Plan, *, at: _Place, depth: int) -> dict[str, Any]:
        """Redact an object in whose names patterns may find something, or which has too many to be remembered."""
        clean = {}
        for name, item in value.items():
            _, child, mark, rules = plan.step(name)
            inner = class_by(rules, item) if rules else mark
            if not isinstance(item, str):
                kept = self.any(item, child, mark=None if inner == KEEP else inner, at=(at, name), depth=depth)
            elif inner is None:
                kept = self.text(item)
            else:
                kept = item if inner == KEEP else self.marked(item, inner, at=(at, name))
            clean[name if name in plan.properties else self.text(name)] = kept
        return clean

    def _marked_object(self, value: dict[str, Any], plan: Plan, *, mark: str, at: _Place, depth: int) -> dict[str, Any]:
        """Redact an object to which a mark from above applies, unless the schema has another one inside it."""
        clean = {}
        for name, item in value.items():
            child = plan.properties.get(name)
            inner = (child or plan.other).mark or mark
            if isinstance(item, str):
                kept = self.marked(item, inner, at=(at, name)) if inner != KEEP else item
            else:
                kept = self.any(item, child or plan.other, mark=inner, at=(at, name), depth=depth)
            clean[name if child else self.text(name)] = kept
        return clean

    def _array(self, value: list[Any], plan: Plan, *, mark: str | None, at: _Place, depth: int) -> list[Any]:
        clean = []
        other = plan.items or NOTHING
        for index, item in enumerate(value):
            child = plan.item(index) if plan.places else other
            if item.__class__ is dict and (child.mark or mark) is None and depth < DEEPEST:
                clean.append(self._object(item, child, at=(at, index), depth=depth + 1))
            else:
                clean.append(self.any(item, child, mark=mark, at=(at, index), depth=depth))
        return clean

    def _number(self, value: float, mark: str | None, *, at: _Place) -> float:
        """Redact a number: under a mark always, else when an integer has the twelve digits of an identity number."""
        if mark is None:
            if not (isinstance(value, int) and len(str(abs(value))) == IDENTITY_DIGITS):
                return value
        elif mark == "identity":
            self._note_identity(value, at)
        self.count += 1
        if not isinstance(value, int):
            return 0.0
        digits = placeholder(str(value), "number", self.key)
        return int(digits if digits.lstrip("-")[0] != "0" else digits.replace("0", "1", 1))

    def marked(self, value: str, mark: str, *, at: _Place) -> str:
        """Redact a string of class `mark`."""
        if not value:
            return value
        if mark == "identity":
            self._note_identity(value, at)
        return self.marked_part(value, mark)

    def _note_identity(self, value: Any, at: _Place) -> None:
        self.identities.append({"pointer": _pointer(at), "kind": identity_kind(value)})

    def text(self, text: str) -> str:
        """Redact what the patterns find in a string that nothing marks."""
        return text if is_innocent(text) else load_rules().pattern.sub(self._found, text)

    def _found(self, match: re.Match[str]) -> str:
        """Replace one finding of a pattern: the part that its rule calls `value`, or the whole of it."""
        group = match.lastgroup or ""
        mark = load_rules().classes[group]
        if mark == KEEP:
            return match[0]
        inner = f"v{group[1:]}"
        start, end = match.span(inner if inner in match.re.groupindex else 0)
        before, after = match[0][: start - match.start()], match[0][end - match.start() :]
        return before + self.marked_part(match.string[start:end], mark) + after

    def marked_part(self, value: str, mark: str) -> str:
        """Redact a part of a text; a part has no place of its own, so it gives no facts."""
        clean = placeholder(value, mark, self.key)
        self.count += clean != value
        return clean


def _pointer(at: _Place) -> str:
    """Write a place as a JSON pointer (RFC 6901)."""
    pointer = ""
    while at is not None:
        at, token = at
        if isinstance(token, str) and ("~" in token or "/" in token):
            token = token.replace("~", "~0").replace("/", "~1")
        pointer = f"/{token}{pointer}"
    return pointer
