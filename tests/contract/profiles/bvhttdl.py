"""The Ministry of Culture, Sports and Tourism, once it is rolled out."""

from mocks.stage.played import Wish
from tests.contract.ministry_visitor import MinistryVisitor
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="bvhttdl"),)


def prepare(side: Side, sides: list[Side]) -> MinistryVisitor:
    """Roll it out, sign in and bring a dossier."""
    del sides
    side.command("roll-out")
    return MinistryVisitor(side)
