"""The catalogue's part of the province."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from mocks.province.office import Office, Part
from mocks.province.outbox.line import Line
from mocks.province.procedures.book import Book
from mocks.province.procedures.following import Reading
from mocks.province.procedures.screens import Screens
from mocks.province.procedures.workflows import Workflows

SITE: Final = "dieuphoi"
CAPABILITIES: Final = frozenset({"procedures"})
Read: TypeAlias = Callable[[], Awaitable[None]]


def make(office: Office) -> Part:
    """Keep the catalogue where the coordination site says which system serves what; without it nobody could tell."""
    site = office.counterpart(SITE)
    if site is None:
        return Part()
    conduct, options, database = office.conduct, office.options, office.database
    line = Line(office.http, site.url, headers={}, timeout_s=options.read_timeout_s)
    reading = conduct.catalogue_reading(office.portal, line, office.pause)
    book, workflows = conduct.procedure_book(database, conduct.life.limit), Workflows(database)

    reads = _reads(office, reading, book, workflows)
    followed = tuple(conduct.catalogue_following(read, office.clock.now) for read in reads)
    progress = conduct.procedure_progress(book, workflows, conduct.procedure_offer(book), home=options.agency)
    office.dossiers.count_by(book.limit)
    office.dossiers.guards.append(progress.admit)
    office.dossiers.listeners.append(progress.hear)
    register = conduct.register(database, conduct.identities(options.data))
    screens = Screens(
        database,
        book,
        workflows=workflows,
        readiness=conduct.procedure_readiness(register),
        followed=followed,
        home=options.agency,
    )
    return Part(
        screens=screens.routes(), capabilities=CAPABILITIES, work=tuple(following.follow for following in followed)
    )


def _reads(office: Office, reading: Reading, book: Book, workflows: Workflows) -> tuple[Read, ...]:
    """What is read anew now and then: the procedures of the portal, and which system serves what at each agency."""

    async def procedures() -> None:
        told = await reading.procedures()
        book.take_over(told, at=office.clock.now())

    async def systems() -> None:
        for agency in sorted({office.options.agency, *workflows.agencies()}):
            book.take_systems(agency, await reading.served(agency))

    return procedures, systems
