"""The portal's provider of identity: visited as VNeID is."""

from mocks.stage.played import Wish
from tests.contract.profiles.vneid import prepare

__all__ = ["WISHES", "prepare"]

WISHES = (Wish(system="vnconnect"),)
