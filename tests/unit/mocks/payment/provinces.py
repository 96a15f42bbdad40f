"""The province's side of payments, written apart from the mock: messages, hashes, and answers to call-backs."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

INIT = "LoaiBanTin PhienBan MaDoiTac MaThamChieu SoTien LoaiHinhThanhToan MaKenhThanhToan MaThietBi NgonNgu MaTienTe MaNganHang ThongTinGiaoDich ThoiGianGD Ip"  # noqa: E501 - a row
CONFIRM = "LoaiBanTin MaLoi MaDoiTac MaThamChieu SoTien MaTienTe MaGiaoDich MaNganHang ThoiGianGD ThongTinGiaoDich"
ENQUIRY = "LoaiBanTin PhienBan MaDoiTac MaThamChieu ThoiGianGD"
REPLY = "MaLoi MoTaLoi MaDoiTac MaThamChieu ThoiGianGD"
REFERENCE = "HS_H56142611220001_20261122131500"
BILL = {
    "MaDichVu": "2",
    "MaDVC": "2.001019.01",
    "TenDVC": "Cấp bản sao trích lục hộ tịch",
    "MaTTHC": "2.001019",
    "TenTTHC": "Cấp bản sao trích lục hộ tịch",
    "MaDonVi": "H56.101",
    "TenDonVi": "Ủy ban nhân dân Xã số một",
    "MaHoSo": "H56.14-261122-0001",
    "TKThuHuong": "9900000000101",
    "MaNHThuHuong": "99000001",
    "TenTKThuHuong": "UBND XA SO MOT (TAI KHOAN GIA LAP)",
    "NoiDungThanhToan": "Nộp lệ phí hộ tịch",
    "HoTenNguoiNop": "Canary Nguyễn Thị Lộ",
    "SoCMNDNguoiNop": "097190123456",
    "DiaChiNguoiNop": "Canary Tổ 7",
    "TinhNguoiNop": "Thanh Hóa",
    "PhiLePhi": [
        {"LoaiPhiLePhi": "1", "MaPhiLePhi": "PL.1", "TenPhiLePhi": "Lệ phí", "SoTien": "8000"},
        {"LoaiPhiLePhi": "2", "MaPhiLePhi": "PL.2", "TenPhiLePhi": "Phí khai thác", "SoTien": 77000},
    ],
    "DSKhoanNop": [{"NoiDung": "Lệ phí", "SoTien": "85000"}],
}


def digest(message: Mapping[str, Any], members: str, secret: str) -> str:
    """SHA-256 over the members and the secret."""
    return hashlib.sha256("|".join([*(str(message[name]) for name in members.split()), secret]).encode()).hexdigest()


def mac(message: Mapping[str, Any], members: str, key: str) -> str:
    """HMAC-SHA256 over the members."""
    told = "|".join(str(message[name]) for name in members.split())
    return hmac.new(key.encode(), told.encode(), "sha256").hexdigest()


def init(accounts: Mapping[str, str], bill: Mapping[str, Any] | None = None, **changed: Any) -> dict[str, Any]:
    """An INIT; what is changed is changed before it is hashed, and ... leaves a member out."""
    message: dict[str, Any] = {
        "LoaiBanTin": "INIT",
        "PhienBan": "1.0.6",
        "MaDoiTac": accounts["partner"],
        "MaThamChieu": REFERENCE,
        "SoTien": "85000",
        "LoaiHinhThanhToan": "PAY",
        "MaKenhThanhToan": "1",
        "MaThietBi": "1",
        "NgonNgu": "vi-VN",
        "MaTienTe": "VND",
        "MaNganHang": "PAYMENT",
        "ThongTinGiaoDich": "Canary lệ phí",
        "ThoiGianGD": "20261122131500",
        "Ip": "10.0.0.7",
        "ThongTinBienLai": {name: value for name, value in {**BILL, **(bill or {})}.items() if value is not ...},
    } | {name: value for name, value in changed.items() if name != "MaXacThuc"}
    message["MaXacThuc"] = changed.get("MaXacThuc", digest(message, INIT, accounts["secret"]))
    return message


def enquiry(accounts: Mapping[str, str], kind: str, **changed: Any) -> dict[str, Any]:
    """A QUERY or a GET_BILL."""
    message = {
        "LoaiBanTin": kind,
        "PhienBan": "1.0.6",
        "MaDoiTac": accounts["partner"],
        "MaThamChieu": REFERENCE,
        "ThoiGianGD": "20261122132000",
    } | changed
    return message | {"MaXacThuc": changed.get("MaXacThuc", digest(message, ENQUIRY, accounts["secret"]))}


@dataclass
class Inbox:
    """A province that listens. `answer` makes an answer, status and JSON, from the call-back and its turn (1, 2 …)."""

    answer: Callable[[Any, int], tuple[int, Any]]
    url: str = ""
    received: list[tuple[str, Any]] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, count: int) -> list[Any]:
        """The bodies that have arrived, once there are `count` of them."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.received) >= count, 10), self.received
            return [body for _, body in self.received]


@contextmanager
def inbox(answer: Callable[[Any, int], tuple[int, Any]]) -> Iterator[Inbox]:
    """A province on a port of its own."""
    made = Inbox(answer)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with made.arrived:
                made.received.append((self.path, body))
                status, told = made.answer(body, len(made.received))
                made.arrived.notify_all()
            raw = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: Any) -> None:
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        made.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()
