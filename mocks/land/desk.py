"""The control port of the land database: its dossiers and how they move on, and which parcels there are.

Moving a dossier on tells the province of it, as a push; nothing changes where no push can be made.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from mocks.core.system import Command, CommandRefused, Site, View
from mocks.land.database import LandDatabase, parcel_told
from mocks.land.dossiers import FINISHED, IN_PROCESS, NEXT, RETURNED, TAX_NOTICE, Dossiers, local
from mocks.land.parcels import find_parcel, parcels_of

Json: TypeAlias = Any
STATUS_PUSH: Final = "CapNhatTrangThaiHoSo"
TAX_PUSH: Final = "ThongBaoThue"
WRONG_CODE: Final = "not-the-security-code"
TAXES: Final = ("Lệ phí trước bạ", "Thuế thu nhập cá nhân", "Tiền sử dụng đất")
MOST_NOTICES: Final = len(TAXES)
_RECEIPT: Final = {"type": "string", "minLength": 1}
_CODE: Final = {"enum": ["right", "wrong"]}


def _object(required: tuple[str, ...], **properties: Mapping[str, Json]) -> dict[str, Json]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


MOVE: Final = _object(("SoBienNhan",), SoBienNhan=_RECEIPT, security_code=_CODE)
NOTICES: Final = _object(
    ("SoBienNhan",),
    SoBienNhan=_RECEIPT,
    security_code=_CODE,
    notices={"type": "integer", "minimum": 1, "maximum": MOST_NOTICES},
)
PLACE: Final = _object(("XaId",), XaId={"type": "string", "pattern": "^[0-9]{5}$"})


class Desk:
    """Views and commands over one land database."""

    def __init__(self, site: Site, database: LandDatabase) -> None:
        self._site = site
        self._dossiers: Dossiers = database.dossiers
        self._states = {name: row["value"] for name, row in site.profile.settings["states"].items()}

    def views(self) -> Mapping[str, View]:
        """What the control port shows."""
        return {"dossiers": View(usage="land dossiers and their states, without names", show=self._dossiers.show)}

    def commands(self) -> Mapping[str, Command]:
        """What the control port does."""
        moves = {"process": IN_PROCESS, "finish": FINISHED, "return": RETURNED}
        return {
            **{f"dossiers/{name}": self._moving(name, state) for name, state in moves.items()},
            "dossiers/tax-notice": Command(
                usage=f'dossiers/tax-notice {{"SoBienNhan", "notices": 1-{MOST_NOTICES}, "security_code"}}',
                schema=NOTICES,
                run=self._tax,
            ),
            "parcels/find": Command(
                usage='parcels/find {"XaId"}: the parcels of a commune',
                schema=PLACE,
                run=lambda wish: {"parcels": [*map(parcel_told, parcels_of(self._site.seed, wish["XaId"]))]},
            ),
        }

    def _moving(self, name: str, state: str) -> Command:
        usage = f'dossiers/{name} {{"SoBienNhan", "security_code": "right"|"wrong"}}: {state}, and the province is told'
        return Command(usage=usage, schema=MOVE, run=lambda wish: self._move(wish, state))

    def _move(self, wish: Mapping[str, str], state: str) -> Json:
        receipt = wish["SoBienNhan"]
        row = self._known(receipt, before=state)
        at = self._site.clock.now()
        body = {
            "SecurityCode": self._code(wish),
            "SoBienNhan": receipt,
            "MaHoSoMotCua": row["MaHoSoMotCua"],
            "TrangThai": self._states[state],
            "ThoiGian": local(at),
        }
        push = self._site.courier.push(STATUS_PUSH, body=body, order=receipt)
        self._dossiers.move(receipt, to=state, at=at)
        return {"push": push, "state": state}

    def _tax(self, wish: Mapping[str, Json]) -> Json:
        receipt = wish["SoBienNhan"]
        row = self._known(receipt, before=TAX_NOTICE)
        count = wish.get("notices", 1)
        numbers = self._dossiers.next_numbers(receipt, count)
        body = {
            "SecurityCode": self._code(wish),
            "SoBienNhan": receipt,
            "DanhSachThongBaoThue": [
                {
                    "HoTenChu": self._dossiers.applicant(receipt) or self._owner(row),
                    "LoaiThue": tax,
                    "SoThongBaoThue": number,
                    "DuongDanThongBaoThue": f"{self._site.base}/thong-bao-thue/{quote(number, safe='')}",
                }
                for tax, number in zip(TAXES, numbers, strict=False)
            ],
        }
        push = self._site.courier.push(TAX_PUSH, body=body, order=receipt)
        self._dossiers.keep_notices(receipt, numbers)
        self._dossiers.move(receipt, to=TAX_NOTICE, at=self._site.clock.now())
        return {"push": push, "state": TAX_NOTICE, "notices": numbers}

    def _known(self, receipt: str, *, before: str) -> dict[str, Json]:
        """The dossier that is to be brought into the state `before`. Raises CommandRefused."""
        row = self._dossiers.get(receipt)
        if row is None:
            raise CommandRefused(f"there is no dossier {receipt!r}")
        if before not in NEXT[row["state"]]:
            raise CommandRefused(f"the dossier {receipt!r} is {row['state']}; {before} does not follow")
        return row

    def _code(self, wish: Mapping[str, str]) -> str:
        right = wish.get("security_code", "right") == "right"
        return self._site.accounts["security_code"] if right else WRONG_CODE

    def _owner(self, row: Mapping[str, Json]) -> str:
        """The owner of the first parcel in the register, a synthetic name; a stop-gap where it has none."""
        for told in row["parcels"]:
            found = find_parcel(self._site.seed, row["XaId"], sheet=told["SoHieuBanDo"], number=told["SoThuTuThua"])
            if found is not None:
                return found.owner
        return "Chủ Sử Dụng Đất"
