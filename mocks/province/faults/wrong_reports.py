"""Wrong reports of what becomes of a dossier: acts that the portal never hears of, and rows that say something else."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import ClassVar

from mocks.province.faults.distortions import PUSH, STEP, in_rows
from mocks.province.portal.delivery import Delivery
from mocks.province.portal.message import Row
from mocks.province.records.clock import VIETNAM
from mocks.province.records.dossier import Dossier

DUE_FIELDS = {PUSH: "NgayHenTra", STEP: "NgayKetThucTheoQuyDinh"}
ENDS = frozenset({"9", "10"})
RECEIPT = ("NguoiTiepNhanBoSung", "ThongTinTiepNhan", "NgayTiepNhanBoSung")


class KeepsToItself(Delivery):
    """Never tells the portal of acts named `kept`."""

    kept: ClassVar[str]

    async def push(self, dossier: Dossier) -> None:
        """Push unless it is such an act."""
        if dossier.last.name != self.kept:
            await super().push(dossier)

    async def report(self, dossier: Dossier) -> None:
        """Tell the step unless it is that of such an act."""
        if dossier.last.name != self.kept:
            await super().report(dossier)


class RefusesSilently(KeepsToItself):
    """Refuses an online dossier, and nobody hears of it."""

    kept = "refuse"


class KeepsApology(KeepsToItself):
    """Writes the letter of apology and leaves it in the drawer."""

    kept = "apologise"


class SuppliedOverwrites(Delivery):
    """Tells the papers that were handed in last as if they were all."""

    async def row(self, dossier: Dossier) -> Row:
        """Leave out all files but those of the newest supplement, where there is one."""
        row = await super().row(dossier)
        newest = [act.body["handed_in"] for act in dossier.acts if act.name == "supplied"][-1:]
        files = {file["id"] for papers in newest for paper in papers for file in paper["files"]}
        return row | {"TaiLieuNop": [told for told in row["TaiLieuNop"] if not newest or told["TepDinhKemId"] in files]}


def due_in_utc(sent: str, body: Row) -> Row:
    """Write the due date in UTC, in the dossier and in its steps."""
    field = DUE_FIELDS.get(sent)
    return body if field is None else in_rows(sent, _in_utc(field))(sent, body)


def _in_utc(field: str) -> Callable[[Row], None]:
    def edit(row: Row) -> None:
        told = datetime.strptime(row[field], "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
        row[field] = told.astimezone(UTC).strftime("%Y%m%d%H%M%S")

    return edit


def due_lost(row: Row) -> None:
    """Tell the due date from before the supplement once the dossier is finished."""
    if row["TrangThaiHoSo"] in ENDS and row["DanhSachHoSoBoSung"]:
        row["NgayHenTra"] = row["DanhSachHoSoBoSung"][0]["NgayHenTraTruoc"]


def without_receipt(row: Row) -> None:
    """Leave out that and when the papers of a supplement came."""
    for supplement in row["DanhSachHoSoBoSung"]:
        supplement["TrangThaiBoSung"] = "0"
        for name in RECEIPT:
            supplement.pop(name, None)
