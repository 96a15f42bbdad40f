"""The national portal behind an X-Road platform: the same services at another address, with another header."""

from mocks.stage.played import Wish
from tests.contract.profiles import dvcqg
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="dvcqg", profile="dvcqg-2025-ndxp"),)
GROUPS = ("LayThuTuc", "rest", "whole")  # the messages are those of dvcqg-2025; what the platform adds is in these


def prepare(side: Side, sides: list[Side]) -> dvcqg.Visitor:
    """As without the platform."""
    door = "/r1/" + "/".join(dvcqg.CHAIN.values())
    return dvcqg.prepare(side, sides, door=door, headers={"X-Road-Client": dvcqg.CLIENT})
