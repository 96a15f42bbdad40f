"""The national land database as the software VBDLIS speaks with provinces: dossiers, tax notices, parcels."""

from mocks.core.behaviour import MESSAGE, BehaviourKind, arguments_of
from mocks.core.system import Site, System
from mocks.land.database import LandDatabase
from mocks.land.desk import Desk

__all__ = ["make"]

LAND_BEHAVIOURS = (
    BehaviourKind(
        "refuse",
        arguments_of(message=MESSAGE),
        'refuse {"message": text}',
        reach="call",
        en="A call is refused with Result 0 and that message.",
        vi="Từ chối với Result 0 và thông báo đó.",
    ),
    BehaviourKind(
        "wrong-security-code",
        {"type": "object", "maxProperties": 0},
        "wrong-security-code {}",
        reach="call",
        en="The right SecurityCode is taken for a wrong one.",
        vi="SecurityCode đúng bị coi là sai.",
    ),
)


def make(site: Site) -> System:
    """The land database as a System."""
    database = LandDatabase(site)
    desk = Desk(site, database)
    return System(
        profile=site.profile,
        handler=database,
        behaviours=LAND_BEHAVIOURS,
        views=desk.views(),
        commands=desk.commands(),
    )
