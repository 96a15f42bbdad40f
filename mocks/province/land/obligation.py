"""What tax means for a dossier: while it is owed the dossier waits (status 6), once it is not the dossier goes on."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from mocks.province.land.notices import Notice, Notices
from mocks.province.land.register import FINISHED, LandRegister
from mocks.province.records.bodies import ActBody, Officer
from mocks.province.records.dossier import ALLOWED, NotAllowed, Status
from mocks.province.records.dossiers import Dossiers, NotEntitled
from mocks.province.records.errands import Errand

LOGGER = logging.getLogger(__name__)
TAX_OFFICE: Final[Officer] = {"name": "Cơ quan thuế", "title": "Hệ thống", "department": "Cơ quan thuế"}
"""Whose news it is: no officer of the province has acted."""


class Obligation:
    """Brings one dossier into the state that its notices demand. It may be looked as often as one likes."""

    def __init__(
        self, dossiers: Dossiers, notices: Notices, register: LandRegister, now: Callable[[], datetime]
    ) -> None:
        self._dossiers = dossiers
        self._notices = notices
        self._register = register
        self._now = now

    async def run(self, errand: Errand, _done: Callable[[int], None]) -> None:
        """Do what has to be done now, if anything."""
        code = errand.about["dossier"]
        notices = self._notices.of(code)
        if not notices:
            return
        handed = self._register.find(code)
        owed = self.is_owed(notices, finished=handed is not None and handed.state == FINISHED)
        act = self.act_after(self._dossiers.find(code).last.status, owed=owed)
        if act is not None:
            try:
                self._dossiers.act(code, act, _body(act, notices), at=self._now())
            except (NotAllowed, NotEntitled) as why:  # an officer was quicker, or has to do it
                LOGGER.info("%s of %s is left to an officer: %s", act, code, why)

    def is_owed(self, notices: Sequence[Notice], *, finished: bool) -> bool:
        """Whether tax is owed: on a notice with an amount until its receipt has come.

        Where no notice bears an amount, until the land database has finished with the dossier (assumed).
        """
        priced = [notice for notice in notices if notice.amount is not None]
        return any(notice.settled is None for notice in priced) if priced else not finished

    def act_after(self, status: Status, *, owed: bool) -> str | None:
        """The act that follows; None: none."""
        if owed:
            return "oblige" if "oblige" in ALLOWED[status] else None
        return "process" if status is Status.OBLIGED else None


def _body(act: str, notices: Sequence[Notice]) -> ActBody:
    numbers = ", ".join(notice.number for notice in notices)
    word = "Nộp thuế theo thông báo" if act == "oblige" else "Đã nộp thuế theo thông báo"
    return {"officer": TAX_OFFICE, "content": f"{word} {numbers}"}
