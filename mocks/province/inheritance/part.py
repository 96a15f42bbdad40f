"""The part that brings over what earlier systems have left."""

from typing import Final

from mocks.province.inheritance.desk import Desk
from mocks.province.inheritance.importing import Importing
from mocks.province.inheritance.ledger import Ledger
from mocks.province.office import Office, Part

FOLDER: Final = "imports"
CAPABILITIES: Final = frozenset({"import"})


def make(office: Office) -> Part:
    """Import what is handed over, account for it, and find dossiers by the codes that they had."""
    conduct, folder = office.conduct, office.options.data / FOLDER
    ledger = Ledger(office.database)
    taking = conduct.inheritance_taking(office.dossiers, ledger, make_code=conduct.make_code)
    office.dossiers.bearers = conduct.inheritance_bearers
    importing = Importing(
        office.database,
        ledger,
        taking,
        clock=office.clock,
        folder=folder,
        reading=conduct.inheritance_reading,
        mapping=conduct.inheritance_mapping,
    )
    desk = Desk(office.database, office.dossiers, ledger, folder=folder, clock=office.clock)
    return Part(screens=desk.routes(importing, taking), capabilities=CAPABILITIES, work=(importing.run,))
