"""The parts of the province, in the order in which they are put together."""

from collections.abc import Callable, Sequence
from typing import Final

from mocks.province.office import Office, Part
from mocks.province.portal.part import make as make_portal
from mocks.province.screens.part import make as make_screens

PARTS: Final[Sequence[Callable[[Office], Part]]] = (make_screens, make_portal)
