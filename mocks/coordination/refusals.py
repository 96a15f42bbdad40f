"""Why somebody is not led on: reasons with their HTTP status and wording, from the profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from specs.errors import SpecError
from specs.profile import Profile

Json: TypeAlias = Any
REASONS: Final = (
    "malformed",
    "malformed-procedure",
    "malformed-agency",
    "old-procedure-code",
    "old-agency-code",
    "unknown-procedure",
    "unknown-agency",
    "unknown-system",
    "closed-agency",
    "no-session",
    "no-level",
    "level-too-low",
    "not-an-officer",
    "not-open",
    "no-address",
    "unknown-state",
    "sign-in-refused",
    "bad-token",
    "vneid-not-played",
    "vneid-silent",
    "told-to-refuse",
)


class Refused(Exception):
    """A request that is not served; `reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Wording:
    """How a refusal is told: HTTP status and what people read."""

    status: int
    message: str


def read_wordings(profile: Profile) -> Mapping[str, Wording]:
    """The wording of every reason, from `[settings.refusals]`. Raises SpecError where one is missing."""
    told = profile.settings.get("refusals", {})
    if missing := [reason for reason in REASONS if reason not in told]:
        raise SpecError("operations.toml", "settings.refusals", f"{', '.join(missing)} missing")
    return {reason: Wording(row["status"], row["message"]) for reason, row in told.items()}
