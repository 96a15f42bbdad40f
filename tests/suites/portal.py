"""Words for what a province says to the national portal (profile dvcqg-2025; interfaces §2)."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Pattern: TypeAlias = Mapping[str, Any]

SYSTEM = "dvcqg"
LOGIN, LOOK_UP, PUSH, STEP = "DangNhap", "TraCuuHoSo", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"
DOSSIER = "/data/*/MaHoSo"
SUCCESS = [0, "0", "00"]
ADD, UPDATE = "False", "True"
ATTEMPT: Pattern = {"operation": [LOOK_UP, PUSH], "where": {"facts:/answered": "unavailable"}}
"""An attempt to send a dossier that met a portal that is away: its look-up, or its push where none comes before."""

ACCEPTED, IN_PROCESS, SUPPLEMENT, FINISHED, RETURNED = "2", "4", "5", "9", "10"


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
    """A push of one dossier; `status`, `updating` narrow it, `answered` takes error codes."""
    names = {"status": row(dossier, "TrangThaiHoSo"), "updating": "/isUpdating", "answered": "reply:/error_code"}
    return {"operation": PUSH, "where": {DOSSIER: dossier, **{names[key]: value for key, value in where.items()}}}


def accepted_push(dossier: str, **where: Any) -> Pattern:
    """A push that the portal took."""
    return push(dossier, answered=SUCCESS, **where)


def step(dossier: str) -> Pattern:
    """Progress of one dossier."""
    return {"operation": STEP, "where": {DOSSIER: dossier}}


def accepted_step(dossier: str) -> Pattern:
    """Progress that the portal took."""
    return {"operation": STEP, "where": {DOSSIER: dossier, "reply:/error_code": SUCCESS}}
