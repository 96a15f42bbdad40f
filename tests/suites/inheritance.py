"""Words for exports of earlier systems (docs/old-dossiers.md, a form of this project's own)."""

import csv
import io
import json
import random
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from harness.checks.timing import VIETNAM
from specs.administrative_units import communes
from specs.codebook import agencies
from specs.people import IdentityScheme, make_person

CLOSED = frozenset({"3", "7", "8", "10"})
"""Statuses after which nothing is done any more."""
OPEN, RETURNED = "4", "10"
MOMENT = "%d/%m/%Y %H:%M:%S"
DISTRICT = "502"
Row = Mapping[str, str | None]


class Source:
    """One earlier system: its identifier, and the codes of its own that lead to those of today in `mapping`."""

    def __init__(self, rng: random.Random, code: str, *, agency: str, procedure: str) -> None:
        self.code = code
        self.agency, self.procedure = f"000.{rng.randrange(10, 60)}.{rng.randrange(10, 60)}.{code}", procedure
        today = communes()
        self.commune = rng.choice(list(today))
        self.old_commune = rng.choice([text for n in range(99_000, 99_999) if (text := f"{n:05d}") not in today])
        self.old_procedure = f"{procedure}.000.00.00.{code}"
        self.mapping = {
            "agencies": [{"old": self.agency, "new": agency}],
            "procedures": [{"old": self.old_procedure, "new": procedure}],
            "communes": [{"old": self.old_commune, "new": self.commune}],
        }

    def row(self, rng: random.Random, people: IdentityScheme, **changes: str | None) -> Row:
        """A closed dossier of some citizen; `changes` replaces what the test is about."""
        owner, day = make_person(rng, scheme=people), rng.randrange(13, 28)
        return {
            "MaHoSo": f"{self.agency}-2503{day}-{rng.randrange(10_000):04d}",
            "MaTTHC": self.old_procedure,
            "MaDonVi": self.agency,
            "MaHuyen": DISTRICT,
            "MaXa": self.old_commune,
            "KenhThucHien": "1",
            "ChuHoSo": owner.name,
            "LoaiDoiTuong": "1",
            "SoGiayTo": owner.identity_number,
            "SoDienThoai": owner.phone,
            "TrichYeu": f"Đề nghị giải quyết, hồ sơ số {rng.randrange(1000)}",
            "GhiChu": None,
            "NguoiTiepNhan": make_person(rng, scheme=people).name,
            "NgayNop": f"{day}/03/2025 08:15:00",
            "NgayTiepNhan": f"{day}/03/2025 09:00:00",
            "NgayHenTra": f"{day}/04/2025 17:00:00",
            "NgayKetThuc": f"{day - 1}/04/2025 16:00:00",
            "TrangThai": RETURNED,
            **changes,
        }


def closed_sources(rng: random.Random, count: int) -> list[str]:
    """Some provinces of before the merger whose identifiers are closed today."""
    return rng.sample([row.code for row in agencies() if row.state == "closed"], count)


def as_csv(rows: Sequence[Row]) -> str:
    """The rows as a CSV file with a heading."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def as_jsonl(rows: Sequence[Row]) -> str:
    """The rows as JSON Lines."""
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def control_of(rows: Sequence[Row]) -> dict[str, Any]:
    """The figures that a source states of its export."""
    closed = sum(row["TrangThai"] in CLOSED for row in rows)
    return {"rows": len(rows), "open": len(rows) - closed, "closed": closed}


def instant(text: str) -> datetime:
    """The instant of a moment in an export: the day first, in Vietnam's time."""
    return datetime.strptime(text, MOMENT).replace(tzinfo=VIETNAM)
