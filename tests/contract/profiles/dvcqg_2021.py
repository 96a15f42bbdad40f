"""The national portal as clients of 2021 knew it."""

from mocks.stage.played import Wish
from tests.contract.profiles.dvcqg import prepare

__all__ = ["GROUPS", "WISHES", "prepare"]

WISHES = (Wish(system="dvcqg", profile="dvcqg-2021"),)
GROUPS = ("DongBoHoSoMC", "whole")  # the other operations are the very rows that dvcqg-2025 takes over
