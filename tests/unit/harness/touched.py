"""Ways to touch a sealed record: one byte, one line, one file. Each leaves something that is not what was sealed."""

import random
from pathlib import Path

TOUCHES = ("byte", "byte-added", "byte-removed", "line-removed", "line-doubled", "lines-swapped")


def touch(record: Path, change: str, rng: random.Random) -> str:
    """Touch a file of the record in the given way; gives what was done. The bytes are other ones afterwards."""
    path = rng.choice(sorted(record.iterdir()))
    before = path.read_bytes()
    after = before
    while after == before:
        after = _bytes(before, change, rng) if change.startswith("byte") else _lines(before, change, rng)
        if after == before:  # a file of one line cannot have two of them swapped
            path = rng.choice(sorted(record.iterdir()))
            before = after = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(after)
    return f"{change} in {path.name}"


def _bytes(data: bytes, change: str, rng: random.Random) -> bytes:
    at, byte = rng.randrange(len(data)), rng.randrange(256)
    if change == "byte":
        return data[:at] + bytes([byte]) + data[at + 1 :]
    if change == "byte-added":
        return data[:at] + bytes([byte]) + data[at:]
    return data[:at] + data[at + 1 :]


def _lines(data: bytes, change: str, rng: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = rng.randrange(len(lines))
    if change == "line-removed":
        del lines[at]
    elif change == "line-doubled":
        lines.insert(at, lines[at])
    else:
        other = rng.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    return b"".join(lines)
