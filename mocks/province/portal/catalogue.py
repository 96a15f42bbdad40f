"""The national catalogue as far as this province needs it: its agencies, its procedures and their fields."""

import asyncio
import logging
from typing import Any

from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.trouble import Trouble
from mocks.province.portal.client import PortalClient
from mocks.province.portal.message import Procedure

LOGGER = logging.getLogger(__name__)


class NotInCatalogue(Trouble):
    """The portal does not know the procedure, so a dossier of it cannot be spelt yet."""


class Catalogue:
    """Agencies are read at the start, a procedure when its first dossier is reported; both are kept until the end."""

    def __init__(self, portal: PortalClient, pause: Pause) -> None:
        self._portal = portal
        self._pause = pause
        self._procedures: dict[str, Procedure] = {}
        self._agencies: dict[str, str] = {}

    async def load(self) -> None:
        """Read the agencies, however long that takes. The province works meanwhile."""
        failures = 0
        while True:
            try:
                agencies = await self._portal.ask("LayDanhMucCoQuan", {})
            except Trouble as problem:
                failures += 1
                LOGGER.info("the national catalogue could not be read: %s", problem)
                await asyncio.sleep(self._pause(failures))
            else:
                self._agencies = {str(row.get("MADONVI")): str(row.get("TENDONVI")) for row in _rows(agencies)}
                return

    def agency_name(self, code: str) -> str:
        """Return the agency's name, or its code as long as no name is known."""
        return self._agencies.get(code) or code

    async def procedure(self, code: str) -> Procedure:
        """Return a procedure, asked for once; raises Trouble."""
        if code not in self._procedures:
            result = await self._portal.ask("LayThuTuc", {"maTTHC": code})
            self._procedures[code] = _read_procedure(code, result)
        return self._procedures[code]


def _read_procedure(code: str, result: object) -> Procedure:
    rows = _rows(result)
    fields = _rows(rows[0].get("LINHVUCTHUCHIEN")) if rows else []
    if not fields:
        raise NotInCatalogue(f"the national catalogue tells nothing of {code!r}")
    row, field = rows[0], fields[0]
    return Procedure(code, str(row.get("TENTTHC")), str(field.get("MALINHVUC")), str(field.get("TENLINHVUC")))


def _rows(result: object) -> list[dict[str, Any]]:
    """Return the rows of a list, or of one object standing alone."""
    rows = result if isinstance(result, list) else [result]
    return [row for row in rows if isinstance(row, dict)]
