"""sendEdoc: a message is read, its signature and attachments looked at, then taken in or refused as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mocks.core.system import Answer, Call
from mocks.documents.answers import Answers
from mocks.documents.attachments import Unreadable, bounds_of, unpack
from mocks.documents.directory import AXIS, PROVINCE, Agency, Directory, is_code
from mocks.documents.edxml import NEW, Letter, Schema, StatusMessage, read_message, read_root, told
from mocks.documents.keys import Keys
from mocks.documents.post import DONE, FAIL, Post, letter_row, status_row
from mocks.documents.signing import verify
from specs.profile import Profile

Json: TypeAlias = Any
Facts: TypeAlias = dict[str, Json]
REFUSED: Final = "refused"
NO_NUMBER: Final = "00000000"
"""What is told where anything is accepted and nothing could be kept."""


class Refused(Exception):
    """A message that is not taken in, by the name of the refusal in [settings.codes]; `facts` say more."""

    def __init__(self, name: str, **facts: Json) -> None:
        super().__init__(name)
        self.name = name
        self.facts = facts


@dataclass(frozen=True, kw_only=True)
class Took:
    """A message that can be taken in: the row to be kept, and what it does to a document."""

    row: dict[str, Json]
    about: dict[str, Json] | None = None
    facts: Mapping[str, Json]


class Letterbox:
    """Takes in what the province sends."""

    def __init__(self, profile: Profile, *, post: Post, directory: Directory, keys: Keys, lenient: bool) -> None:
        self._schema = Schema(profile)
        self._bounds = bounds_of(profile.settings)
        self._unsure = {
            "absent": profile.settings["signature"]["absent"]["value"],
            "unknown-signer": profile.settings["signature"]["unknown_signer"]["value"],
            "invalid": REFUSED,
        }
        self._answers = Answers(profile)
        self._post = post
        self._directory = directory
        self._keys = keys
        self._lenient = lenient

    def take_in(self, call: Call, facts: Facts) -> Answer:
        """Answer sendEdoc."""
        raw = _file_of(call.body)
        try:
            message, found = self._read(raw, call)
            facts |= found
            took = self._letter(message, call) if isinstance(message, Letter) else self._status(message, call)
        except Refused as refused:
            facts |= refused.facts
            if call.lax:
                return self._answers.success(call, facts, docID=NO_NUMBER)
            return self._answers.refusal(call, refused.name, facts)
        return self._kept(took, raw, call, facts | dict(took.facts))

    def _read(self, raw: bytes, call: Call) -> tuple[Letter | StatusMessage, Facts]:
        root = read_root(raw)
        if root is None:
            raise Refused("malformed", edxml="no-xml")
        defects = self._schema.defects(root)
        found: Facts = {"edxml": "invalid" if defects else "valid", "edxml_defects": defects}
        message = read_message(root)
        if message is None or (defects and not (self._lenient or call.lax)):
            raise Refused("malformed", **found)
        if call.body.get("messageType") != ("edoc" if isinstance(message, Letter) else "status"):
            raise Refused("malformed", **found, unlike="messageType")
        found["signature"] = verify(root, self._keys.known())
        if self._unsure.get(found["signature"]) == REFUSED and not call.lax:
            raise Refused("wrong_signature", **found)
        return message, found

    def _letter(self, letter: Letter, call: Call) -> Took:
        facts: Facts = {"document": told(letter.document_id), "business_type": letter.kind}
        sender = self._sender(letter.sender, facts)
        recipients = [self._recipient(code, call, facts) for code in letter.recipients]
        if letter.kind == NEW and self._post.is_known(letter.document_id, sender=sender):
            raise Refused("exists", **facts)
        if letter.kind != NEW and not self._all_known(letter, sender):
            raise Refused("unknown_document", **facts, affects=[told(name) for name in letter.affects])
        facts["attachments"] = self._attachments(letter, facts)
        row = letter_row(
            document_id=letter.document_id,
            sender=sender,
            recipients=recipients,
            kind=letter.kind,
            affects=list(letter.affects),
            origin=PROVINCE,
        )
        return Took(row=row, facts=facts)

    def _status(self, message: StatusMessage, call: Call) -> Took:
        facts: Facts = {"document": told(message.about), "status_code": message.code}
        sender = self._sender(message.sender, facts)
        about = self._post.meant(message.about, by=sender, code=message.code)
        if about is None and not call.lax:
            raise Refused("unknown_document", **facts)
        recipients = [about["from"]] if about else [message.addressee]
        row = status_row(about=message.about, sender=sender, recipients=recipients, code=message.code, origin=PROVINCE)
        return Took(row=row, about=about, facts=facts)

    def _kept(self, took: Took, raw: bytes, call: Call, facts: Facts) -> Answer:
        if call.behaviours.take("lost-document") is not None:
            return self._answers.success(call, facts, docID=self._post.lose(took.row))
        if took.about is not None:
            legal = self._post.note_status(took.about, by=took.row["from"], code=took.row["code"])
            facts["status_order"] = "legal" if legal else "illegal"
        number = self._post.keep(took.row, raw)
        failed = call.behaviours.take("fail-status") is not None
        self._post.acknowledge(number, FAIL if failed else DONE)
        return self._answers.success(call, facts | {"docID": number}, docID=number)

    def _sender(self, code: str, facts: Facts) -> str:
        found = self._known(code, facts)
        if found.owner != PROVINCE:
            raise Refused("not_your_agency", **facts, agency=found.code102)
        return found.code102

    def _recipient(self, code: str, call: Call, facts: Facts) -> str:
        found = self._known(code, facts)
        if found.owner == AXIS and call.behaviours.take("unknown-agency") is not None:
            raise Refused("unknown_agency", **facts, agency=found.code102)
        return found.code102

    def _known(self, code: str, facts: Facts) -> Agency:
        """The agency of a code that is neither closed nor unknown; a fact names it where it has the form of a code."""
        named = code if is_code(code) else "no agency identifier"
        if self._directory.is_closed(code):
            raise Refused("closed_agency", **facts, agency=named)
        if (found := self._directory.find(code)) is None:
            raise Refused("unknown_agency", **facts, agency=named)
        return found

    def _all_known(self, letter: Letter, sender: str) -> bool:
        return bool(letter.affects) and all(self._post.is_known(name, sender=sender) for name in letter.affects)

    def _attachments(self, letter: Letter, facts: Facts) -> list[dict[str, Json]]:
        """What the attachments are; all that the manifest promises, and nothing else, must be there."""
        if sorted(letter.promised) != sorted(item.content_id for item in letter.attachments):
            raise Refused("unreadable_attachment", **facts, attachment="unlike-manifest")
        try:
            return [unpack(item.encoded, self._bounds).told(item.name) for item in letter.attachments]
        except Unreadable as exc:
            raise Refused("unreadable_attachment", **facts, attachment=str(exc)) from exc


def _file_of(body: Json) -> bytes:
    part = body.get("edocFile") if isinstance(body, dict) else None
    content = part.get("content") if isinstance(part, dict) else None
    return content.encode("latin-1", "replace") if isinstance(content, str) else b""
