"""What the portal calls at the province when the referee says so: citizens' dossiers, tax papers, fee look-ups."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any, TypeAlias

from lxml import etree

from mocks.core.papers import make_pdf
from mocks.core.system import Answer, Call, Command, CommandRefused, Site, View
from mocks.core.vietnam_time import wire_time
from mocks.portal.answers import Answers, Facts, Service
from mocks.portal.publication import Publication
from mocks.portal.state import Dossiers
from specs.people import Person, make_person

Json: TypeAlias = Any
FIRST_FILED = 9001
KINDS = {"dossier": "1", "promotion-notice": "2"}
TAXES = ("Lệ phí trước bạ nhà đất", "Thuế thu nhập cá nhân từ chuyển nhượng bất động sản")
_TEXT = {"type": "string", "minLength": 1, "maxLength": 100}
_AMOUNT = {"type": "integer", "minimum": 1}


def _arguments(*required: str, **properties: Json) -> dict[str, Json]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


class Outbound:
    """Makes the messages, hands them to the courier, and keeps what later messages refer to.

    Whoever is named in them is made up, the same for the same dossier. What the province answers stands in the journal.
    """

    def __init__(self, answers: Answers, dossiers: Dossiers, publication: Publication, *, site: Site) -> None:
        self._answers = answers
        self._dossiers = dossiers
        self._publication = publication
        self._site = site
        self._filed = site.store.table("filed")
        self._notices = site.store.table("tax-notices")
        self._receipts = site.store.table("tax-receipts")
        self.services: Mapping[str, Service] = {"TaiChungTuThue": self._tell_document}
        self.views = {
            "online-dossiers": View(
                usage="dossiers that citizens filed on the portal", show=lambda: {"dossiers": [*dossiers.filed_here()]}
            ),
            "tax": View(usage="tax notices and receipts that were sent", show=self._show_tax),
        }
        self.commands = self._commands()

    def _commands(self) -> dict[str, Command]:
        """What the referee can have done."""
        return {
            "online-dossiers/create": Command(
                usage='online-dossiers/create {"MaTTHC": code, "MaDonVi": agency, "kind": "promotion-notice"}, or less',
                schema=_arguments(MaTTHC=_TEXT, MaDonVi=_TEXT, kind={"enum": sorted(KINDS)}),
                run=self._file,
            ),
            "online-dossiers/send": Command(
                usage='online-dossiers/send {"MaHoSo": code}: to the province',
                schema=_arguments("MaHoSo", MaHoSo=_TEXT),
                run=self._send_filed,
            ),
            "tax-notices/send": Command(
                usage='tax-notices/send {"MaHoSo": code, "SoTien": VND}: to the province',
                schema=_arguments("MaHoSo", MaHoSo=_TEXT, SoTien=_AMOUNT),
                run=self._send_notice,
            ),
            "tax-receipts/send": Command(
                usage='tax-receipts/send {"MaHoSo": code}: that the last notice was paid, to the province',
                schema=_arguments("MaHoSo", MaHoSo=_TEXT),
                run=self._send_receipt,
            ),
            "fees/look-up": Command(
                usage='fees/look-up {"MaHoSo": code}: asks the province whether there is a fee to pay',
                schema=_arguments("MaHoSo", MaHoSo=_TEXT),
                run=lambda told: self._push("TraCuuThanhToanHoSo", {"MaHoSo": told["MaHoSo"]}),
            ),
        }

    def _file(self, told: Mapping[str, Json]) -> Json:
        procedure = self._publication.procedure(told.get("MaTTHC") or next(self._publication.procedures())["MATTHC"])
        if procedure is None:
            raise CommandRefused(f"the catalogue has no procedure {told['MaTTHC']!r}")
        now, agency = wire_time(self._site.clock.now()), told.get("MaDonVi", "H56.14")
        code = f"{agency}-{now[2:8]}-{FIRST_FILED + len(self._filed):04d}"
        kind = told.get("kind", "dossier")
        self._dossiers.file(code, procedure=procedure["MATTHC"], kind=kind)
        self._filed.put(code, {"MaTTHC": procedure["MATTHC"], "MaDonVi": agency, "NgayNopHoSo": now, "kind": kind})
        return {"MaHoSo": code}

    def _send_filed(self, told: Mapping[str, Json]) -> Json:
        row = self._filed.get(told["MaHoSo"])
        procedure = row and self._publication.procedure(row["MaTTHC"])
        if not procedure:
            raise CommandRefused(f"nobody filed {told['MaHoSo']!r} on the portal")
        owner = self._person(told["MaHoSo"])
        papers = procedure["THANHPHANHOSO"][0]["GIAYTO"]
        body = {
            "MaHoSo": told["MaHoSo"],
            "MaTTHC": row["MaTTHC"],
            "TenTTHC": procedure["TENTTHC"],
            "MaDonVi": row["MaDonVi"],
            "NgayNopHoSo": row["NgayNopHoSo"],
            "LoaiDoiTuong": "1",
            "LoaiHoSo": KINDS[row["kind"]],
            "ChuHoSo": owner.name,
            "SoGiayToChuHoSo": owner.identity_number,
            "SoDienThoai": owner.phone,
            "Email": owner.email,
            "DiaChi": owner.address,
            "MaDoiTuong": owner.account,
            "TaiLieuNop": [
                {"MaThanhPhanHoSo": paper["MAGIAYTO"], "TenTepDinhKem": f"{paper['MAGIAYTO']}.pdf"} for paper in papers
            ],
        }
        return self._push("NhanHoSoTrucTuyen", body)

    def _send_notice(self, told: Mapping[str, Json]) -> Json:
        code, amount = told["MaHoSo"], told.get("SoTien", 1_500_000)
        number = f"{len(self._notices) + 1:05d}/TB-GL"
        day = wire_time(self._site.clock.now())[:8]
        row = {"MaHoSo": code, "SO_QUYET_DINH": number, "NGAY_QUYET_DINH": day, "SO_TIEN": amount}
        xml = _notice(row, tax_number=str(self._person(code).identity_number))
        pushed = self._push("NhanThongBaoThue", {"FileThongBaoThue": b64encode(xml).decode()})
        self._notices.put(number, row)
        return pushed | row

    def _send_receipt(self, told: Mapping[str, Json]) -> Json:
        code = told["MaHoSo"]
        notices = [row for _, row in self._notices.items() if row["MaHoSo"] == code]
        if not notices:
            raise CommandRefused(f"no tax notice was sent for {code!r}: it is the command tax-notices/send")
        notice, payer = notices[-1], self._person(code)
        document = f"CT-{len(self._receipts) + 1:05d}"
        body = {
            "MaHoSo": code,
            "HoTenNguoiNopTien": payer.name,
            "SoCMTNguoiNopTien": payer.identity_number,
            "DiaChiNguoiNopTien": payer.address,
            "TinhNguoiNopTien": None,
            "HuyenNguoiNopTien": None,
            "XaNguoiNopTien": payer.commune,
            "MaSoThue": payer.identity_number,
            "UrlFileChungTu": f"{self._site.base}/tep/{document}",
            "ThongTinThanhToan": {
                "MaThongBaoThue": notice["SO_QUYET_DINH"],
                "ThoiGianThanhToan": wire_time(self._site.clock.now()),
                "SoTien": str(notice["SO_TIEN"]),
                "NoiDungThanhToan": TAXES[0],
                "TrangThaiThanhToan": "1",
            },
        }
        pushed = self._push("NhanBienLaiThue", body)
        self._receipts.put(document, {"MaHoSo": code, "MaThongBaoThue": notice["SO_QUYET_DINH"]})
        return pushed | {"document": document}

    def _push(self, operation: str, body: Json) -> dict[str, Json]:
        """Push in the order in which the referee asked. Raises CommandRefused while the province has no address."""
        return {"push": self._site.courier.push(operation, body=body, order="portal")}

    def _person(self, code: str) -> Person:
        return make_person(self._site.rng(f"owner/{code}"), scheme=self._site.people)

    def _tell_document(self, call: Call, facts: Facts) -> Answer:
        row = self._receipts.get(call.path_values["ma"])
        facts["found"] = row is not None
        if row is None and not call.lax:
            return self._answers.refusal(call, "unknown_file", facts, answered="unknown-file")
        lines = (call.path_values["ma"], *(row or {}).values())
        return self._answers.file(call, facts, make_pdf(["CHUNG TU NOP THUE GIA LAP - SYNTHETIC TAX RECEIPT", *lines]))

    def _show_tax(self) -> Json:
        receipts = [{"document": code} | row for code, row in self._receipts.items()]
        return {"notices": [row for _, row in self._notices.items()], "receipts": receipts}


def _notice(row: Mapping[str, Json], *, tax_number: str) -> bytes:
    """The XML of a tax notice: a LIST for each tax, the amount divided among them."""
    root = etree.Element("ROW_LIST")
    amounts = [row["SO_TIEN"] - row["SO_TIEN"] // 4, row["SO_TIEN"] // 4]
    for tax, amount in zip(TAXES, amounts, strict=True):
        line = etree.SubElement(root, "LIST")
        told = {
            "MA_HSO": row["MaHoSo"],
            "MA_SO_THUE": tax_number,
            "SO_QUYET_DINH": row["SO_QUYET_DINH"],
            "NGAY_QUYET_DINH": row["NGAY_QUYET_DINH"],
            "SO_TIEN": str(amount),
            "TEN_TIEU_MUC": tax,
        }
        for name, text in told.items():
            etree.SubElement(line, name).text = text
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
