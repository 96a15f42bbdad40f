"""Signatures: what others verify, what is taken from others, and what is not."""

from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree

from mocks.province.documents.edxml import Writing, read
from mocks.province.documents.letter import File, Letter, Unreadable, may_follow
from mocks.province.documents.signature import Signature
from mocks.province.records.clock import VIETNAM
from specs.profile import INTERFACES
from specs.xml_tree import parse_xml
from tests.unit.mocks.documents.by_hand import METHODS, SIGNATURE, Hand, letter, make_hand, run

XSD = INTERFACES / "vxp" / "qcvn-102-2016" / "xsd" / "edxml.xsd"
NOON = datetime(2026, 11, 22, 12, 0, 5, tzinfo=VIETNAM)
LETTER = Letter(
    document="H56,2026/11/22,7/QĐ-UBND",
    sender="H56",
    to=("G22.99", "H37"),
    kind="replace",
    about="H56,2026/11/20,6/QĐ-UBND",
    form="decision",
    subject="Về việc giải quyết hồ sơ",
    content="",
    signer="Lê Thị Thử Nghiệm",
    due=NOON.date(),
    files=(File("Dự thảo quyết định.txt", b"x" * 70_000), File("Phụ lục.txt", b"")),
    at=NOON,
)


@pytest.fixture
def signature(tmp_path: Path) -> Signature:
    return Signature(tmp_path / "key.pem", lambda: NOON)


@pytest.fixture(scope="session")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Hand:
    """Somebody else's key."""
    return make_hand(tmp_path_factory.mktemp("hand"))


def test_a_document_keeps_the_schema_and_can_be_read_again(signature: Signature) -> None:
    raw = signature.sign(Writing().letter(LETTER, {"G22.99": "Cơ quan giả lập"}))
    etree.XMLSchema(etree.parse(XSD)).assertValid(parse_xml(raw))
    message = read(signature.verify(raw))
    assert isinstance(message, Letter)
    assert (message.document, message.kind, message.about) == (LETTER.document, LETTER.kind, LETTER.about)
    assert (message.due, message.at, tuple(message.files)) == (LETTER.due, LETTER.at, LETTER.files)


def test_others_verify_it(signature: Signature, tmp_path: Path) -> None:
    file = tmp_path / "document.edxml"
    file.write_bytes(signature.sign(Writing().letter(LETTER, {})))
    done = run("xmlsec1", ["--verify", "--insecure", str(file)], b"")
    assert done.returncode == 0, done.stderr


def test_the_key_is_made_once_and_nobody_else_may_read_it(signature: Signature, tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    first = signature.sign(Writing().letter(LETTER, {}))
    assert file.stat().st_mode & 0o077 == 0
    assert Signature(file, lambda: NOON).sign(Writing().letter(LETTER, {})) == first


@pytest.mark.parametrize("change", [(b"Priority>0<", b"Priority>1<"), (b"H37", b"H38")])
def test_a_changed_byte_is_noticed(signature: Signature, change: tuple[bytes, bytes]) -> None:
    raw = signature.sign(Writing().letter(LETTER, {}))
    assert change[0] in raw
    with pytest.raises(Unreadable):
        signature.verify(raw.replace(*change, 1))


@pytest.mark.parametrize("method", list(METHODS))
def test_what_others_sign_is_taken(signature: Signature, hand: Hand, method: str) -> None:
    algorithm, digest = METHODS[method]
    raw = hand.sign(letter(signature=SIGNATURE.format(signature=algorithm, digest=digest)))
    message = read(signature.verify(raw))
    assert isinstance(message, Letter)
    assert [file.name for file in message.files] == ["van-ban.txt"]


def test_a_document_without_a_signature_is_not_taken(signature: Signature) -> None:
    with pytest.raises(Unreadable):
        signature.verify(etree.tostring(Writing().letter(LETTER, {})))


def test_a_signed_part_inside_something_else_is_not_taken(signature: Signature) -> None:
    signed = signature.sign(Writing().letter(LETTER, {}))
    wrapped = b'<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">' + signed.split(b"?>", 1)[1] + b"</edXML>"
    with pytest.raises(Unreadable):
        read(signature.verify(wrapped))


@pytest.mark.parametrize(
    ("kind", "told", "code", "may"),
    [
        ("new", [], "01", True),
        ("new", [], "03", False),
        ("new", ["01"], "03", True),
        ("new", ["01", "02"], "03", False),
        ("new", ["01", "03", "06"], "05", False),
        ("new", ["01"], "15", False),
        ("revoke", ["01"], "15", True),
        ("revoke", ["01", "16"], "15", False),
        ("revoke", ["01", "16"], "03", True),
    ],
)
def test_the_order_of_statuses(kind: str, told: list[str], code: str, *, may: bool) -> None:
    assert may_follow(kind, told, code) is may
