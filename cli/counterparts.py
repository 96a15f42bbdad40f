"""The systems beside the portal that the reference installation has, and what its two sides have agreed upon."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

SECRET: Final = "_env"  # noqa: S105 - the end of a name whose value names the variable of a secret


@dataclass(frozen=True)
class Agreed:
    """One system: the profile it speaks, `accounts` as its mock knows them, `settings` as the province has them.

    Both are texts by name; one whose name ends in `_env` names the variable of a secret.
    """

    system: str
    profile: str
    accounts: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def secrets_of_mock(self) -> list[str]:
        """Variables that its mock must see."""
        return [value for name, value in self.accounts.items() if name.endswith(SECRET)]

    @property
    def secrets_of_province(self) -> list[str]:
        """Variables that the province must see."""
        return [value for name, value in self.settings.items() if name.endswith(SECRET)]


AGREED: Final[tuple[Agreed, ...]] = ()
