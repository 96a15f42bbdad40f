"""What the portal relays from the tax office: notices (XML in base64) and receipts (interfaces 2.7, K1)."""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import orjson
from aiohttp import web
from jsonschema_rs import Draft202012Validator

from mocks.province.land.notices import Misfit, News, Notices, Receipt
from mocks.province.records.database import DatabaseAway
from mocks.province.records.dossiers import Dossiers, UnknownDossier
from specs.profile import load_profile
from specs.xml_tree import NotXml, parse_xml

if TYPE_CHECKING:
    from lxml import etree

NOTICE, RECEIPT = "NhanThongBaoThue", "NhanBienLaiThue"
PORTAL: Final = "portal"
PAID: Final = (1, "1")
"""TrangThaiThanhToan of what was paid (assumed)."""
WHOLE: Final = re.compile(r"[0-9]{1,15}")
MOST: Final = 10**15


class Unreadable(Exception):
    """What came is no notice or no receipt. Says what is wrong, and never what stands in it."""


ReadAmount = Callable[[object], int]


def read_amount(told: object) -> int:
    """An amount in whole đồng, as it is: digits, or a JSON number without a fraction. Raises Unreadable."""
    if isinstance(told, str) and WHOLE.fullmatch(told):
        return int(told)
    if isinstance(told, (int, float)) and not isinstance(told, bool) and 0 <= told < MOST and told % 1 == 0:
        return int(told)
    raise Unreadable("no amount in whole đồng")


class TaxDoor:
    """Takes notices and receipts, and answers 0 or -1. What is taken is on disk before the answer leaves."""

    def __init__(self, dossiers: Dossiers, notices: Notices, read: ReadAmount, *, now: Callable[[], datetime]) -> None:
        self._dossiers = dossiers
        self._notices = notices
        self._read_amount = read
        self._now = now
        profile = load_profile("dvcqg", "dvcqg-2025")
        self._paths = {name: profile.operation(name).path for name in (NOTICE, RECEIPT)}
        self._schemas = {
            name: Draft202012Validator(profile.operation(name).request_schema, mask="the value")
            for name in (NOTICE, RECEIPT)
        }

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, at the paths of the profile."""
        takers = {NOTICE: self.take_notice, RECEIPT: self.take_receipt}
        return [web.post(self._paths[name], self._taking(name, take)) for name, take in takers.items()]

    def take_notice(self, message: dict[str, Any]) -> None:
        """Keep every notice of the file, or none of them. Raises Unreadable, UnknownDossier and Misfit."""
        told = self.read_file(message["FileThongBaoThue"])
        for news in told:
            self.demand(news.dossier)
        self._notices.take(told, source=PORTAL, at=self._now())

    def take_receipt(self, message: dict[str, Any]) -> None:
        """Settle what was paid. Raises Unreadable, UnknownDossier and Misfit."""
        self.demand(message["MaHoSo"])
        payment = message["ThongTinThanhToan"]
        amount = self._read_amount(payment["SoTien"])
        receipt = Receipt(message["MaHoSo"], payment["MaThongBaoThue"], amount, message.get("UrlFileChungTu"))
        if payment.get("TrangThaiThanhToan") in (None, *PAID):
            self._notices.settle(receipt, at=self._now())

    def demand(self, dossier: str) -> None:
        """Raise UnknownDossier where this province has no such dossier."""
        self._dossiers.find(dossier)

    def read_file(self, content: str) -> list[News]:
        """The notices of a file. The lines of one notice, a tax each, are added up. Raises Unreadable."""
        try:
            root = parse_xml(base64.b64decode(content, validate=True))
        except (binascii.Error, NotXml):
            raise Unreadable("no XML in base64") from None
        lines = root.findall("LIST")
        if not lines:
            raise Unreadable("no line")
        sums: dict[tuple[str, str], int] = {}
        days: dict[tuple[str, str], date | None] = {}
        for line in lines:
            key = (_text(line, "MA_HSO"), _text(line, "SO_QUYET_DINH"))
            sums[key] = sums.get(key, 0) + self._read_amount(_text(line, "SO_TIEN"))
            days[key] = _day(line.findtext("NGAY_QUYET_DINH"))
        return [News(*key, amount=amount, decided=days[key]) for key, amount in sums.items()]

    def _taking(self, name: str, take: Callable[[dict[str, Any]], None]) -> Any:
        async def handle(request: web.Request) -> web.Response:
            try:
                take(self._read(await request.read(), name))
            except Unreadable as why:
                return _answer(-1, f"Dữ liệu không hợp lệ: {why}")
            except UnknownDossier:
                return _answer(-1, "Hồ sơ không tồn tại")
            except Misfit:
                return _answer(-1, "Không khớp với thông báo thuế đã nhận")
            except DatabaseAway as away:
                raise web.HTTPServiceUnavailable from away  # the portal tries again
            return _answer(0, "Thành công")

        return handle

    def _read(self, raw: bytes, name: str) -> dict[str, Any]:
        try:
            message = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise Unreadable("no JSON") from None
        if (error := next(self._schemas[name].iter_errors(message), None)) is not None:
            raise Unreadable(error.message)
        told: dict[str, Any] = message
        return told


def _text(line: "etree._Element", name: str) -> str:
    text = (line.findtext(name) or "").strip()
    if not text:
        raise Unreadable(f"{name} is missing")
    return text


def _day(text: str | None) -> date | None:
    """The day of yyyyMMdd; None for another form, for the form was not seen."""
    try:
        return datetime.strptime(text or "", "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _answer(code: int, message: str) -> web.Response:
    body = {"error_code": code, "message": message}
    return web.Response(body=orjson.dumps(body), content_type="application/json")
