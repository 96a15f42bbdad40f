"""The pages to which deep links lead (K8): each shows what it was led to with, and refuses visibly what it cannot.

Only the addresses and the names in their queries are known; what a real page shows is not.
"""

from collections.abc import Mapping
from typing import Any, Final

from mocks.bearer.api import Service
from mocks.bearer.html_page import HTML, page
from mocks.bearer.reading import asked
from mocks.bearer.wording import Refused
from mocks.core.system import Answer, Call, Site
from mocks.ministry.catalogue import Catalogue
from mocks.ministry.dossiers import Dossiers
from mocks.ministry.units import Units

LIST_QUERY: Final = ("vneid", "MaTTHCDP", "MaTTHC", "MaCoQuanThucHien", "keyword")
SUBMIT_QUERY: Final = ("vneid", "tinhThanhId", "maThuTuc", "MaDVC")


class Pages:
    """The pages of one ministry."""

    def __init__(self, site: Site, *, catalogue: Catalogue, units: Units, dossiers: Dossiers) -> None:
        self._ministry: str = site.profile.settings["ministry_name"]["value"]
        self._catalogue = catalogue
        self._units = units
        self._dossiers = dossiers

    @property
    def services(self) -> Mapping[str, Service]:
        """The pages by name."""
        return {
            "TrangDanhSachThuTuc": self._procedures,
            "TrangNopHoSo": self._submit,
            "TrangTraCuu": self._look_up,
        }

    def _procedures(self, call: Call) -> Answer:
        """The list of procedures, or the one that the link names, at the agency that it names."""
        rows = _led_with(call, LIST_QUERY)
        if code := asked(call, "MaTTHC"):
            rows["Tên thủ tục"] = str(self._catalogue.offered(code)["TenTTHC"])
        if local := asked(call, "MaTTHCDP"):
            procedure = self._catalogue.offered_locally(local, province=self._units.province)
            if code not in {"", procedure["MaTTHC"]}:
                raise Refused("unknown-procedure")
        if agency := asked(call, "MaCoQuanThucHien"):
            rows["Tên cơ quan"] = self._units.anywhere(agency).name
        if not asked(call, "MaTTHC"):
            rows["Thủ tục"] = ", ".join(self._catalogue.codes("complete", "partial"))
        return self._shown("danh-sach-thu-tuc", rows)

    def _submit(self, call: Call) -> Answer:
        """The form of one procedure; `maThuTuc` and `MaDVC`, where given, must be of the same one."""
        procedure = self._catalogue.by_page(call.path_values["id"])
        rows = {"id": call.path_values["id"], **_led_with(call, SUBMIT_QUERY)}
        if code := asked(call, "maThuTuc"):
            procedure = self._same(code, str(procedure["MaTTHC"]))
        if service := asked(call, "MaDVC"):
            self._same(service.rpartition(".")[0], str(procedure["MaTTHC"]))
        rows["Tên thủ tục"] = str(procedure["TenTTHC"])
        return self._shown("nop-ho-so", rows)

    def _same(self, code: str, expected: str) -> dict[str, Any]:
        """The procedure of that code. Refused where it is another one than the page's."""
        procedure = self._catalogue.offered(code)
        if code != expected:
            raise Refused("unknown-procedure")
        return procedure

    def _look_up(self, call: Call) -> Answer:
        """The status of the dossier that the link names; without one, the form that asks for it."""
        rows = _led_with(call, ("vneid", "MaHoSo"))
        if code := asked(call, "MaHoSo"):
            head = self._dossiers.dossier(code)["HoSo"]
            rows |= {"Trạng thái": str(head["TrangThai"]), "MaTTHC": str(head["MaTTHC"])}
        return self._shown("tra-cuu-tinh-trang-ho-so", rows)

    def _shown(self, name: str, rows: Mapping[str, str]) -> Answer:
        return Answer(
            text=page(self._ministry, rows, name=name), media_type=HTML, facts={"answered": "ok", "page": name}
        )


def _led_with(call: Call, names: tuple[str, ...]) -> dict[str, str]:
    """What of these the link says, as it says it."""
    return {name: asked(call, name) for name in names if name in call.query}
