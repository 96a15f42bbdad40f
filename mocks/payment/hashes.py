"""The hashes of both payment protocols, over exactly the members that interfaces 7.1 and 7.2 name, in their order."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
INIT: Final = (
    "LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "SoTien", "LoaiHinhThanhToan", "MaKenhThanhToan",
    "MaThietBi", "NgonNgu", "MaTienTe", "MaNganHang", "ThongTinGiaoDich", "ThoiGianGD", "Ip",
)  # fmt: skip
ENQUIRY: Final = ("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "ThoiGianGD")
"""QUERY and GET_BILL."""
CONFIRM: Final = (
    "LoaiBanTin", "MaLoi", "MaDoiTac", "MaThamChieu", "SoTien", "MaTienTe", "MaGiaoDich", "MaNganHang", "ThoiGianGD",
    "ThongTinGiaoDich",
)  # fmt: skip
REPLY: Final = ("MaLoi", "MoTaLoi", "MaDoiTac", "MaThamChieu", "ThoiGianGD")
"""The province's answer to a call-back. Assumed: its members in the order in which they were seen."""
KEYPAY_PAY: Final = ("addition_fee", "client_id", "command", "trans_amount", "transaction_id", "version")
KEYPAY_QUERY: Final = ("client_id", "command", "transaction_id")
KEYPAY_CALLBACK: Final = ("client_id", "command", "response_code", "trans_amount", "transaction_id", "version")
"""Assumed: the request's members that a call-back has, and its result, in alphabetical order as in the request."""
BETWEEN: Final = "|"


def plain_hash(message: Mapping[str, Json], members: tuple[str, ...], secret: str) -> str:
    """SHA-256 (no HMAC) of the values and the secret, joined by |; lower-case hex."""
    return hashlib.sha256(_joined(message, members, secret).encode()).hexdigest()


def keyed_hash(message: Mapping[str, Json], members: tuple[str, ...], key: str) -> str:
    """HMAC-SHA256 of the values joined by |; lower-case hex."""
    return hmac.new(key.encode(), _joined(message, members).encode(), hashlib.sha256).hexdigest()


def is_right(given: Json, expected: str) -> bool:
    """Whether a hash that was sent is the expected one, case counted."""
    return isinstance(given, str) and hmac.compare_digest(given.encode(), expected.encode())


def is_ambiguous(message: Mapping[str, Json], members: tuple[str, ...]) -> bool:
    """Whether a hashed value has a | in it: another message may then have the same hash."""
    return any(BETWEEN in _text(message.get(name)) for name in members)


def _joined(message: Mapping[str, Json], members: tuple[str, ...], *more: str) -> str:
    return BETWEEN.join([*(_text(message.get(name)) for name in members), *more])


def _text(value: Json) -> str:
    return "" if value is None else str(value)
