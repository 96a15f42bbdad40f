"""The land database (VBDLIS): takes dossiers in, says how far they are, looks parcels up, hands tax notices out."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.credentials import same
from mocks.core.nowhere import nowhere
from mocks.core.papers import make_pdf
from mocks.core.system import Answer, Call, Site
from mocks.land.dossiers import Dossiers
from mocks.land.parcels import Parcel, find_parcel
from specs.administrative_units import communes

Json: TypeAlias = Any
Facts: TypeAlias = Mapping[str, Json]

REFUSED: Final = "refused"
TODAY: Final = "2025"
NOTICE: Final = "TaiThongBaoThue"
ANONYMOUS: Final = "000000"
NOT_FOUND: Final = 404


class LandDatabase:
    """The handler of the database."""

    def __init__(self, site: Site) -> None:
        settings = site.profile.settings
        self.dossiers = Dossiers(site.store)
        self._profile = site.profile
        self._code = site.accounts["security_code"]
        self._clock = site.clock
        self._seed = site.seed
        self._strict = not site.lenient
        self._refuses_districts = settings["districts"]["value"] == REFUSED
        self._knows_communes = settings["communes"]["value"] == TODAY
        self._states = {name: row["value"] for name, row in settings["states"].items()}
        self._results = {name: row["value"] for name, row in settings["results"].items()}
        self._messages = {name: row["value"] for name, row in settings["messages"].items()}

    def answer(self, call: Call) -> Answer:
        """Answer one request."""
        if call.operation is None:
            return nowhere(self._profile, call)
        if call.operation.name == NOTICE:
            return self._notice(call)
        body = call.body if isinstance(call.body, dict) else {}
        facts = {"security_code": self._told_code(body, call)}
        reason = self._reason_against(call, body, facts=facts)
        if reason is not None and not call.lax:
            return self._refusal(reason, facts)
        if (wish := call.behaviours.take("refuse")) is not None:
            refused = {"Result": self._results["failure"], "Message": wish["message"], "Data": None}
            return Answer(body=refused, facts=facts, accepted=False, reason="told-to-refuse")
        acts = {"TiepNhanHoSo": self._receive, "TraCuuHoSo": self._look_up, "TraCuuThuaDat": self._parcel}
        return acts[call.operation.name](call, body, facts)

    def _told_code(self, body: Mapping[str, Json], call: Call) -> str:
        """Whether the security code is `right`, `wrong` or `absent`."""
        if not body.get("SecurityCode"):
            return "absent"
        turned = call.behaviours.take("wrong-security-code") is not None
        return "right" if same(body["SecurityCode"], self._code) and not turned else "wrong"

    def _reason_against(self, call: Call, body: Mapping[str, Json], *, facts: Facts) -> str | None:
        if facts["security_code"] != "right":
            return "wrong-security-code"
        if self._refuses_districts and body.get("HuyenId"):
            return "obsolete-district"
        if not isinstance(call.body, dict) or (self._strict and call.defects):
            return "malformed"
        if self._knows_communes and (commune := body.get("XaId")) is not None:
            return _wrong_place(body.get("TinhId"), commune)
        return None

    def _receive(self, call: Call, body: Mapping[str, Json], facts: Facts) -> Answer:
        receipt = body.get("SoBienNhan")
        if not isinstance(receipt, str) or not receipt:
            if not call.lax:
                return self._refusal("malformed", facts)
            receipt = ANONYMOUS
        if receipt in self.dossiers and not call.lax:
            return self._refusal("exists", facts)
        parcels = self._parcels_of(body)
        row = self.dossiers.add(
            receipt,
            at=self._clock.now(),
            applicant=_applicant(body),
            told={
                "MaHoSoMotCua": _text(body.get("MaHoSoMotCua")),
                "TinhId": _text(body.get("TinhId")),
                "XaId": _text(body.get("XaId")),
                "parcels": parcels,
                "papers": _count(body.get("DanhSachGiayToDinhKem")),
            },
        )
        known = sum(parcel["known"] for parcel in parcels)
        return self._success(
            {"SoBienNhan": receipt, "TrangThai": self._states[row["state"]], "ThoiGian": row["history"][-1]["at"]},
            {**facts, "effect": "added", "parcels": len(parcels), "parcels_known": known},
        )

    def _parcels_of(self, body: Mapping[str, Json]) -> list[dict[str, Json]]:
        """The parcels of a dossier, each with whether the register has it."""
        listed = body.get("ThongTinThuaDat")
        rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
        told = [(_text(row.get("SoHieuBanDo")), _text(row.get("SoThuTuThua"))) for row in rows]
        commune = _text(body.get("XaId"))
        return [
            {
                "SoHieuBanDo": sheet,
                "SoThuTuThua": number,
                "known": find_parcel(self._seed, commune, sheet=sheet, number=number) is not None,
            }
            for sheet, number in told
        ]

    def _look_up(self, call: Call, body: Mapping[str, Json], facts: Facts) -> Answer:
        receipt = _text(body.get("SoBienNhan"))
        row = self.dossiers.get(receipt)
        if row is None:
            return self._success(None, facts) if call.lax else self._refusal("unknown-dossier", facts)
        data = {
            "SoBienNhan": receipt,
            "MaHoSoMotCua": row["MaHoSoMotCua"],
            "TrangThai": self._states[row["state"]],
            "ThoiGian": row["history"][-1]["at"],
        }
        return self._success(data, {**facts, "state": row["state"]})

    def _parcel(self, _call: Call, body: Mapping[str, Json], facts: Facts) -> Answer:
        commune, sheet, number = (_text(body.get(name)) for name in ("XaId", "SoHieuBanDo", "SoThuTuThua"))
        found = find_parcel(self._seed, commune, sheet=sheet, number=number)
        return self._success(None if found is None else parcel_told(found), {**facts, "found": found is not None})

    def _notice(self, call: Call) -> Answer:
        """The paper behind the address in a tax notice."""
        number = call.path_values["SoThongBaoThue"]
        receipt = self.dossiers.of_notice(number)
        if receipt is None and not call.lax:
            return Answer(status=NOT_FOUND, text="Not Found", accepted=False, reason="unknown-notice")
        lines = ["THÔNG BÁO NỘP THUẾ (bản thử nghiệm, không có giá trị)", f"Số: {number}", f"Biên nhận: {receipt}"]
        content = make_pdf(lines)
        facts = {"SoBienNhan": receipt, "digest": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        return Answer(content=content, media_type="application/pdf", facts=facts)

    def _success(self, data: Json, facts: Facts) -> Answer:
        body = {"Result": self._results["success"], "Message": self._messages["success"], "Data": data}
        return Answer(body=body, facts=facts)

    def _refusal(self, reason: str, facts: Facts) -> Answer:
        body = {"Result": self._results["failure"], "Message": self._messages[reason], "Data": None}
        return Answer(body=body, facts=facts, accepted=False, reason=reason)


def parcel_told(parcel: Parcel) -> dict[str, Json]:
    """A parcel as the wire tells it; nobody's name."""
    return {
        "XaId": parcel.commune,
        "SoHieuBanDo": parcel.sheet,
        "SoThuTuThua": parcel.number,
        "DienTich": parcel.area,
        "DiaChiChiTiet": parcel.address,
        "MaLoaiDat": parcel.use,
    }


def _wrong_place(province: Json, commune: Json) -> str | None:
    """Why province and commune are no place of today; None where they are."""
    known = communes().get(commune) if isinstance(commune, str) else None
    if known is None:
        return "unknown-commune"
    return None if known.province == province else "other-province"


def _applicant(body: Mapping[str, Json]) -> str:
    told = body.get("ThongTinNguoiNopDon")
    return _text(told.get("HoTen")) if isinstance(told, dict) else ""


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _count(value: Json) -> int:
    return len(value) if isinstance(value, list) else 0
