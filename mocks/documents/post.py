"""What the axis carries: messages with their transport, documents with their business life.

The rows hold codes and times only and may outlive the process; the edXML itself is kept in memory and goes with it.
"""

import base64
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from mocks.core.clock import Clock
from mocks.core.vietnam_time import HO_CHI_MINH
from mocks.documents.directory import AXIS
from mocks.documents.edxml import INSTANT, KINDS, NEW
from mocks.state.store import Store

Json: TypeAlias = Any
PENDING, DONE, FAIL = "pending", "done", "fail"
AGREED, DECLINED, TAKEN_BACK = "15", "16", "13"
LOST: Final = "lost"
"""Where a message comes from that was taken in and lost."""
IN_FORCE: Final = "in-force"
AFTERWARDS: Final = {"1": "revoked", "2": "updated", "3": "replaced"}
"""What becomes of a document once its revocation, update or replacement is agreed to."""


class Post:
    """The messages of one axis. Agencies are meant by their codes of QĐ 20."""

    def __init__(self, store: Store, clock: Clock, order: Mapping[str, list[str]]) -> None:
        self._messages = store.table("messages")
        self._by_document = store.table("by-document")
        self._inbox = store.table("inbox")
        self._files = store.memory("files")
        self._clock = clock
        self._order = order

    def now(self) -> str:
        """The instant as edXML writes it."""
        return self._clock.now().astimezone(HO_CHI_MINH).strftime(INSTANT)

    def next_number(self) -> int:
        """The number of the next message."""
        return len(self._messages) + 1

    def keep(self, row: Mapping[str, Json], content: bytes | None) -> str:
        """Keep a message and give it the number that the axis tells."""
        number = f"{self.next_number():08d}"
        whole = {"docID": number, "created": self.now(), "transport": PENDING} | dict(row)
        self._carry(number, whole, content)
        for name in {row["DocumentId"], *row["affects"]} if row["messagetype"] == "edoc" else ():
            self._by_document.put(name, [*(self._by_document.get(name) or []), number])
        return number

    def lose(self, row: Mapping[str, Json]) -> str:
        """Give a message a number and carry it nowhere: only the control port still sees it."""
        number = f"{self.next_number():08d}"
        self._messages.put(
            number, {"docID": number, "created": self.now(), "transport": FAIL} | dict(row) | {"origin": LOST}
        )
        return number

    def get(self, number: Json) -> dict[str, Json] | None:
        """The message of that number."""
        row: dict[str, Json] | None = self._messages.get(number) if isinstance(number, str) else None
        return row

    def content(self, number: str) -> bytes | None:
        """The edXML of a message; None once the process that took it has ended."""
        kept = self._files.get(number)
        return None if kept is None else base64.b64decode(kept)

    def rows(self, messagetype: str | None = None) -> Iterator[dict[str, Json]]:
        """The messages in the order in which they came."""
        return (row for _, row in self._messages.items() if messagetype in (None, row["messagetype"]))

    def waiting(self, messagetype: str) -> list[dict[str, Json]]:
        """What the province has not acknowledged as done, oldest first."""
        rows = (self._messages.get(number) for number, _ in self._inbox.items())
        return [row for row in rows if row["messagetype"] == messagetype]

    def acknowledge(self, number: str, transport: str) -> None:
        """Note the transport acknowledgement of a message; of its business status that says nothing."""
        self._messages.put(number, self._messages.get(number) | {"transport": transport})
        if transport == DONE:
            self._inbox.delete(number)

    def again(self, number: str) -> str:
        """Carry a message once more, under a number of its own."""
        row, content = self._messages.get(number), self.content(number)
        copy = f"{self.next_number():08d}"
        self._carry(copy, row | {"docID": copy, "copy_of": number}, content)
        return copy

    def _carry(self, number: str, row: Mapping[str, Json], content: bytes | None) -> None:
        self._messages.put(number, row)
        if row["origin"] == AXIS:
            self._inbox.put(number, True)
        if content is not None:
            self._files.put(number, base64.b64encode(content).decode())

    def letters(self, document_id: str) -> list[dict[str, Json]]:
        """The documents of that DocumentId, oldest first."""
        return [row for row in self._speaking_of(document_id) if row["DocumentId"] == document_id]

    def is_known(self, document_id: str, *, sender: str) -> bool:
        """Whether that agency sent a document of that DocumentId."""
        return any(row["from"] == sender for row in self.letters(document_id))

    def meant(self, about: str, *, by: str, code: str) -> dict[str, Json] | None:
        """The document that a status of `by` speaks of; None where `by` never got one of that DocumentId.

        Agreement and refusal (15, 16) mean the newest request for it that `by` has not answered, if there is one.
        """
        got = [row for row in self._speaking_of(about) if by in row["to"]]
        asked = [row for row in got if row["kind"] != NEW and by not in row["answers"]]
        if code in (AGREED, DECLINED) and asked:
            return asked[-1]
        named = [row for row in got if row["DocumentId"] == about]
        return named[-1] if named else None

    def note_status(self, letter: Mapping[str, Json], *, by: str, code: str) -> bool:
        """Note a business status of a document, and say whether it came in a legal order."""
        legal = self._is_legal(letter, by=by, code=code)
        seen = [*letter["statuses"].get(by, []), code]
        row = dict(letter) | {"statuses": letter["statuses"] | {by: seen}}
        if code in (AGREED, DECLINED) and letter["kind"] != NEW:
            row["answers"] = letter["answers"] | {by: code}
        self._messages.put(letter["docID"], row)
        if code == AGREED and letter["kind"] != NEW:
            self._close(letter)
        return legal

    def _is_legal(self, letter: Mapping[str, Json], *, by: str, code: str) -> bool:
        seen = [status for status in letter["statuses"].get(by, []) if status in self._order]
        if code in (AGREED, DECLINED):
            return letter["kind"] != NEW and by not in letter["answers"]
        if code == TAKEN_BACK:
            return bool(seen)
        return code in self._order[seen[-1] if seen else ""]

    def _close(self, request: Mapping[str, Json]) -> None:
        for document_id in request["affects"]:
            for row in self.letters(document_id):
                if row["from"] == request["from"] and row["docID"] != request["docID"]:
                    self._messages.put(row["docID"], row | {"state": AFTERWARDS[request["kind"]]})

    def _speaking_of(self, document_id: str) -> list[dict[str, Json]]:
        numbers = self._by_document.get(document_id) or []
        return [self._messages.get(number) for number in numbers]


def letter_row(
    *, document_id: str, sender: str, recipients: list[str], kind: str, affects: list[str], origin: str
) -> dict[str, Json]:
    """A document as it is kept."""
    return {
        "messagetype": "edoc",
        "DocumentId": document_id,
        "from": sender,
        "to": recipients,
        "kind": kind,
        "affects": affects,
        "origin": origin,
        "statuses": {},
        "answers": {},
        "state": IN_FORCE,
    }


def status_row(*, about: str, sender: str, recipients: list[str], code: str, origin: str) -> dict[str, Json]:
    """A status message as it is kept."""
    return {
        "messagetype": "status",
        "about": about,
        "from": sender,
        "to": recipients,
        "code": code,
        "origin": origin,
    }


def awaited(letter: Mapping[str, Json]) -> list[str]:
    """The agencies whose agreement or refusal (15, 16) a document still waits for."""
    return [] if letter["kind"] == NEW else [code for code in letter["to"] if code not in letter["answers"]]


def shown(row: Mapping[str, Json]) -> dict[str, Json]:
    """A message as the control port shows it."""
    if row["messagetype"] == "status":
        return dict(row)
    return dict(row) | {"kind_in_words": KINDS[row["kind"]], "awaits": awaited(row)}
