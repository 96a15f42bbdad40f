"""The other agencies of the axis, played here: they write to the province and answer it, on command."""

import base64
import random
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from lxml import etree

from mocks.core.clock import Clock
from mocks.core.system import CommandRefused
from mocks.core.vietnam_time import HO_CHI_MINH
from mocks.documents.directory import AXIS, PROVINCE, Agency, Directory
from mocks.documents.edxml import KINDS, NEW
from mocks.documents.keys import Keys
from mocks.documents.post import Post, letter_row, status_row
from mocks.documents.signing import DS, sign
from mocks.documents.writing import Draft, Report, write_letter, write_status

Json: TypeAlias = Any
BEFORE_THE_MERGER: Final = datetime(2024, 6, 3, 9, 15, tzinfo=HO_CHI_MINH)
"""When a historic document was promulgated: before QĐ 09/2025/QĐ-TTg (14/4/2025) closed codes."""
CODES_OF_KINDS: Final = {name: code for code, name in KINDS.items()}
NO_ZIP: Final = base64.b64encode(b"This is no zip archive.").decode()
SECONDS: Final = re.compile(rb"(Timestamp>[0-9/]{10} [0-9:]{7})([0-9])<")
ENCODED: Final = "./{*}AttachmentEncoded/{*}Attachment/{*}ContentTransferEncoded"


class Counterpart:
    """The agencies that the axis plays. `method` is how they sign."""

    def __init__(
        self, *, directory: Directory, post: Post, keys: Keys, clock: Clock, rng: random.Random, method: str
    ) -> None:
        self._directory = directory
        self._post = post
        self._keys = keys
        self._clock = clock
        self._rng = rng
        self._method = method

    def send(self, wish: Mapping[str, Json]) -> dict[str, Json]:
        """Write a document to the province. Raises CommandRefused."""
        kind = CODES_OF_KINDS[wish.get("type", "new")]
        historic = bool(wish.get("historic"))
        sender = self._sender(wish.get("from"), historic=historic)
        affects = self._affected(wish.get("about"), kind, sender)
        draft = Draft(
            sender=sender,
            recipients=[self._recipient(wish.get("to"))],
            number=self._post.next_number(),
            at=BEFORE_THE_MERGER if historic else self._now(),
            qd20=wish.get("era", "qd20") == "qd20",
            kind=kind,
            affects=affects,
        )
        row = letter_row(
            document_id=draft.document_id,
            sender=sender.code102,
            recipients=[agency.code102 for agency in draft.recipients],
            kind=kind,
            affects=affects,
            origin=AXIS,
        )
        number = self._post.keep(row, sign(write_letter(draft, self._rng), self._signer(), method=self._method))
        return {"docID": number, "DocumentId": draft.document_id}

    def answer(self, wish: Mapping[str, Json]) -> dict[str, Json]:
        """Report the status of a document of the province, by default the newest. Raises CommandRefused."""
        letter = self._document(wish.get("document"))
        sender = self._answering(wish.get("from"), letter)
        meant = self._post.meant(letter["DocumentId"], by=sender.code102, code=wish["status"])
        legal = self._post.note_status(meant or letter, by=sender.code102, code=wish["status"])
        addressee = self._directory.find(letter["from"])
        if addressee is None:
            raise CommandRefused(f"{letter['from']} is no longer in the directory")
        about = (meant or letter)["DocumentId"]
        report = Report(sender=sender, addressee=addressee, about=about, code=wish["status"], at=self._now())
        row = status_row(
            about=about, sender=sender.code102, recipients=[addressee.code102], code=wish["status"], origin=AXIS
        )
        number = self._post.keep(row, sign(write_status(report, self._rng), self._signer(), method=self._method))
        return {"docID": number, "DocumentId": about, "order": "legal" if legal else "illegal"}

    def spoiled(self, content: bytes, take: Callable[[str], object], *, has_attachment: bool) -> bytes:
        """A message as the behaviours in force would hand it out; `take` uses one of them."""
        if has_attachment and take("unzippable-attachment") is not None:
            root = _unsigned(content)
            for encoded in root.iterfind(ENCODED):
                encoded.text = NO_ZIP
            content = sign(root, self._signer(), method=self._method)
        if take("wrong-signature") is not None:
            stranger = self._keys.signer("stranger")
            shown = self._signer().certificate
            content = sign(_unsigned(content), stranger, method=self._method, shown=shown)
        if take("changed-byte") is not None:
            content = SECONDS.sub(_other_second, content, count=1)
        return content

    def _signer(self) -> Any:
        return self._keys.signer(AXIS)

    def _now(self) -> datetime:
        return self._clock.now().astimezone(HO_CHI_MINH)

    def _sender(self, code: str | None, *, historic: bool) -> Agency:
        own = [row for row in self._directory.of(AXIS) if code in (None, row.code, row.code102)]
        if not own:
            raise CommandRefused(f"the axis plays no agency {code!r}")
        if own[0].is_closed and not historic:
            raise CommandRefused(f"{own[0].code102} is closed; only a historic document can come from it")
        return own[0]

    def _recipient(self, code: str | None) -> Agency:
        own = [row for row in self._directory.of(PROVINCE) if code in (None, row.code, row.code102)]
        if not own:
            raise CommandRefused(f"the province answers for no agency {code!r}")
        return own[0]

    def _affected(self, about: str | None, kind: str, sender: Agency) -> list[str]:
        if kind == NEW:
            return []
        if about is None or not self._post.is_known(about, sender=sender.code102):
            raise CommandRefused(f"{sender.code102} has sent no document {about!r} that could be revoked or changed")
        return [about]

    def _document(self, document_id: str | None) -> dict[str, Json]:
        rows = [row for row in self._post.rows("edoc") if row["origin"] == PROVINCE]
        wanted = [row for row in rows if document_id in (None, row["DocumentId"])]
        if not wanted:
            raise CommandRefused(f"the province has sent no document {document_id or ''!r}")
        return wanted[-1]

    def _answering(self, code: str | None, letter: Mapping[str, Json]) -> Agency:
        for recipient in letter["to"]:
            agency = self._directory.find(recipient)
            if agency is not None and agency.owner == AXIS and code in (None, agency.code, agency.code102):
                return agency
        raise CommandRefused(f"the document did not go to {code or 'an agency that the axis plays'}")


def _unsigned(content: bytes) -> "etree._Element":
    root = etree.fromstring(content)
    for signature in root.findall(f".//{{{DS}}}Signature"):
        parent = signature.getparent()
        if parent is not None:
            parent.remove(signature)
    return root


def _other_second(match: re.Match[bytes]) -> bytes:
    return match[1] + b"%d<" % ((int(match[2]) + 1) % 10)
