"""Who asked the control port without its token: journaled, since the referee is nobody's to ask but the harness's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from aiohttp import web

from mocks.ledger.exchange import Writer
from mocks.ledger.journal import Journal
from mocks.state.lasting_json import lasting_json

MOST: Final = 200
"""So many are journaled: enough to tell, and too few to fill a journal."""


@dataclass(frozen=True)
class Book:
    """The journal of the mock under `prefix`, and who writes its exchanges."""

    prefix: str
    journal: Journal
    writer: Writer


class Intruders:
    """Writes each down at the mock whose place was asked for, at the first where it was nobody's."""

    def __init__(self, books: Sequence[Book]) -> None:
        self._books = sorted(books, key=lambda book: len(book.prefix), reverse=True)
        self._left = MOST

    def note(self, request: web.Request) -> None:
        """Journal one that was shut out. Of what it sent nothing is kept: a guessed token may be somebody's secret."""
        if not self._left:
            return
        self._left -= 1
        book = next((book for book in self._books if request.path.startswith(book.prefix)), self._books[-1])
        shown = "a wrong token" if "Authorization" in request.headers else "no token"
        seq, facts = book.journal.open(), {"shut_out": shown}
        exchange = book.writer.write_blank(seq, datetime.now(UTC), facts, status=web.HTTPUnauthorized.status_code)
        book.journal.settle(seq, lasting_json(exchange))
