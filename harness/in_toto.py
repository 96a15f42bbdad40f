"""What those who sign a record say of it: in-toto statements, v1. Pure, so that `verify` makes the same again.

    readiness     everything that the answer hangs on (`specs/schemas/readiness-predicate.json`)
    test-result   which cases passed; PASSED on GO alone, for that predicate cannot say inconclusive or not run
    svr           the answer itself, for GO and CONDITIONAL_GO alone

The subject is the manifest, which names every file of the record; where the system's build is a digest, it is one too.
Sources: github.com/in-toto/attestation, spec/v1 and spec/predicates (test-result v0.1, svr v0.2).
"""

import re
from collections.abc import Mapping

from harness.exchange import Json
from harness.lines import canonical
from harness.record import MANIFEST, SealedRecord, digest

STATEMENT = "https://in-toto.io/Statement/v1"
TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1"
SVR = "https://in-toto.io/attestation/svr/v0.2"
READINESS = "https://lienthong.invalid/attestation/readiness/v1"
PREDICATE_SCHEMA = "lienthong/readiness-predicate/1"
VERIFIER = "https://lienthong.invalid/verifier/v1"
LETS_PASS = {"GO", "CONDITIONAL_GO"}
SHA256 = re.compile(r"sha256:([0-9a-f]{64})")


def payloads_of(record: SealedRecord, readiness: Mapping[str, Json]) -> list[bytes]:
    """The statements on a record and its answer, as the bytes that are signed, in their order."""
    subject = _subject(record)
    stated = [(READINESS, _readiness(record, readiness)), (TEST_RESULT, _test_result(record, readiness))]
    if readiness.get("answer") in LETS_PASS:
        stated.append((SVR, _svr(record, readiness)))
    return [
        canonical({"_type": STATEMENT, "subject": subject, "predicateType": name, "predicate": predicate})
        for name, predicate in stated
    ]


def _subject(record: SealedRecord) -> list[Json]:
    sut = record.run["sut"]
    manifest = _descriptor(MANIFEST, digest((record.folder / MANIFEST).read_bytes()))
    return [manifest, *([_descriptor(sut["name"], sut["build"])] if SHA256.fullmatch(str(sut.get("build"))) else [])]


def _descriptor(name: str, digested: str) -> dict[str, Json]:
    return {"name": name, "digest": {"sha256": digested.removeprefix("sha256:")}}


def _readiness(record: SealedRecord, readiness: Mapping[str, Json]) -> dict[str, Json]:
    run, manifest = record.run, record.manifest
    told = {name: readiness.get(name) for name in ("answer", "exit_code", "reason", "mode", "counts", "sut")}
    statuses = {
        name: {"status": row["status"], "blocking": row["blocking"]} for name, row in readiness["requirements"].items()
    }
    return {
        "schema": PREDICATE_SCHEMA,
        "record": {"run_id": run["run_id"], "started": run["started"], **{k: manifest[k] for k in ("sealed", "head")}},
        "part": run.get("part"),
        **told,
        "requirements": statuses,
        "blocking": [row["id"] for row in readiness["blocking"]],
        "open": [row["id"] for row in readiness["open"]],
        "policy": {name: readiness["policy"][name] for name in ("name", "version", "digest", "valid_until")},
        **made_by(run),
    }


def made_by(run: Mapping[str, Json]) -> dict[str, str]:
    """Digests of what a record was made with: harness, statement of the supplier, catalogue of requirements."""
    return {
        "harness": run["harness"]["build"],
        "statement": digest(canonical(run["statement"])),
        "catalogue": digest(canonical(run["requirements"])),
    }


def _test_result(record: SealedRecord, readiness: Mapping[str, Json]) -> dict[str, Json]:
    cases = {case["id"]: case["verdict"] for row in readiness["requirements"].values() for case in row["cases"]}
    policy = readiness["policy"]
    made = {f"policy {policy['name']} {policy['version']}": policy["digest"], **made_by(record.run)}
    return {
        "result": "PASSED" if readiness.get("answer") == "GO" else "FAILED",
        "configuration": [_descriptor(name, digested) for name, digested in made.items()],
        "passedTests": sorted(name for name, verdict in cases.items() if verdict == "PASS"),
        "warnedTests": [],
        "failedTests": sorted(name for name, verdict in cases.items() if verdict != "PASS"),
    }


def _svr(record: SealedRecord, readiness: Mapping[str, Json]) -> dict[str, Json]:
    policy = readiness["policy"]
    named = _descriptor(f"{policy['name']} {policy['version']}", policy["digest"])
    return {
        "verifier": {"id": VERIFIER, "policies": [named]},
        "timeCreated": record.manifest["sealed"],
        "properties": [f"LIENTHONG_{readiness['answer']}"],
    }
