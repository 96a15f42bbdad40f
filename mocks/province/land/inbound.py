"""What the land database pushes: states of dossiers, and tax notices by their papers."""

import hmac
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import orjson
from aiohttp import web
from jsonschema_rs import Draft202012Validator

from mocks.province.land.notices import Misfit, News, Notices
from mocks.province.land.register import FINISHED, RECEIVED, RETURNED, TAX_NOTICE, LandRegister
from mocks.province.records.database import Database, DatabaseAway, Transaction
from specs.profile import Profile, load_profile

LOGGER = logging.getLogger(__name__)
STATE, NOTICE = "CapNhatTrangThaiHoSo", "ThongBaoThue"
STATES: Final = {"1": RECEIVED, "2": "in-process", "3": TAX_NOTICE, "4": FINISHED, "5": RETURNED}
LAND: Final = "land"


class NotTaken(Exception):
    """A push that this province does not take. Says why, and never what stands in it."""


class LandDoor:
    """Takes the pushes. `code` is the one that both sides know; what is taken is on disk before the answer leaves."""

    def __init__(
        self, database: Database, register: LandRegister, notices: Notices, *, code: str, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._register = register
        self._notices = notices
        self._code = code
        self._now = now
        profile = load_profile("vbdlis", "vbdlis-2025")
        self._schemas = {name: _validator(profile, name) for name in (STATE, NOTICE)}

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, at the paths of the profile."""
        profile = load_profile("vbdlis", "vbdlis-2025")
        takers = {STATE: self.take_state, NOTICE: self.take_notices}
        return [web.post(profile.operation(name).path, self._taking(name, take)) for name, take in takers.items()]

    def is_genuine(self, message: Mapping[str, Any]) -> bool:
        """Whether it bears the code, compared in a time that tells nothing of it."""
        told = message.get("SecurityCode")
        return isinstance(told, str) and hmac.compare_digest(told.encode(), self._code.encode())

    def take_state(self, transaction: Transaction, message: Mapping[str, Any]) -> None:
        """A new state; when the database has finished, what is owed may have ended. Raises NotTaken."""
        state = STATES[message["TrangThai"]]
        moved = self._register.move(transaction, message["SoBienNhan"], state)
        if moved is None or moved.dossier != message["MaHoSoMotCua"]:
            raise NotTaken("no such dossier")
        if state == FINISHED:
            self._notices.follow(transaction, moved.dossier, at=self._now())

    def take_notices(self, transaction: Transaction, message: Mapping[str, Any]) -> None:
        """Tax notices, which are a state too. Raises NotTaken and Misfit."""
        moved = self._register.move(transaction, message["SoBienNhan"], TAX_NOTICE)
        if moved is None:
            raise NotTaken("no such dossier")
        told = [
            News(moved.dossier, row["SoThongBaoThue"], address=row["DuongDanThongBaoThue"])
            for row in message["DanhSachThongBaoThue"]
        ]
        self._notices.take_in(transaction, told, source=LAND, at=self._now())

    def _taking(self, name: str, take: Callable[[Transaction, Mapping[str, Any]], None]) -> Any:
        async def handle(request: web.Request) -> web.Response:
            try:
                message = self._read(await request.read(), name)
                with self._database.begin() as transaction:
                    take(transaction, message)
            except (NotTaken, Misfit) as why:
                LOGGER.warning("a push of the land database was not taken: %s", why)
                return _answer(0, "Không tiếp nhận")
            except DatabaseAway as away:
                raise web.HTTPServiceUnavailable from away  # the land database tries again
            return _answer(1, "Thành công")

        return handle

    def _read(self, raw: bytes, name: str) -> Mapping[str, Any]:
        """Return a message that bears the code and keeps the profile; the code comes first. Raises NotTaken."""
        try:
            message = orjson.loads(raw)
        except orjson.JSONDecodeError:
            message = None
        if not isinstance(message, dict) or not self.is_genuine(message):
            raise NotTaken("it does not bear the code")
        if (error := next(self._schemas[name].iter_errors(message), None)) is not None:
            raise NotTaken(f"it breaks the profile: {error.message}")
        return message


def _validator(profile: Profile, name: str) -> Draft202012Validator:
    return Draft202012Validator(profile.operation(name).request_schema, mask="the value")


def _answer(result: int, message: str) -> web.Response:
    body = {"Result": result, "Message": message, "Data": None}
    return web.Response(body=orjson.dumps(body), content_type="application/json")
