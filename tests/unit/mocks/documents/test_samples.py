"""Every type of message is valid by xmllint, its signature is right by xmlsec1, and one changed byte is seen."""

from pathlib import Path
from typing import Any

import pytest

from mocks.documents.samples import NAMES
from tests.unit.mocks.documents.by_hand import letter, lint, status, verify


@pytest.fixture
def certificates(axis: Any, tmp_path: Path) -> dict[str, Path]:
    """The certificates of the axis and of the province, in files."""
    files: dict[str, Path] = {}
    for row in axis.view("certificates")["certificates"]:
        files[row["of"]] = tmp_path / f"{row['of']}.pem"
        files[row["of"]].write_text(row["pem"])
    return files


def test_every_sample_is_valid_and_rightly_signed(axis: Any, certificates: dict[str, Path]) -> None:
    samples = axis.view("samples")["samples"]
    assert {(row["sample"], row["from"]) for row in samples} == {(n, f) for n in NAMES for f in ("axis", "province")}
    for row in samples:
        content = row["xml"].encode()
        assert lint(content).returncode == 0, (row["sample"], lint(content).stderr)
        assert verify(content, certificates[row["from"]]).returncode == 0, row["sample"]


@pytest.mark.parametrize("method", ["rsa-sha1", "rsa-sha256"])
@pytest.mark.parametrize("era", ["four-group", "qd20"])
def test_samples_in_both_methods_and_eras(axis: Any, certificates: dict[str, Path], method: str, era: str) -> None:
    row = axis.command("samples/make", sample="document-replace", method=method, era=era)
    assert f"#{method}" in row["xml"]
    assert ("000.00.99.G22" if era == "four-group" else "G22.99") in row["xml"]
    assert lint(row["xml"].encode()).returncode == 0
    assert verify(row["xml"].encode(), certificates["axis"]).returncode == 0


def test_one_changed_byte_is_seen_by_a_verifier_that_is_not_ours(axis: Any, certificates: dict[str, Path]) -> None:
    content = axis.command("samples/make", sample="status-06")["xml"].encode()
    place = content.index("Hoàn thành".encode())
    assert verify(content[:place] + b"h" + content[place + 1 :], certificates["axis"]).returncode != 0
    assert verify(content, certificates["province"]).returncode != 0, "another certificate"


def test_what_we_write_by_hand_is_valid_too() -> None:
    for content in (letter(), letter(kind="1", about="x"), status("13", "x")):
        assert lint(content.encode()).returncode == 0, lint(content.encode()).stderr


@pytest.mark.parametrize(
    "content",
    [
        letter(priority="5"),
        letter(kind="4"),
        letter(day="20/11/2026"),
        letter().replace("Bussiness", "Business"),
        letter().replace("<SteeringType>", "").replace("<Code>", "<SteeringType>1</SteeringType><Code>"),
        letter(sender="Sở Tư pháp"),
        status("14", "x"),
        status("1", "x"),
    ],
    ids=["priority", "kind", "day", "spelling", "steering", "sender", "unknown-status", "short-status"],
)
def test_the_xsd_refuses(content: str) -> None:
    assert lint(content.encode()).returncode == 3


def test_a_sample_that_cannot_be_made_is_refused(axis: Any) -> None:
    answer = axis.control.post("/control/1/samples/make", json={"sample": "status-01", "to": "G00"})
    assert (answer.status_code, "G00" in answer.json()["detail"]) == (422, True)
    assert axis.control.post("/control/1/samples/make", json={"sample": "status-99"}).status_code == 422


def test_samples_of_the_province_are_taken_by_the_axis(axis: Any) -> None:
    made = axis.command("samples/make", sample="document-new", **{"from": "province"})
    assert axis.send(made["xml"])["status"] == "OK"
    assert axis.last()["facts"]["signature"] == "valid"
