"""Code lists: administrative units, agencies, dossier codes, national hosts; read once from `specs/codes/`.

Every loader refuses its whole file at the first row that cannot be used (SpecError with file, row, reason).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, get_args

from specs.administrative_units import (
    Commune,
    Province,
    communes,
    communes_on,
    provinces,
    provinces_on,
    same_name,
)
from specs.code_tables import Fidelity, add, build, read_table_file, rows_of
from specs.errors import SpecError

__all__ = [
    "AgencyCode",
    "Choice",
    "CodeForm",
    "CodePattern",
    "Commune",
    "Province",
    "Status",
    "agencies",
    "agency",
    "channels",
    "code_form",
    "communes",
    "communes_on",
    "is_national_host",
    "level_one",
    "national_host_suffixes",
    "owner_kinds",
    "patterns",
    "provinces",
    "provinces_on",
    "same_name",
    "statuses",
]

State = Literal["open", "closed", "unknown"]

_DOSSIER: Final = "dossier.toml"
_AGENCIES: Final = "agencies.toml"
_HOSTS: Final = "national_hosts.toml"
_LEVEL_ONE: Final = re.compile(r"([GHK][0-9]{2})(?:\.[0-9]{2,3}){0,3}|(?:[0-9]{2,3}\.){1,3}([GHK][0-9]{2})")
_HOST: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_COUNTRY: Final = "gov.vn"


@dataclass(frozen=True, slots=True)
class AgencyCode:
    """A level-1 agency identifier (QĐ 20/2020/QĐ-TTg). An `assumed` row never gives FAIL on a real system."""

    code: str
    name: str
    level: int
    state: State
    fidelity: Fidelity
    source: str


@dataclass(frozen=True, slots=True)
class Status:
    """A dossier status (TrangThaiHoSo); `next` are the codes that may follow, a working assumption (`assumed`)."""

    code: str
    vi: str
    en: str
    next: tuple[str, ...]
    fidelity: Fidelity
    source: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a coded field: its wire code, our English name for it, what people read."""

    code: str
    name: str
    vi: str
    en: str
    fidelity: Fidelity
    source: str


@dataclass(frozen=True, slots=True)
class CodeForm:
    """One form that the codes of a wire field have; `regex` (a text) must match the whole code."""

    name: str
    field: str
    era: Literal["four-group", "qd20", "ministry", "any"]
    regex: str
    examples: tuple[str, ...]
    unlike: tuple[str, ...]
    fidelity: Fidelity
    source: str


@dataclass(frozen=True, slots=True)
class CodePattern:
    """All known forms of a wire field; `regex` (a text) is anchored and matches a code of any of them, of any era."""

    field: str
    regex: str
    forms: tuple[CodeForm, ...]


@cache
def agencies() -> tuple[AgencyCode, ...]:
    """Return the level-1 agency codes, one row for each."""
    found: dict[str, AgencyCode] = {}
    for at, row in rows_of(_AGENCIES, "agency"):
        item = build(AgencyCode, row, file=_AGENCIES, at=at)
        if not re.fullmatch("H[0-9]{2}", item.code) or item.state not in get_args(State) or item.level != 1:
            raise SpecError(_AGENCIES, at, "a code Hnn of level 1 with a state open, closed or unknown is needed")
        add(found, item.code, item, file=_AGENCIES, at=at)
    return tuple(found.values())


def agency(code: str) -> AgencyCode:
    """Return the level-1 row of an agency code of any level and either era (H56, H56.14, 000.00.14.H56).

    A code whose level 1 is not in the table, or that is no agency code, gives a row of state `unknown`.
    """
    top = level_one(code) or code
    unknown = AgencyCode(top, "", 1, "unknown", "assumed", "not in the table")
    return next((row for row in agencies() if row.code == top), unknown)


def level_one(code: str) -> str | None:
    """Return the level-1 part of an agency code of either era, or None when it is no agency code."""
    match = _LEVEL_ONE.fullmatch(code)
    return (match[1] or match[2]) if match else None


@cache
def statuses() -> Mapping[str, Status]:
    """Return the ten dossier statuses by wire code ("1" … "10")."""
    found: dict[str, Status] = {}
    for at, row in rows_of(_DOSSIER, "status"):
        add(found, str(row.get("code")), build(Status, row, file=_DOSSIER, at=at), file=_DOSSIER, at=at)
    for code, status in found.items():
        if not set(status.next) <= found.keys():
            raise SpecError(_DOSSIER, f"status {code}", f"leads to an unknown status: {status.next!r}")
    return MappingProxyType(found)


@cache
def owner_kinds() -> Mapping[str, Choice]:
    """Return the kinds of owner by the portal's code (LoaiDoiTuong)."""
    return _choices("owner_kind")


@cache
def channels() -> Mapping[str, Choice]:
    """Return the channels by the portal's code (KenhThucHien)."""
    return _choices("channel")


@cache
def patterns() -> Mapping[str, CodePattern]:
    """Return the patterns of codes by wire field. A form that does not match its own examples is refused."""
    found: dict[str, CodeForm] = {}
    for at, row in rows_of(_DOSSIER, "pattern"):
        form = build(CodeForm, row, file=_DOSSIER, at=at)
        try:
            regex = re.compile(form.regex)
        except re.error as exc:
            raise SpecError(_DOSSIER, at, f"not a regular expression: {exc}") from exc
        if not all(map(regex.fullmatch, form.examples)) or any(map(regex.fullmatch, form.unlike)):
            raise SpecError(_DOSSIER, at, "the expression and its examples disagree")
        add(found, form.name, form, file=_DOSSIER, at=at)
    fields = dict.fromkeys(form.field for form in found.values())
    return MappingProxyType({field: _pattern(field, tuple(found.values())) for field in fields})


def code_form(field: str, code: str) -> CodeForm | None:
    """Return the form that `code` has as a value of the wire field `field` (MaHoSo, MaTTHC …), or None.

    Raises KeyError for a field that has no pattern.
    """
    return next((form for form in patterns()[field].forms if re.fullmatch(form.regex, code)), None)


@cache
def national_host_suffixes() -> tuple[str, ...]:
    """Return the listed national suffixes; `is_national_host` knows the whole rule."""
    suffixes: dict[str, None] = {}
    for at, row in rows_of(_HOSTS, "suffix"):
        host = str(row.get("host"))
        if not _HOST.fullmatch(host) or not row.get("owner") or not row.get("source"):
            raise SpecError(_HOSTS, at, "a lower-case host, an owner and a source are needed")
        add(suffixes, host, None, file=_HOSTS, at=at)
    return tuple(suffixes)


def is_national_host(host: str) -> bool:
    """Say whether a host name (no scheme, no port) is the national side's, and so may never be a target."""
    name = host.strip().rstrip(".").lower()
    if any(name == suffix or name.endswith(f".{suffix}") for suffix in national_host_suffixes()):
        return True
    if name != _COUNTRY and not name.endswith(f".{_COUNTRY}"):
        return False
    label = name.removesuffix(_COUNTRY).rstrip(".").rpartition(".")[2]
    return label not in read_table_file(_HOSTS)["provincial"]["labels"]


def _pattern(field: str, forms: tuple[CodeForm, ...]) -> CodePattern:
    own = tuple(form for form in forms if form.field == field)
    return CodePattern(field, rf"\A(?:{'|'.join(form.regex for form in own)})\Z", own)


def _choices(table: str) -> Mapping[str, Choice]:
    found: dict[str, Choice] = {}
    for at, row in rows_of(_DOSSIER, table):
        add(found, str(row.get("code")), build(Choice, row, file=_DOSSIER, at=at), file=_DOSSIER, at=at)
    return MappingProxyType(found)
