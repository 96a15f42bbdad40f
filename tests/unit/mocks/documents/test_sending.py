"""sendEdoc: what is taken in, what is refused and why; a refusal changes nothing."""

import base64
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.mocks.documents.by_hand import MINISTRY, PROVINCE, Hand, letter, name_of, status, template, zipped


def test_a_document_is_taken_in_with_facts(axis: Any) -> None:
    answer = axis.send(letter(recipients=(MINISTRY, "H37")))
    assert (answer["status"], answer["errorCode"], answer["docID"]) == ("OK", "0", "00000001")
    facts = axis.last()["facts"]
    assert facts["accepted"]
    assert (facts["edxml"], facts["signature"], facts["document"]) == ("valid", "absent", name_of())
    (attachment,) = facts["attachments"]
    assert (attachment["size"], attachment["files"], attachment["unpacked"]) == (len(zipped()), 1, 16)
    (row,) = axis.documents()
    assert (row["DocumentId"], row["from"], row["to"], row["kind"]) == (name_of(), "H56", ["G22.99", "H37"], "0")
    assert [(row["docID"], row["status"]) for row in axis.sent()] == [("00000001", "done")]


def test_both_eras_of_codes_mean_the_same_agency(axis: Any) -> None:
    assert axis.send(letter(1, sender="H56", recipients=("G22.99",)))["status"] == "OK"
    assert axis.send(letter(2, sender=PROVINCE, recipients=(MINISTRY,)))["status"] == "OK"
    assert [(row["from"], row["to"]) for row in axis.documents()] == [("H56", ["G22.99"])] * 2


def many_files() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(201):
            archive.writestr(f"{number}", b"")
    return packed.getvalue()


def spoilt(content: bytes) -> bytes:
    """A zip whose file is not what its checksum says."""
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        archive.writestr("a", content)
    return packed.getvalue().replace(content, content[::-1])


def encrypted() -> bytes:
    """A zip that says of its file that it is encrypted."""
    content = bytearray(zipped())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


ATTACHMENTS = {
    "no-zip": base64.b64encode(b"no zip").decode(),
    "damaged": base64.b64encode(spoilt(b"abcdef")).decode(),
    "encrypted": base64.b64encode(encrypted()).decode(),
    "bomb": base64.b64encode(zipped(b"\0" * (64 * 1024 * 1024 + 1))).decode(),
    "many": base64.b64encode(many_files()).decode(),
    "empty": base64.b64encode(b"PK\x05\x06" + b"\0" * 18).decode(),
}
REFUSED = [
    ("no XML", "khong phai xml", "edoc", "10", "malformed"),
    ("a document type", f'<!DOCTYPE x [<!ENTITY a "b">]>{letter()}', "edoc", "10", "malformed"),
    ("other root", "<edXML/>", "edoc", "10", "malformed"),
    ("wrong priority", letter(priority="5"), "edoc", "10", "malformed"),
    ("wrong kind", letter(kind="4"), "edoc", "10", "malformed"),
    ("Business spelt right", letter().replace("Bussiness", "Business"), "edoc", "10", "malformed"),
    ("wrong order", letter().replace("<Subject>V/v thử nghiệm</Subject>", "", 1), "edoc", "10", "malformed"),
    ("a day with dashes", letter(day="2026-11-20"), "edoc", "10", "malformed"),
    ("a day that no calendar has", letter(day="2026/02/30"), "edoc", "10", "malformed"),
    ("12-hour time", letter().replace("14:05:09", "2:05:09"), "edoc", "10", "malformed"),
    ("a document called a status", letter(), "status", "10", "malformed"),
    ("a status called a document", status("01", name_of()), "edoc", "10", "malformed"),
    ("an unknown sender", letter(sender="H56.14"), "edoc", "19", "unknown-agency"),
    ("somebody else's sender", letter(sender="H37"), "edoc", "19", "not-your-agency"),
    ("an unknown recipient", letter(recipients=(MINISTRY, "G99")), "edoc", "19", "unknown-agency"),
    ("a closed recipient", letter(recipients=("000.00.00.H22",)), "edoc", "20", "closed-agency"),
    ("a closed recipient of the new era", letter(recipients=("H22.05",)), "edoc", "20", "closed-agency"),
    ("a closed sender", letter(sender="H22"), "edoc", "20", "closed-agency"),
    ("an attachment that was not promised", letter(promised="cid:other"), "edoc", "22", "unreadable-attachment"),
    *((name, letter(attachment=text), "edoc", "22", "unreadable-attachment") for name, text in ATTACHMENTS.items()),
    ("no base64", letter(attachment="khong phai base64"), "edoc", "10", "malformed"),
    ("a revocation of nothing known", letter(kind="1", about=name_of(7)), "edoc", "23", "unknown-document"),
    ("a replacement of nothing", letter(kind="3"), "edoc", "23", "unknown-document"),
    ("a status of nothing known", status("01", name_of()), "status", "23", "unknown-document"),
    ("a status code that is none", status("07", name_of()), "status", "10", "malformed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "kind", "code", "reason"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_what_is_refused_says_why_and_changes_nothing(
    axis: Any, content: str, kind: str, code: str, reason: str
) -> None:
    before = axis.changes()
    answer = axis.send(content, kind=kind)
    assert (answer["status"], answer["errorCode"], answer["docID"]) == ("FAIL", code, None)
    last = axis.last()
    assert (last["facts"]["accepted"], last["facts"]["reason"]) == (False, reason)
    assert "mock_error" not in last["facts"]
    assert axis.changes() == before


def test_a_document_sent_twice_is_refused_the_second_time(axis: Any) -> None:
    axis.send(letter())
    assert axis.send(letter())["errorCode"] == "21"
    assert len(axis.documents()) == 1


@pytest.mark.parametrize("header", ["X-SystemId", "X-SecretKey"])
def test_wrong_credentials_are_code_15(axis: Any, header: str) -> None:
    for headers in ({header: "wrong"}, {}):
        other = {key: value for key, value in axis.headers.items() if key != header} | headers
        answer = axis.national.get("/v1/getAgenciesList", headers=other).json()
        assert (answer["errorCode"], answer["result"]) == ("15", None)
        assert axis.last()["facts"]["reason"] == "wrong-credentials"


def test_the_signature_of_a_known_certificate_is_valid(axis: Any, hand: Hand) -> None:
    axis.command("signers/add", certificate=hand.pem)
    for number, method in enumerate(("rsa-sha1", "rsa-sha256"), start=1):
        assert axis.send(hand.sign(letter(number, signature=template(method))))["status"] == "OK"
        assert axis.last()["facts"]["signature"] == "valid"
    answer = axis.send(
        hand.sign(status("01", axis.command("documents/send-to-province")["DocumentId"], signature=template())),
        kind="status",
    )
    assert answer["status"] == "OK"
    assert axis.last()["facts"]["signature"] == "valid"


def test_a_right_signature_of_a_stranger_is_noted(axis: Any, hand: Hand) -> None:
    assert axis.send(hand.sign(letter(signature=template())))["status"] == "OK"
    assert axis.last()["facts"]["signature"] == "unknown-signer"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("<Type>1", "<Type>2"),
        ("<PageAmount>2", "<PageAmount>3"),
        ("2026/11/20 14:05:09", "2026/11/20 14:05:08"),
        ("van-ban.txt", "van-ban.doc"),
    ],
)
def test_one_changed_byte_under_a_signature_is_refused(axis: Any, hand: Hand, was: str, becomes: str) -> None:
    axis.command("signers/add", certificate=hand.pem)
    signed = hand.sign(letter(signature=template())).decode()
    assert was in signed
    assert axis.send(signed.replace(was, becomes, 1))["errorCode"] == "18"
    assert (axis.last()["facts"]["reason"], axis.last()["facts"]["signature"]) == ("wrong-signature", "invalid")
    assert axis.documents() == []


def test_a_signature_without_a_certificate_is_a_strangers(axis: Any, hand: Hand) -> None:
    axis.command("signers/add", certificate=hand.pem)
    bare = template().replace("<X509Data/>", "<KeyValue/>")
    assert axis.send(hand.sign(letter(signature=bare)))["status"] == "OK"
    assert axis.last()["facts"]["signature"] == "unknown-signer"


def test_a_signature_of_something_else_is_refused(axis: Any, hand: Hand) -> None:
    axis.command("signers/add", certificate=hand.pem)
    inner = hand.sign(f"<a>{template()}</a>").decode()
    stolen = inner[inner.index("<Signature") : inner.index("</Signature>") + len("</Signature>")]
    assert axis.send(letter(signature=stolen))["errorCode"] == "18"


def overlaid(folder: Path, **settings: str) -> Path:
    """An overlay in which the axis refuses what is unsure about signatures."""
    place = folder / "interfaces" / "vxp" / "qcvn-102-2016"
    place.mkdir(parents=True)
    rows = "".join(
        f'{name} = {{ value = "{value}", fidelity = "assumed", sources = [] }}\n' for name, value in settings.items()
    )
    head = 'system = "vxp"\nprofile = "qcvn-102-2016"\ntitle = "x"\nextends = "vxp/qcvn-102-2016"\n'
    (place / "operations.toml").write_text(f"{head}[settings.signature]\n{rows}")
    return folder


def test_an_overlay_may_refuse_what_is_not_signed_by_somebody_known(
    start: Callable[..., Any], tmp_path: Path, hand: Hand
) -> None:
    axis = start(overlay=overlaid(tmp_path, absent="refused", unknown_signer="refused"))
    assert axis.send(letter())["errorCode"] == "18"
    assert axis.send(hand.sign(letter(signature=template())))["errorCode"] == "18"
    axis.command("signers/add", certificate=hand.pem)
    assert axis.send(hand.sign(letter(signature=template())))["status"] == "OK"


def test_a_lenient_axis_notes_breaches_of_the_xsd_and_takes_what_makes_sense(start: Callable[..., Any]) -> None:
    axis = start(lenient=True)
    assert axis.send(letter(priority="9"))["status"] == "OK"
    facts = axis.last()["facts"]
    assert facts["edxml"] == "invalid"
    assert facts["edxml_defects"][0]["rule"].startswith("SCHEMAV")
    assert axis.send(letter(2, kind="8"))["errorCode"] == "10", "no kind of document"
    assert axis.send("<edXML/>")["errorCode"] == "10"


def test_nothing_personal_is_journaled(axis: Any) -> None:
    axis.send(letter(staff="Canary Nguyễn Thị Lộ"))
    axis.send(letter(2, staff="Canary Nguyễn Thị Lộ", sender="H37"))
    assert "Canary" not in axis.control.get("/control/1/journal").text
    assert "Canary" not in axis.control.get("/control/1/documents").text


def test_what_is_no_multipart_is_refused(axis: Any) -> None:
    answer = axis.checked("sendEdoc", axis.national.post("/v1/sendEdoc", json={}, headers=axis.headers))
    assert answer["errorCode"] == "10"
    assert axis.last()["facts"]["reason"] == "malformed"
