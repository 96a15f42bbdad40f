"""The fee look-up that the province offers the portal (dptracuuthanhtoanhs): is something to be paid for a dossier?"""

from typing import Any, Final

import orjson
from aiohttp import web

from mocks.province.payment.bill import Bill, owed
from mocks.province.payment.bills import Bills
from mocks.province.records.dossiers import Dossiers, UnknownDossier

PAYABLE: Final = 1
NOTHING: Final = 0
FAILED: Final = -1
"""Here 1 is the good answer and 0 is not (§7.3 of the interface study)."""


class Lookup:
    """Answers look-ups."""

    def __init__(self, dossiers: Dossiers, bills: Bills) -> None:
        self._dossiers = dossiers
        self._bills = bills

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one look-up."""
        try:
            body = orjson.loads(await request.read())
            dossier = self._dossiers.find(str(body["MaHoSo"]))
        except (orjson.JSONDecodeError, TypeError, KeyError):
            return _told({"error_code": FAILED, "message": "Dữ liệu không hợp lệ"})
        except UnknownDossier:
            return _told({"error_code": FAILED, "message": "Không tìm thấy hồ sơ"})
        payable = [bill for bill in owed(self._bills.of(dossier.code)) if bill.way == "online"]
        return _told(self.say(payable[-1] if payable else None))

    def say(self, bill: Bill | None) -> dict[str, Any]:
        """Return the answer: what is to be paid online, if anything is."""
        if bill is None:
            return {"error_code": NOTHING, "message": "Không có khoản phải nộp"}
        return {"error_code": PAYABLE, "message": {"MaTraCuuTT": bill.reference}}


def _told(body: dict[str, Any]) -> web.Response:
    return web.Response(body=orjson.dumps(body), content_type="application/json")
