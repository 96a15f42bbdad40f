"""Words for what a province says to the national portal (profile dvcqg-2025; interfaces §2)."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Pattern: TypeAlias = Mapping[str, Any]

SYSTEM = "dvcqg"
ONLINE = "NhanHoSoTrucTuyen"
LOGIN, LOOK_UP, PUSH, STEP = "DangNhap", "TraCuuHoSo", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"
DOSSIER = "/data/*/MaHoSo"
SUCCESS = [0, "0", "00"]
ADD, UPDATE = "False", "True"
ATTEMPT: Pattern = {"operation": [LOOK_UP, PUSH], "where": {"facts:/answered": "unavailable"}}
"""An attempt to send a dossier that met a portal that is away: its look-up, or its push where none comes before."""

ACCEPTED, IN_PROCESS, SUPPLEMENT, FINISHED, RETURNED = "2", "4", "5", "9", "10"
REFUSED, OBLIGED, WITHDRAWN, STOPPED = "3", "6", "7", "8"


def row(dossier: str, field: str) -> str:
    """Pointer to a field of one dossier's row: a call may carry several dossiers."""
    return f"/data/[MaHoSo={dossier}]/{field}"


def login() -> Pattern:
    """A sign-in."""
    return {"operation": LOGIN}


def look_up(dossier: str) -> Pattern:
    """A look-up of one dossier."""
    return {"operation": LOOK_UP, "where": {"/mahoso": dossier}}


def push(dossier: str, **where: Any) -> Pattern:
    """A push of one dossier; `status`, `paid`, `updating` narrow it, `answered` takes error codes."""
    names = {
        "status": row(dossier, "TrangThaiHoSo"),
        "paid": row(dossier, "DuocThanhToanTrucTuyen"),
        "updating": "/isUpdating",
        "answered": "reply:/error_code",
    }
    return {"operation": PUSH, "where": {DOSSIER: dossier, **{names[key]: value for key, value in where.items()}}}


def accepted_push(dossier: str, **where: Any) -> Pattern:
    """A push that the portal took."""
    return push(dossier, answered=SUCCESS, **where)


def met(pattern: Pattern) -> Pattern:
    """Of such calls those that met a portal that was there: what met none had no effect, and is rightly sent again."""
    return {**pattern, "where": {**pattern.get("where", {}), "facts:/accepted": [True, False]}}


def heard(pattern: Pattern) -> Pattern:
    """Of such calls those whose answer was not lost on its way either: the province knows what came of them."""
    there = met(pattern)
    return {**there, "where": {**there["where"], "facts:/status_meant": None}}


def step(dossier: str) -> Pattern:
    """Progress of one dossier."""
    return {"operation": STEP, "where": {DOSSIER: dossier}}


def accepted_step(dossier: str) -> Pattern:
    """Progress that the portal took."""
    return {"operation": STEP, "where": {DOSSIER: dossier, "reply:/error_code": SUCCESS}}


def filed(dossier: str) -> Pattern:
    """A dossier filed online, as the portal sends it to the province."""
    return {"operation": ONLINE, "where": {"/MaHoSo": dossier}}
