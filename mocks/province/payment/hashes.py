"""MaXacThuc: SHA-256 of certain members in a fixed order, the shared secret last (§7.1 of the interface study)."""

import hashlib
import hmac
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

_ENQUIRY: Final = ("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "ThoiGianGD")

SIGNED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "INIT": (
            "LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "SoTien", "LoaiHinhThanhToan", "MaKenhThanhToan",
            "MaThietBi", "NgonNgu", "MaTienTe", "MaNganHang", "ThongTinGiaoDich", "ThoiGianGD", "Ip",
        ),
        "QUERY": _ENQUIRY,
        "GET_BILL": _ENQUIRY,
        "CONFIRM": (
            "LoaiBanTin", "MaLoi", "MaDoiTac", "MaThamChieu", "SoTien", "MaTienTe", "MaGiaoDich", "MaNganHang",
            "ThoiGianGD", "ThongTinGiaoDich",
        ),
        "REPLY": ("MaLoi", "MoTaLoi", "MaDoiTac", "MaThamChieu", "ThoiGianGD"),
    }
)  # fmt: skip
"""The members that are hashed, by message. Those of our answer to a call-back (REPLY) are assumed."""


def sign(kind: str, message: Mapping[str, Any], secret: str) -> str:
    """Return the hash of a message, lower-case hex; `kind` is a key of SIGNED. What is missing counts as empty."""
    values = [str(message.get(name, "")) for name in SIGNED[kind]]
    return hashlib.sha256("|".join([*values, secret]).encode()).hexdigest()


def is_signed(kind: str, message: Mapping[str, Any], secret: str) -> bool:
    """Say whether a message carries its own hash. Compared in constant time: a guesser learns nothing from it."""
    return hmac.compare_digest(str(message.get("MaXacThuc", "")).encode(), sign(kind, message, secret).encode())
