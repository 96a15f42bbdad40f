"""The part of the province for land dossiers and for tax notices."""

from typing import Final

from mocks.province.land.client import LandDatabase
from mocks.province.land.desk import LandDesk, TaxDesk
from mocks.province.land.notices import CONSEQUENCE, PAPER, Notices
from mocks.province.land.register import HAND_OVER, LandRegister
from mocks.province.office import Office, Part
from mocks.province.options import Counterpart
from mocks.province.outbox.line import Line
from mocks.province.records.database import Transaction
from mocks.province.records.dossier import Act

SYSTEM: Final = "vbdlis"
HEADERS: Final = {"Accept": "application/json, application/pdf", "Content-Type": "application/json"}


def make(office: Office) -> Part:
    """Take in what the portal relays of tax; with a land database, hand dossiers over to it and hear from it."""
    conduct = office.conduct
    notices = conduct.tax_notices(office.database, office.errands)
    register = conduct.land_register(office.database, office.errands)

    def supplied(transaction: Transaction, code: str, act: Act) -> None:
        """A notice that came while papers were awaited has had to wait."""
        if act.name == "supplied":
            notices.follow(transaction, code, at=act.at)

    office.dossiers.listeners.append(supplied)
    door = conduct.tax_door(office.dossiers, notices, conduct.tax_amount, now=office.clock.now)
    tax = Part(
        screens=TaxDesk(office, notices).routes(),
        capabilities=frozenset({"tax-notices"}),
        inbound=door.routes(),
        runners={CONSEQUENCE: lambda: conduct.tax_obligation(office.dossiers, notices, register, office.clock.now)},
    )
    counterpart = office.counterpart(SYSTEM)
    return tax if counterpart is None else _with_land(office, counterpart, tax, register, notices)


def _with_land(office: Office, counterpart: Counterpart, tax: Part, register: LandRegister, notices: Notices) -> Part:
    """`tax`, and what needs a land database; its setting is security_code."""
    conduct, code = office.conduct, counterpart.settings["security_code"]
    line = Line(office.http, counterpart.url, headers=HEADERS, timeout_s=office.options.read_timeout_s)
    database = LandDatabase(line, code=code)
    door = conduct.land_door(office.database, register, notices, code=code, now=office.clock.now)
    return Part(
        screens=[*LandDesk(office, register).routes(), *tax.screens],
        capabilities=tax.capabilities | {"land"},
        inbound=[*door.routes(), *tax.inbound],
        runners={
            **tax.runners,
            HAND_OVER: lambda: conduct.land_handing_over(register, database, office.dossiers, conduct.land_message),
            PAPER: lambda: conduct.land_papers(notices, database),
        },
    )
