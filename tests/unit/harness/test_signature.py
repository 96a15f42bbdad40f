"""Keys and signatures: what is signed is what the record says, and nobody else's hand passes for a signer's."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from harness.errors import IntegrityBroken, Refused
from harness.in_toto import READINESS, SVR, TEST_RESULT
from harness.lines import canonical
from harness.record import digest
from harness.signature import Signer, load_private, load_public, make_key
from harness.signing import sign_record
from harness.verify import SIGNATURES, verify
from specs.schema import load_schema
from tests.unit.harness.sealed import AT, BUILD, FIRST, make_record, nowhere

TODAY = AT.date()


def key(folder: Path, name: str = "assessor", kind: str = "ed25519", passphrase: str = "") -> tuple[Signer, Path]:
    """A pair of keys in a folder of its own."""
    folder.mkdir(exist_ok=True)
    return make_key(
        folder / name, kind=kind, name=name.title(), role=name, passphrase=passphrase
    ), folder / f"{name}.key"


def signed(record: Path, *keys: tuple[Signer, Path]) -> Path:
    """The record, signed by each in turn, who knows those before."""
    known: list[Signer] = []
    for signer, private in keys:
        sign_record(verify(record, known, find=nowhere, today=TODAY), load_private(private))
        known.append(signer)
    return record


def statements(record: Path) -> list[dict[str, Any]]:
    """What was signed, in order."""
    lines = (record / SIGNATURES).read_bytes().splitlines()
    return [json.loads(base64.b64decode(json.loads(line)["payload"])) for line in lines]


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa"])
@pytest.mark.parametrize("passphrase", ["", "tám chữ"])
def test_a_key_is_read_back_as_the_one_that_was_made(tmp_path: Path, kind: str, passphrase: str) -> None:
    signer, private = key(tmp_path, kind=kind, passphrase=passphrase)

    assert load_public(tmp_path / "assessor.pub.json").keyid == signer.keyid
    assert load_private(private, passphrase).public_key.keyid == signer.keyid
    assert private.stat().st_mode & 0o777 == 0o600
    if passphrase:
        with pytest.raises(Refused, match="no private key that can be used"):
            load_private(private, "another")


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    key(tmp_path)
    with pytest.raises(Refused, match=r"assessor\.key is there already"):
        key(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "lienthong/key/1"}', "-----BEGIN PUBLIC KEY-----"])
def test_what_is_no_key_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "file").write_text(text)
    for load in (load_private, load_public):
        with pytest.raises(Refused, match=r"no (private|public) key"):
            load(tmp_path / "file")
        with pytest.raises(Refused, match="cannot be read"):
            load(tmp_path / "missing")


def test_several_sign_the_same_statements(tmp_path: Path) -> None:
    pair = key(tmp_path / "a"), key(tmp_path / "b", "reviewer", "ecdsa")
    record = signed(make_record(tmp_path / "out"), *pair)
    verified = verify(record, [signer for signer, _ in pair], find=nowhere, today=TODAY)

    assert verified.roles == {"assessor", "reviewer"}
    assert [row["predicateType"] for row in statements(record)] == [READINESS, TEST_RESULT, SVR]
    with pytest.raises(IntegrityBroken, match="none of the 1 keys"):
        verify(record, [pair[0][0]], find=nowhere, today=TODAY)


def test_the_statements_say_what_was_found(tmp_path: Path) -> None:
    record = signed(make_record(tmp_path / "out", fails=[FIRST]), key(tmp_path / "a"))
    readiness, result = statements(record)

    assert [row["digest"]["sha256"] for row in readiness["subject"]] == [
        digest((record / "manifest.json").read_bytes()).removeprefix("sha256:"),
        BUILD.removeprefix("sha256:"),
    ]
    assert readiness["predicate"]["answer"] == "NO_GO"
    assert readiness["predicate"]["requirements"][FIRST] == {"status": "VIOLATED", "blocking": True}
    assert result["predicate"]["result"] == "FAILED"
    assert len(result["predicate"]["passedTests"]) == len(result["predicate"]["failedTests"]) == 1


def test_only_go_is_passed_and_only_what_may_go_is_verified(tmp_path: Path) -> None:
    go = signed(make_record(tmp_path / "go"), key(tmp_path / "a"))
    silent = signed(make_record(tmp_path / "silent", silent=[FIRST]), key(tmp_path / "b"))

    assert statements(go)[1]["predicate"]["result"] == "PASSED"
    assert statements(go)[2]["predicate"]["properties"] == ["LIENTHONG_GO"]
    assert [row["predicateType"] for row in statements(silent)] == [READINESS, TEST_RESULT]
    assert statements(silent)[1]["predicate"]["result"] == "FAILED"


def test_our_predicate_keeps_its_schema(tmp_path: Path) -> None:
    schema = load_schema("readiness-predicate")
    for number, fails in enumerate([[], [FIRST]]):
        record = signed(make_record(tmp_path / f"out{number}", fails), key(tmp_path / f"a{number}"))
        jsonschema.validate(statements(record)[0]["predicate"], schema)


def _other_payload(row: dict[str, Any]) -> None:
    said = json.loads(base64.b64decode(row["payload"]))
    said["predicate"]["answer"] = "CONDITIONAL_GO"
    row["payload"] = base64.b64encode(canonical(said)).decode()


def _other_type(row: dict[str, Any]) -> None:
    row["payloadType"] = "text/plain"


def _no_signature(row: dict[str, Any]) -> None:
    row["signatures"] = []


def _other_keyid(row: dict[str, Any]) -> None:
    row["signatures"][0]["keyid"] = "0" * 64


def _more(row: dict[str, Any]) -> None:
    row["signatures"][0]["role"] = "minister"


def _blank_in_base64(row: dict[str, Any]) -> None:
    row["payload"] = row["payload"][:8] + "\n" + row["payload"][8:]


def _other_last_bits(row: dict[str, Any]) -> None:
    """Ed25519 has 64 bytes, so that the last letter before `==` carries four bits that nobody reads."""
    sig = row["signatures"][0]["sig"]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = letters[letters.index(sig[-3]) + 1]
    assert base64.b64decode(sig[:-3] + other + "==") == base64.b64decode(sig)
    row["signatures"][0]["sig"] = sig[:-3] + other + "=="


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_other_payload, r"the signature of Assessor .assessor. is wrong"),
        (_other_type, "no signature, or one around 'text/plain'"),
        (_no_signature, "no signature"),
        (_other_keyid, "none of the 1 keys"),
        (_more, "not the bytes that a signer writes"),
        (_blank_in_base64, "Only base64 data is allowed"),
        (_other_last_bits, "not the bytes that a signer writes"),
    ],
)
def test_a_changed_envelope_is_refused(tmp_path: Path, change: Callable[[dict[str, Any]], None], why: str) -> None:
    pair = key(tmp_path / "a")
    record = signed(make_record(tmp_path / "out"), pair)
    first, *others = (record / SIGNATURES).read_bytes().splitlines()
    row = json.loads(first)
    change(row)
    (record / SIGNATURES).chmod(0o644)
    (record / SIGNATURES).write_bytes(b"".join(line + b"\n" for line in [canonical(row), *others]))

    with pytest.raises(IntegrityBroken, match=why):
        verify(record, [pair[0]], find=nowhere, today=TODAY)


def test_what_another_key_signed_under_the_same_id_is_refused(tmp_path: Path) -> None:
    (mine, _), (_, other) = key(tmp_path / "a"), key(tmp_path / "b")
    record = make_record(tmp_path / "out")
    forger = load_private(other)
    forger.public_key.keyid = mine.keyid
    sign_record(verify(record, [], find=nowhere, today=TODAY), forger)

    with pytest.raises(IntegrityBroken, match=r"the signature of Assessor \(assessor\) is wrong"):
        verify(record, [mine], find=nowhere, today=TODAY)


def test_what_does_not_verify_is_not_signed(tmp_path: Path) -> None:
    record = make_record(tmp_path / "out")
    (tmp_path / "out" / "readiness.json").write_text('{"answer": "GO"}')

    with pytest.raises(IntegrityBroken, match="beside the record says otherwise"):
        signed(record, key(tmp_path / "a"))
    assert not (record / SIGNATURES).exists()
