# ruff: noqa: INP001 - a script and its parts, started by path
"""A DSSE verifier in another language takes our envelopes and refuses every flipped bit."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from findings import Findings
from machine import HERE, ROOT, Failed, node_package, program, run

sys.path.insert(0, str(ROOT))

from harness.verify import SIGNATURES
from tests.unit.harness.sealed import make_record
from tests.unit.harness.test_signature import key, signed

CORE: Final = HERE / "node_modules" / "@sigstore" / "core" / "package.json"
ABOUT: Final = (
    "`@sigstore/core` reads what `lienthong sign` puts under a record with an Ed25519 and an ECDSA key.\n"
    "It must accept each signature, and refuse it with any one bit flipped, with another payload type, by another key."
)


def envelope() -> Findings:
    """Sign a record, and have it verified. Raises Missing, or Failed where the tool gives no answer."""
    findings = Findings("Envelopes under a record", ABOUT)
    findings.versions["@sigstore/core"] = json.loads(node_package(CORE).read_text(encoding="utf-8"))["version"]
    findings.versions["node"] = run([program("node"), "--version"]).out.strip()
    with TemporaryDirectory() as name:
        said = run([program("node"), str(HERE / "envelope.mjs")], given=json.dumps(_given(Path(name))))
    rows = [json.loads(line) for line in said.out.splitlines()]
    if not rows or rows[-1] != {"ended": True}:
        raise Failed(f"the verifier did not come to its end: {said.told[-400:]}")
    for row in rows[:-1]:
        findings.judge(row["told"], holds=row["holds"])
    return findings


def _given(folder: Path) -> dict[str, Any]:
    pairs = key(folder / "a"), key(folder / "b", "reviewer", "ecdsa")
    record = signed(make_record(folder / "out"), *pairs)
    lines = (record / SIGNATURES).read_bytes().splitlines()
    publics = [private.with_suffix(".pub.json").read_bytes() for _, private in pairs]
    return {"envelopes": [json.loads(line) for line in lines], "keys": [json.loads(public) for public in publics]}
