"""The lines of a record, whatever a system has sent: canonical, to be recomputed by anybody, read as written."""

import hashlib
import json
import math
import tempfile
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import orjson
import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness.errors import IntegrityBroken
from harness.lines import AT_ONCE, canonical, read_canonical, read_lines
from harness.record import load_record, open_record, seal

AT = datetime(2026, 11, 22, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))  # a lone surrogate is no text in JSON's canonical form
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)
JSON_OBJECTS = st.dictionaries(
    TEXTS, st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner))
)


@settings(deadline=None)
@given(JSON_OBJECTS, TEXTS)
def test_who_knows_rfc_8785_can_recompute_every_line(data: dict[str, Any], kind: str) -> None:
    """Line and hash are the canonical forms of the whole event and of the event without its hash."""
    with tempfile.TemporaryDirectory() as folder:
        writer = open_record(Path(folder) / "record", {"mode": "certification"})
        writer.append(kind, data)
        writer.append("campaign-ended", {"completed": True})
        writer.close()
        lines = (writer.folder / "journal.jsonl").read_bytes().splitlines()
        seal(writer.folder, at=AT)
        read = [event["data"] for event in load_record(writer.folder).events]

    assert read == [data, {"completed": True}]
    for line in lines:
        event = json.loads(line, parse_int=float)  # to RFC 8785 every number is a double
        assert line == rfc8785.dumps(event)
        stated = event.pop("hash")
        assert stated == hashlib.sha256(rfc8785.dumps(event)).hexdigest()


@settings(deadline=None, max_examples=50)
@given(JSON_OBJECTS)
@example({"a": 1e16, "b": 1e-7, "c": 10.0, "d": -0.0, "e": 123456789012345680.0, "f": "\x1f\x7f\u2028"})
@example({"\ue000": 1, "\U0001f600": 2})
@example({"a": [1e21, 1e-5, 5e-324, 0.1]})
def test_only_the_canonical_bytes_are_read(data: dict[str, Any]) -> None:
    """What another writer makes of the same is refused, unless it makes the very same of it."""
    expected = rfc8785.dumps(data)
    assert canonical(data) == expected
    assert read_canonical(expected, "here") == data
    for other in (orjson.dumps(data, option=orjson.OPT_SORT_KEYS), orjson.dumps(data), json.dumps(data).encode()):
        if other != expected:
            with pytest.raises(IntegrityBroken, match="here"):
                read_canonical(other, "here")


class Coloured(Enum):
    """A value of Python that is none of JSON."""

    RED = "red"


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        2**53,
        -(2**53),
        2**70,
        Coloured.RED,
        AT,
        b"1",
        {1: 2},
        {"a": {"b": [1, math.nan]}},
    ],
    ids=repr,
)
def test_what_has_no_canonical_form_is_not_written(value: object) -> None:
    """Nothing is put in its place, wherever it stands."""
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical(value)
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical({"list": [None, value]})


@settings(deadline=None)
@given(SCALARS)
@example(0.0)
@example(-0.0)
@example(10.0)
@example(1e16)
@example(123456789012345680.0)
@example("\ue000")
def test_a_value_alone_has_the_form_that_it_has_inside(value: Any) -> None:
    """Where nothing stands before or behind it."""
    assert canonical(value) == rfc8785.dumps(value)
    assert canonical([value, {"a": value}]) == rfc8785.dumps([value, {"a": value}])


def test_a_tuple_is_a_list() -> None:
    """As RFC 8785's own writer has it."""
    assert canonical({"b": (1, "x"), "a": ()}) == b'{"a":[],"b":[1,"x"]}'


@pytest.mark.parametrize("number", [1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE + 5])
@pytest.mark.parametrize("other", [b"10.0", b"1e2", b"[1e-6]", b"-0.0", b"12345678901234567890"])
def test_one_line_among_many_is_refused_by_its_number(tmp_path: Path, number: int, other: bytes) -> None:
    """Bytes that another writer makes of a number, wherever they stand among lines that are looked through at once."""
    event = canonical({"data": {"x": 7}, "hash": "0" * 64, "kind": "k", "n": 1, "prev": "1" * 64})
    lines = [event] * (2 * AT_ONCE + 9)
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    assert len(read_lines(path)) == len(lines)
    lines[number - 1] = event.replace(b'"x":7', b'"x":%b' % other)
    path.write_bytes(b"\n".join(lines) + b"\n")
    with pytest.raises(IntegrityBroken, match=rf"journal\.jsonl, line {number}: these are not the bytes"):
        read_lines(path)
