"""An officer's account and the rights it holds. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

ANY: Final = "*"
"""In place of a procedure: all of them."""


class Role(StrEnum):
    """What an officer does in the one-stop process (Công văn 31/UBND-PVHCC: tiếp nhận, xử lý, phê duyệt, văn thư)."""

    RECEPTION = "reception"
    PROCESSING = "processing"
    APPROVAL = "approval"
    CLERICAL = "clerical"


class State(StrEnum):
    """Whether an account may be used."""

    OPEN = "open"
    LOCKED = "locked"
    LEFT = "left"


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """One right: a role at an agency, for one procedure or for ANY."""

    role: Role
    agency: str
    procedure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's account. `identity` is a keyed digest of the person's number, `masked` the number as it is shown.

    `sealed` is the number itself for whoever has the key; None in an account that is older than that.
    `email` is the official address, `password_changed` when its password was changed last; None where there is none.
    """

    name: str
    person: str
    identity: str
    masked: str
    sealed: str | None = None
    agency: str
    state: State
    grants: frozenset[Grant]
    email: str | None
    password_changed: datetime | None
