"""The population database's part of the province."""

from typing import Final

from mocks.province.office import Office, Part
from mocks.province.outbox.line import Line
from mocks.province.population.enquiries import Desk
from mocks.province.population.register import Door, Register
from mocks.province.population.screens import PopulationScreens
from mocks.province.population.soap_door import PATH, SoapDoor
from mocks.province.population.verifications import Verifications
from mocks.province.population.wrapper_door import WrapperDoor, wrapper_headers

REGISTER: Final = "c06"
WRAPPER: Final = "c06-wrapper"
CAPABILITIES: Final = frozenset({"population"})


def make(office: Office) -> Part:
    """Let officers verify applicants and look people up, where the register or a wrapper before it can be asked."""
    system = REGISTER if office.counterpart(REGISTER) else WRAPPER
    door = _door(office)
    if door is None:
        return Part()
    conduct, options = office.conduct, office.options
    desk = Desk(
        system=system,
        register=Register(door, conduct.population_wording()),
        log=conduct.personal_data_log(office.database, options.data, prefix=options.agency),
        comparison=conduct.comparison(),
        verifications=Verifications(office.database),
        pause=office.pause,
        now=office.clock.now,
    )
    enquiries = conduct.enquiries(desk)
    office.dossiers.listeners.append(enquiries.hear)
    numbers = conduct.own_numbers(conduct.register(office.database, conduct.identities(options.data)))
    screens = PopulationScreens(office.dossiers, enquiries, numbers=numbers, unit=options.agency)
    return Part(screens=screens.routes(), capabilities=CAPABILITIES)


def _door(office: Office) -> Door | None:
    """The register itself where this province is connected to it, else the wrapper, else none."""
    timeout_s = office.options.read_timeout_s
    if register := office.counterpart(REGISTER):
        line = Line(office.http, register.url, headers={}, timeout_s=timeout_s)
        address = register.url.rstrip("/") + PATH
        return SoapDoor(line, office.conduct.population_signing(address, register.settings, office.clock.now))
    if wrapper := office.counterpart(WRAPPER):
        return WrapperDoor(
            Line(office.http, wrapper.url, headers=wrapper_headers(wrapper.settings), timeout_s=timeout_s)
        )
    return None
