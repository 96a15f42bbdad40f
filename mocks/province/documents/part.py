"""The part of the province that exchanges documents with other agencies."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from aiohttp import web

from mocks.province.documents.fetching import Fetching
from mocks.province.documents.letter import NEW, is_closed
from mocks.province.documents.received import NotNow, ReceivedRegister, UnknownDocument
from mocks.province.documents.sending import KIND, Mailroom
from mocks.province.documents.sent import SentRegister
from mocks.province.office import Office, Part
from mocks.province.options import Counterpart
from mocks.province.outbox.line import Line
from mocks.province.records.database import Transaction
from mocks.province.screens.app import iso, json_answer, problem
from mocks.province.screens.contract import BodyReader

SYSTEM: Final = "vxp"
CAPABILITIES: Final = frozenset({"documents"})
EVERY_S: Final = 60.0
KEY_FILE: Final = "documents.pem"


def make(office: Office) -> Part:
    """Send and fetch documents; nothing where the axis is not connected."""
    found = office.counterpart(SYSTEM)
    return Part() if found is None else _make(office, found)


def _make(office: Office, counterpart: Counterpart) -> Part:
    conduct, settings, database = office.conduct, counterpart.settings, office.database

    def follow(transaction: Transaction, document: str, about: Mapping[str, Any]) -> None:
        chain, at = f"documents/{document}", office.clock.now()
        office.errands.queue(transaction, chain=chain, kind=KIND, about=about, at=at)

    headers = {"X-SystemId": settings["system_id"], "X-SecretKey": settings["secret_key"]}
    axis = conduct.document_axis(
        Line(office.http, counterpart.url, headers=headers, timeout_s=office.options.read_timeout_s)
    )
    signature = conduct.document_signature(office.options.data / KEY_FILE, office.clock.now)
    sent = SentRegister(database, settings["agency"], follow)
    received = conduct.received_documents(database, settings["agency"], follow)
    room = Mailroom(axis, conduct.document_writing(), signature, sent, received)
    fetching = conduct.document_fetching(
        axis,
        signature,
        (sent, received),
        now=office.clock.now,
        pause=office.pause,
        every_s=float(settings.get("every_s", EVERY_S)),
    )
    return Part(
        screens=Screens(office, sent, received, fetching).routes(),
        capabilities=CAPABILITIES,
        runners={KIND: lambda: conduct.document_sending(room)},
        work=(fetching.go_on,),
    )


class Screens:
    """The clerical office's screens."""

    def __init__(self, office: Office, sent: SentRegister, received: ReceivedRegister, fetching: Fetching) -> None:
        self._office = office
        self._sent = sent
        self._received = received
        self._fetching = fetching
        self._bodies = BodyReader()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post("/desk/send-document", self.send),
            web.post("/desk/fetch-documents", self.fetch),
            web.post("/desk/report-document-status", self.report),
            web.get("/records/documents", self.show, allow_head=False),
        ]

    async def send(self, request: web.Request) -> web.Response:
        """Enter a document to be sent; one to a closed agency, or about one that we never sent, is a conflict."""
        wish = self._bodies.read(await request.read(), "send-document")
        if closed := [agency for agency in wish["to"] if is_closed(agency)]:
            return problem(HTTPStatus.CONFLICT, f"the code of {', '.join(closed)} was closed")
        about = wish.get("about")
        if (wish["kind"] == NEW) != (about is None) or (about is not None and self._sent.find(about) is None):
            return problem(HTTPStatus.CONFLICT, "a new document is about none, every other one about one that was sent")
        if wish.get("dossier") is not None:
            self._office.dossiers.find(wish["dossier"])
        at = self._office.clock.now()
        return json_answer({"document": self._sent.enter(wish, at=at), "at": iso(at)})

    async def fetch(self, request: web.Request) -> web.Response:
        """Have whatever waits on the axis fetched at once; it is under way when this is answered."""
        self._bodies.read(await request.read(), "fetch-documents")
        self._fetching.ask()
        return json_answer({"at": iso(self._office.clock.now())})

    async def report(self, request: web.Request) -> web.Response:
        """Have a status of a received document told to its sender."""
        wish, at = self._bodies.read(await request.read(), "report-document-status"), self._office.clock.now()
        try:
            self._received.report(wish["document"], wish["status"], at=at)
        except UnknownDocument:
            return problem(HTTPStatus.NOT_FOUND, "no document of this id has come")
        except NotNow:
            return problem(HTTPStatus.CONFLICT, "this status may not follow those that were told")
        return json_answer({"document": wish["document"], "status": wish["status"], "at": iso(at)})

    async def show(self, _request: web.Request) -> web.Response:
        """Show both registers."""
        return json_answer({"sent": self._sent.shown(), "received": self._received.shown()})
