"""A dossier as the portal sends it when a citizen has filed it."""

import json
from typing import Any

CODE = "H56.14-261122-9001"
FILED: dict[str, Any] = {
    "MaHoSo": CODE,
    "MaTTHC": "1.000894",
    "TenTTHC": "Đăng ký khai sinh",
    "MaDonVi": "H56.14",
    "NgayNopHoSo": "20261122203015",
    "LoaiDoiTuong": "1",
    "LoaiHoSo": "1",
    "ChuHoSo": "Nguyễn Văn Giả Định",
    "SoGiayToChuHoSo": "097090123456",
    "SoDienThoai": "0900000000",
    "Email": None,
    "DiaChi": "Thôn thử nghiệm",
    "MaDoiTuong": "TECHID00000001",
    "TaiLieuNop": [
        {"MaThanhPhanHoSo": "KQ.01", "TenTepDinhKem": "to-khai.pdf"},
        {"TenTepDinhKem": "giay-chung-sinh.pdf"},
    ],
}


def filed(**changes: Any) -> bytes:
    return json.dumps({**FILED, **changes}).encode()
