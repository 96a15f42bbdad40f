"""Propositions about the account that a system keeps of what it did: a log whose entries hang together."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from harness.checks.fields import shown
from harness.checks.observation import Finding, check
from harness.errors import Inconclusive
from harness.exchange import Exchange, Json, reached
from harness.verdict import Code

DIGEST = re.compile("[0-9a-f]{64}")
DIGESTS = ("officer", "subject", "previous", "hash")


@check(version=1)
def entries_hang_together(exchanges: Sequence[Exchange], pointer: str) -> Finding:
    """The entries of the log at `pointer` are numbered without a gap, and each bears the hash of the one before.

    `hash` is the SHA-256 of the entry without it, as JSON with sorted members and no spaces. A member that should be a
    digest and is none was redacted at the door: then nothing can be computed.
    """
    entries = [entry for exchange in exchanges for entry in reached(exchange, pointer)]
    if len(entries) < 2:  # noqa: PLR2004 - a chain
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{len(entries)} entries at {pointer} are no chain")
    expected = "numbers without a gap, each entry with its own hash and that of the one before"
    for entry in entries:
        if not all(DIGEST.fullmatch(str(entry.get(name))) for name in DIGESTS):
            raise Inconclusive(Code.INSUFFICIENT_DATA, f"entry {shown(entry.get('number'))} bears no four digests")
        if entry["hash"] != _hash(entry):
            return Finding(False, expected, f"the hash of entry {entry['number']} is not that of its members")
    for before, after in pairwise(entries):
        if after["number"] != before["number"] + 1 or after["previous"] != before["hash"]:
            return Finding(False, expected, f"entry {after['number']} does not follow entry {before['number']}")
    return Finding(True, expected, f"so in {len(entries)} entries")


@check(version=1)
def number_of_values_is(exchanges: Sequence[Exchange], pointer: str, number: int) -> Finding:
    """The different values at `pointer` (with `*`) over the given exchanges are so many."""
    found = [value for exchange in exchanges for value in reached(exchange, pointer)]
    different = {repr(value) for value in found}
    expected = f"{number} different value(s) at {pointer}"
    return Finding(len(different) == number, expected, f"{len(different)} among {len(found)}")


@check(version=1)
def members_are_among(exchanges: Sequence[Exchange], pointer: str, names: list[str]) -> Finding:
    """Every object at `pointer` (with `*`) has these members and no others; some may be missing."""
    expected = f"only {', '.join(names)} at {pointer}"
    objects = [value for exchange in exchanges for value in reached(exchange, pointer) if isinstance(value, Mapping)]
    if not objects:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"no object at {pointer}")
    beyond = sorted({name for value in objects for name in value} - set(names))
    return Finding(not beyond, expected, f"also {', '.join(beyond)}" if beyond else f"so in {len(objects)}")


def _hash(entry: Mapping[str, Json]) -> str:
    members = {name: value for name, value in entry.items() if name != "hash"}
    text = json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
