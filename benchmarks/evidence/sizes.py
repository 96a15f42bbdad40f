# ruff: noqa: INP001 - a script, started by path
"""What a journal is made of, in bytes: by kind of event, and of the exchanges how much is bodies.

    python benchmarks/evidence/sizes.py RECORD

It counts the body as JSON, or the text, of each half of an exchange; `distinct` counts equal bodies once, which is what
a store by content would hold.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from harness.record import JOURNAL


def main(record: Path) -> None:
    """Print the table."""
    lines = (record / JOURNAL).read_bytes().splitlines(keepends=True)
    rows = [json.loads(line) for line in lines]
    whole = sum(map(len, lines))
    sizes, numbers = Counter[str](), Counter(row["kind"] for row in rows)
    for row, line in zip(rows, lines, strict=True):
        sizes[row["kind"]] += len(line)
    sys.stdout.write(f"{'journal':20} {len(lines):7} lines {whole:10} bytes\n")
    for kind, size in sizes.most_common():
        sys.stdout.write(f"{kind:20} {numbers[kind]:7} lines {size:10} bytes {size / whole:6.1%}\n")
    bodies = sorted((body for row in rows if row["kind"] == "exchange" for body in _bodies(row["data"])), key=len)
    for name, found in (("bodies", bodies), ("distinct", [*{*bodies}])):
        size = sum(map(len, found))
        sys.stdout.write(f"{name:20} {len(found):7}       {size:10} bytes {size / whole:6.1%}\n")
    median, largest = len(bodies[len(bodies) // 2]), len(bodies[-1])
    sys.stdout.write(
        f"median {median} bytes, 99 of 100 below {len(bodies[len(bodies) * 99 // 100])}, largest {largest}\n"
    )


def _bodies(exchange: Mapping[str, Any]) -> Iterator[bytes]:
    for half in (exchange["request"], exchange["response"]):
        if half is not None and half["body"] is not None:
            yield json.dumps(half["body"], ensure_ascii=False).encode()
        elif half is not None and half["text"]:
            yield half["text"].encode()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
