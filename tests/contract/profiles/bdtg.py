"""The Ministry of Ethnic and Religious Affairs."""

from mocks.stage.played import Wish
from tests.contract.ministry_visitor import MinistryVisitor
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="bdtg"),)


def prepare(side: Side, sides: list[Side]) -> MinistryVisitor:
    """Sign in and bring a dossier."""
    del sides
    return MinistryVisitor(side)
