"""The lines of a record, whatever a system has sent: canonical, to be recomputed by anybody, read as written."""

import hashlib
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

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
