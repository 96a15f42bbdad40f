"""Scenes at the document axis: what the province sends, what other agencies send to it, what it says it holds."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from harness.campaign import Campaign
from harness.checks.timing import VIETNAM
from harness.errors import Inconclusive
from harness.exchange import Exchange, reached
from harness.fence import raise_fence, seen
from harness.pco import ObservingPco
from tests.suites import documents, office
from tests.suites.documents import Pattern
from tests.suites.misbehaviour import misbehaving
from tests.suites.portal import heard
from tests.suites.scene import Begun, begin

FILE_NAME = "Dự thảo quyết định.txt"
FILE_LENGTH = 6_000
"""Characters; more than a short column holds."""
SPOILT = ("changed-byte", "wrong-signature", "unzippable-attachment")
"""What can be wrong with a document that is handed out."""


@dataclass
class Letters:
    """Documents by the part they play: `ids` are DocumentIds, `numbers` those that the axis gave to what it carries.

    `views` are what the province shows, `silence` is the stretch of the journal with the unanswered document,
    `file_bytes` the length of the file that goes with one.
    """

    campaign: Campaign
    mark: int
    end: int | None = None
    ids: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    views: dict[str, Exchange] = field(default_factory=dict)
    silence: slice = field(default_factory=lambda: slice(0, 0))
    file_bytes: int = 0
    fence: Pattern = field(default_factory=dict)

    @property
    def pco(self) -> ObservingPco:
        """The door of the axis."""
        return documents.door(self.campaign)

    @property
    def exchanges(self) -> Sequence[Exchange]:
        """Everything that came through it from the beginning of the scene to its end."""
        return self.pco.exchanges[self.mark : self.end]

    def send(self, part: str, *, to: str = documents.RECIPIENT, **changes: Any) -> str:
        """The clerical office sends a document for this part; its DocumentId."""
        rng = self.campaign.rng
        plain = {
            "to": [to],
            "kind": "new",
            "form": "official-letter",
            "subject": office.prose(rng, 80),
            "content": office.prose(rng, 120),
            "files": [],
            "officer": office.officer(rng),
        }
        told = self.campaign.upper_tester.desk("send-document", {**plain, **changes})
        self.ids[part] = str(told.body["document"])
        return self.ids[part]

    def receive(self, part: str, **wish: Any) -> str:
        """Another agency sends a document for this part, and the clerical office has it fetched; its number."""
        made = self.pco.command("POST", "/documents/send-to-province", wish)
        self.ids[part], self.numbers[part] = str(made["DocumentId"]), str(made["docID"])
        self.fetch()
        return self.numbers[part]

    def answer(self, part: str, status: str) -> None:
        """The recipient of a document that the axis has tells a status, and the office has it fetched."""
        made = self.pco.command("POST", "/documents/answer", {"document": self.ids[part], "status": status})
        self.numbers[f"{part} {status}"] = str(made["docID"])
        self.fetch()

    def fetch(self) -> None:
        """Have fetched what waits."""
        self.campaign.upper_tester.desk("fetch-documents", {"officer": office.officer(self.campaign.rng)})

    def report(self, part: str, status: str) -> None:
        """An officer has a status told to the sender of this part's document, and the axis gets it."""
        body = {"document": self.ids[part], "status": status, "officer": office.officer(self.campaign.rng)}
        self.campaign.upper_tester.desk("report-document-status", body)
        self.until(documents.told(self.ids[part], status), reason=f"status {status} of {part} is told")

    def until(self, pattern: Pattern, *, reason: str, since: int | None = None) -> Exchange | None:
        """Give an exchange time to come; None where it does not."""
        within, place = self.campaign.access.timers.sync_within_s, self.mark if since is None else since
        return self.campaign.wait_at_most(seen(self.pco, pattern, place), within=within, reason=reason)

    def until_entered(self, part: str) -> bool:
        """Give a document that came time to stand in the province's register; whether it does."""
        pointer = documents.row("received", self.ids[part], "document")

        def entered(_left: float) -> bool | None:
            return bool(reached(self.look(part), pointer)) or None

        within = self.campaign.access.timers.sync_within_s
        return bool(self.campaign.wait_at_most(entered, within=within, reason=f"{part} is in the register"))

    def look(self, part: str) -> Exchange:
        """Keep what the province shows of its documents now."""
        self.views[part] = self.campaign.upper_tester.view("documents").exchange
        return self.views[part]

    def behaving(self, name: str, operation: str, **arguments: Any) -> AbstractContextManager[None]:
        """The axis misbehaves. Raises Inconclusive(INSUFFICIENT_DATA) where that was never met."""
        return misbehaving(self.campaign, name, operation, system=documents.SYSTEM, **arguments)

    def close(self, pattern: Pattern) -> None:
        """End behind this fence, with what the province shows then."""
        self.fence, self.end = pattern, len(self.pco.exchanges)
        self.look("end")


def open_letters(campaign: Campaign) -> Letters:
    """Begin a scene: what came before is not its business."""
    pco = documents.door(campaign)
    pco.read()
    return Letters(campaign, len(pco.exchanges))


@pytest.fixture(scope="session")
def letters_sent_begun(campaign: Campaign) -> Begun[Letters]:
    """Documents: not answered, refused, due, with a file, one that revokes another; and a recipient's status."""
    return begin(open_letters(campaign), _send)


@pytest.fixture(scope="session")
def letters_sent(letters_sent_begun: Begun[Letters]) -> Letters:
    """The same, played to its end."""
    return letters_sent_begun.whole()


def _send(scene: Letters) -> None:
    _lose_an_answer(scene)
    text = office.prose(scene.campaign.rng, FILE_LENGTH)
    scene.file_bytes = len(text.encode())
    scene.send("file", files=[{"name": FILE_NAME, "text": text}])
    scene.send("due", due=_in_a_week(scene.campaign))
    scene.send("nobody", to=documents.NOBODY)
    scene.send("revoked", form="decision")
    scene.send("revocation", kind="revoke", about=scene.ids["revoked"])
    if scene.until(documents.taken(scene.ids["file"]), reason="the axis has a document to be answered"):
        scene.answer("file", documents.ARRIVED)
        arrived = documents.acknowledged(scene.numbers[f"file {documents.ARRIVED}"])
        scene.until(arrived, reason="the recipient's status is fetched")
    scene.close(_fence(scene))


def _fence(scene: Letters) -> Pattern:
    """Raise the fence; where it is lost another one: what was lost before it can then be seen to be missing."""

    def drive() -> str:
        return scene.send("fence")

    try:
        return raise_fence(scene.campaign, scene.pco, drive, documents.letter)
    except Inconclusive:
        return raise_fence(scene.campaign, scene.pco, drive, documents.letter)


def _lose_an_answer(scene: Letters) -> None:
    """The axis takes a document, and the answer is lost; wait for the next one that is heard."""
    since = len(scene.pco.exchanges)
    with scene.behaving("answer-lost", documents.SEND, times=1, status=502):
        scene.send("silence")
        scene.until(heard(documents.LETTERS), reason="it is sent again", since=since)
    scene.silence = slice(since, len(scene.pco.exchanges))


def _in_a_week(campaign: Campaign) -> str:
    return (campaign.clock.now().astimezone(VIETNAM) + timedelta(days=7)).date().isoformat()


@pytest.fixture(scope="session")
def letters_received_begun(campaign: Campaign) -> Begun[Letters]:
    """Documents that come: whole, twice, spoilt, while the axis is away for a moment; one is revoked by its sender."""
    return begin(open_letters(campaign), _receive)


@pytest.fixture(scope="session")
def letters_received(letters_received_begun: Begun[Letters]) -> Letters:
    """The same, played to its end."""
    return letters_received_begun.whole()


def _receive(scene: Letters) -> None:
    scene.receive("plain")
    if scene.until_entered("plain"):
        scene.report("plain", documents.ACCEPTED)
    with scene.behaving("document-twice", documents.LIST, times=1):
        number = scene.receive("twice")
        scene.until(documents.acknowledged(number), reason="a document that is listed twice is fetched")
    for name in SPOILT:
        with scene.behaving(name, documents.FETCH):
            number = scene.receive(name)
            scene.until(documents.acknowledged(number), reason=f"a document with {name} is answered for")
            scene.look(name)
    scene.fetch()
    scene.until(documents.acknowledged(number, documents.DONE), reason="what was spoilt is whole again")
    with scene.behaving("unavailable", documents.FETCH, times=1, status=503):
        number = scene.receive("away")
        scene.until(documents.acknowledged(number), reason="a document that could not be had at first is fetched")
    _have_one_revoked(scene)
    scene.close(raise_fence(scene.campaign, scene.pco, lambda: scene.receive("fence"), _taken_in))


def _have_one_revoked(scene: Letters) -> None:
    scene.receive("revocation", type="revoke", about=scene.ids["plain"])
    if scene.until_entered("revocation"):
        scene.report("revocation", documents.AGREED)


def _taken_in(number: str) -> Mapping[str, Any]:
    return documents.acknowledged(number, documents.DONE)
