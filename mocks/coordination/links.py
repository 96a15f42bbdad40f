"""Links into ministries' portals as they were seen (K8); that provinces' systems take the same is assumed."""

from typing import Final
from urllib.parse import quote, urlencode

from mocks.coordination.table import Route

LIST: Final = "danh-sach-thu-tuc"
SUBMIT: Final = "nop-ho-so"
LOOK_UP: Final = "tra-cuu-tinh-trang-ho-so"
PURPOSES: Final = (LIST, SUBMIT, LOOK_UP)


def link(route: Route, base: str, *, purpose: str, keyword: str, number: str | None) -> str:
    """The address on `base` for a purpose. `number` is the province's; its meaning is inferred from one sample."""
    if purpose == LOOK_UP:
        return f"{base}/{LOOK_UP}"
    if purpose == SUBMIT:
        query = {
            "vneid": "1",
            "tinhThanhId": number,
            "maThuTuc": route.procedure.code,
            "MaDVC": route.procedure.service,
        }
        known = {name: value for name, value in query.items() if value is not None}
        return f"{base}/{SUBMIT}/{quote(route.procedure.page, safe='')}?{urlencode(known)}"
    query = {
        "vneid": "1",
        "MaTTHCDP": route.local,
        "MaTTHC": route.procedure.code,
        "MaCoQuanThucHien": route.agency.code,
        "keyword": keyword,
    }
    return f"{base}/{LIST}?{urlencode(query)}"
