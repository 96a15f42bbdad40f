"""Signed synthetic edXML of every type of message, for schemas, verifiers and first steps. Nothing of it is kept."""

import random
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from mocks.core.clock import Clock
from mocks.core.system import CommandRefused
from mocks.core.vietnam_time import HO_CHI_MINH
from mocks.documents.directory import AXIS, PROVINCE, Agency, Directory
from mocks.documents.edxml import DAY, KINDS, NEW, STATUSES
from mocks.documents.keys import Keys
from mocks.documents.signing import METHODS, sign
from mocks.documents.writing import NOTATION, Draft, Report, write_letter, write_status

Json: TypeAlias = Any
DOCUMENT, STATUS = "document-", "status-"
NAMES: Final = (*(DOCUMENT + word for word in KINDS.values()), *(STATUS + code for code in STATUSES))
NUMBER: Final = 1
SCHEMA: Final = {
    "type": "object",
    "properties": {
        "sample": {"enum": list(NAMES)},
        "from": {"enum": [AXIS, PROVINCE]},
        "method": {"enum": list(METHODS)},
        "era": {"enum": ["four-group", "qd20"]},
        "number": {"type": "integer", "minimum": 1, "maximum": 999_999},
        "about": {"type": "string", "minLength": 1, "maxLength": 200},
        "to": {"type": "string", "maxLength": 20},
    },
    "required": ["sample"],
    "additionalProperties": False,
}
USAGE: Final = (
    'samples/make {"sample": document-new|…|status-16, "from"?: axis|province, "method"?: rsa-sha1|rsa-sha256, '
    '"era"?: qd20|four-group, "number"?: of the document, "about"?: DocumentId, "to"?: code}'
)


class Samples:
    """Makes samples with the keys of the axis, in its name or in the province's."""

    def __init__(self, directory: Directory, *, keys: Keys, clock: Clock, rng: random.Random, method: str) -> None:
        self._directory = directory
        self._keys = keys
        self._clock = clock
        self._rng = rng
        self._method = method

    def all(self) -> Json:
        """Every type of message in both directions."""
        return {"samples": [self.make({"sample": name, "from": role}) for role in (AXIS, PROVINCE) for name in NAMES]}

    def make(self, wish: Mapping[str, Json]) -> dict[str, str]:
        """One sample. Raises CommandRefused where the directory has no agency for it."""
        name, role = wish["sample"], wish.get("from", AXIS)
        sender, recipient = self._first(role), self._named(wish.get("to"), PROVINCE if role == AXIS else AXIS)
        at, qd20 = self._clock.now().astimezone(HO_CHI_MINH), wish.get("era", "qd20") == "qd20"
        if name.startswith(STATUS):
            code = recipient.code102 if qd20 else recipient.code
            about = wish.get("about", f"{code},{at.strftime(DAY)},{NUMBER}/{NOTATION}")
            status = name.removeprefix(STATUS)
            report = Report(sender=sender, addressee=recipient, about=about, code=status, at=at, qd20=qd20)
            root = write_status(report, self._rng)
        else:
            kind = next(code for code, word in KINDS.items() if word == name.removeprefix(DOCUMENT))
            draft = Draft(
                sender=sender, recipients=[recipient], number=wish.get("number", NUMBER), at=at, qd20=qd20, kind=kind
            )
            about = wish.get("about", draft.document_id)
            root = write_letter(draft if kind == NEW else _about(draft, about), self._rng)
        method = wish.get("method", self._method)
        xml = sign(root, self._keys.signer(role), method=method).decode()
        message_type = "status" if name.startswith(STATUS) else "edoc"
        return {"sample": name, "from": role, "messageType": message_type, "method": method, "xml": xml}

    def _first(self, role: str) -> Agency:
        return next(self._open(role))

    def _named(self, code: str | None, role: str) -> Agency:
        if code is None:
            return self._first(role)
        found = self._directory.find(code)
        if found is None:
            raise CommandRefused(f"there is no agency {code!r} in the directory")
        return found

    def _open(self, role: str) -> Iterator[Agency]:
        found = [agency for agency in self._directory.of(role) if not agency.is_closed]
        if not found:
            raise CommandRefused(f"the directory has no open agency of the {role}")
        return iter(found)


def _about(draft: Draft, document_id: str) -> Draft:
    return Draft(
        sender=draft.sender,
        recipients=draft.recipients,
        number=draft.number + 1,
        at=draft.at,
        qd20=draft.qd20,
        kind=draft.kind,
        affects=(document_id,),
    )
