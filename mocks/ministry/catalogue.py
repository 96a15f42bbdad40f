"""Which procedures a ministry's system has, how far, and by which workflow; from `procedures.toml`, `workflows.toml`.

Every row there is synthetic. What the control port changes stands in the store, over the rows of the files.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

from mocks.bearer.wording import Refused
from mocks.core.system import Site
from specs.errors import SpecError
from specs.profile import Profile

Json: TypeAlias = Any
State: TypeAlias = Literal["complete", "partial", "none"]
KEYS: Final = frozenset(
    {"MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "IdThuTuc", "level", "days", "state", "missing", "results"}
)
NATIONAL: Final = len("1.000001")
MODELS: Final = ("2-level", "3-level")


class Catalogue:
    """Procedures by code. Raises SpecError where the files cannot be used."""

    def __init__(self, site: Site) -> None:
        settings = site.profile.settings
        self._rows = _load(site.profile)
        self._states: Mapping[str, str] = {key: row["value"] for key, row in settings["deployment"].items()}
        self._models: Mapping[str, str] = {key: row["value"] for key, row in settings["models"].items()}
        self._roles: Mapping[str, str] = {key: row["value"] for key, row in settings["roles"].items()}
        self._steps: Mapping[str, list[Mapping[str, Json]]] = site.profile.table("workflows")
        self._changes = site.store.table("procedures")

    def codes(self, *states: State) -> list[str]:
        """The procedures that are so far on the system."""
        return [code for code in self._rows if self._now(code)["state"] in states]

    def procedures(self) -> list[dict[str, Json]]:
        """Every procedure as the wire tells it, those that are not on the system too."""
        return [self.procedure(code) for code in self._rows]

    def procedure(self, code: str) -> dict[str, Json]:
        """One procedure as the wire tells it. Refused where nobody knows it."""
        row = self._row(code)
        now = self._now(code)
        partial = now["state"] == "partial"
        return {
            **{name: row[name] for name in ("MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "IdThuTuc")},
            "MaDichVuCong": f"{code}.01",
            "CapThucHien": row["level"],
            "SoNgay": row["days"],
            "TrangThaiTrienKhai": self._states[now["state"]],
            "NghiepVuThieu": row["missing"] if partial else [],
            "PhienBanQuyTrinh": now["version"],
            "KetQua": [
                {"MaKetQua": f"KQ.{code}.{number:02d}", "TenKetQua": name}
                for number, name in enumerate(row["results"], start=1)
            ],
        }

    def offered(self, code: str) -> dict[str, Json]:
        """As `procedure`; refused too where it is not on the ministry's system, so that the province's has it."""
        told = self.procedure(code)
        if self._now(code)["state"] == "none":
            raise Refused("not-on-this-system")
        return told

    def offered_locally(self, code: str, *, province: str) -> dict[str, Any]:
        """As `offered`, for the code that a procedure has in that province: the national one, or that and `.Hxx`."""
        national, rest = code[:NATIONAL], code[NATIONAL:]
        if rest and rest.rpartition(".")[2] != province:
            raise Refused("unknown-procedure")
        return self.offered(national)

    def by_page(self, number: str) -> dict[str, Json]:
        """The procedure whose page has that number. Refused where none has, or it is not on the system."""
        for code, row in self._rows.items():
            if row["IdThuTuc"] == number:
                return self.offered(code)
        raise Refused("unknown-procedure")

    def workflow(self, code: str) -> dict[str, Json]:
        """The steps of a procedure: who does what, at which level, in how many days. Refused as `offered`."""
        told = self.offered(code)
        now = self._now(code)
        steps = [step for step in self._steps[told["CapThucHien"]] if now["model"] == "3-level" or not step.get("old")]
        fixed = sum(step.get("days", 0) for step in steps)
        return {
            "MaTTHC": code,
            "PhienBan": now["version"],
            "MoHinh": self._models[now["model"]],
            "SoNgay": told["SoNgay"],
            "CacBuoc": [
                {
                    "ThuTu": number,
                    "TenBuoc": step["name"],
                    "VaiTro": self._roles[step["role"]],
                    "CapThucHien": step["level"],
                    "SoNgay": step.get("days", max(told["SoNgay"] - fixed, 0)),
                }
                for number, step in enumerate(steps, start=1)
            ],
        }

    def change(self, code: str, **said: Json) -> dict[str, Json]:
        """Set the state, or a new version of the workflow (`model`), of a known procedure."""
        now = self._now(code) | said
        if "model" in said:
            now["version"] += 1
        self._row(code)
        self._changes.put(code, now)
        return self.procedure(code)

    def _row(self, code: str) -> Mapping[str, Json]:
        if code not in self._rows:
            raise Refused("unknown-procedure")
        return self._rows[code]

    def _now(self, code: str) -> dict[str, Json]:
        changed: dict[str, Json] | None = self._changes.get(code)
        return changed or {"state": self._row(code)["state"], "model": "2-level", "version": 1}


def _load(profile: Profile) -> dict[str, Mapping[str, Json]]:
    rows: dict[str, Mapping[str, Json]] = {}
    for number, row in enumerate(profile.table("procedures")["procedure"], start=1):
        where = f"procedure {number} ({row.get('MaTTHC')})"
        if differing := sorted(KEYS ^ set(row)):
            raise SpecError("procedures.toml", where, f"missing or unknown: {', '.join(differing)}")
        if row["MaTTHC"] in rows or row["state"] not in ("complete", "partial", "none"):
            raise SpecError("procedures.toml", where, "unknown state, or a code used before")
        rows[row["MaTTHC"]] = row
    return rows
