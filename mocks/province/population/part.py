"""The population database's part of the province."""

from typing import Final

from mocks.province.office import Office, Part
from mocks.province.outbox.line import Line
from mocks.province.population.enquiries import SYSTEM, Desk
from mocks.province.population.register import PATH, Register
from mocks.province.population.screens import PopulationScreens
from mocks.province.population.verifications import Verifications

CAPABILITIES: Final = frozenset({"population"})


def make(office: Office) -> Part:
    """Let officers verify applicants and look people up, where the register can be asked."""
    counterpart, conduct, options = office.counterpart(SYSTEM), office.conduct, office.options
    if counterpart is None:
        return Part()
    address = counterpart.url.rstrip("/") + PATH
    desk = Desk(
        register=Register(
            Line(office.http, counterpart.url, headers={}, timeout_s=options.read_timeout_s),
            conduct.population_signing(address, counterpart.settings, office.clock.now),
            conduct.population_wording(),
        ),
        log=conduct.personal_data_log(office.database, options.data, prefix=options.agency),
        comparison=conduct.comparison(),
        verifications=Verifications(office.database),
        pause=office.pause,
        now=office.clock.now,
    )
    enquiries = conduct.enquiries(desk)
    office.dossiers.listeners.append(enquiries.hear)
    screens = PopulationScreens(office.dossiers, enquiries, unit=options.agency)
    return Part(screens=screens.routes(), capabilities=CAPABILITIES)
