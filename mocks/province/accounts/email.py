"""Official e-mail accounts: when a password must be changed, and who is told beforehand. Pure.

Công văn 3849/UBND-HCC1 asks for a longer interval, or for an automatic notice before it ends; the days are assumed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from mocks.province.accounts.account import Account, State

INTERVAL: Final = timedelta(days=90)
AHEAD: Final = timedelta(days=14)


class PasswordState(StrEnum):
    """Whether the password of an e-mail account may still be used."""

    CURRENT = "current"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """A password lives for `interval`; its holder is told `ahead` of the end."""

    interval: timedelta = INTERVAL
    ahead: timedelta = AHEAD

    def expires(self, account: Account) -> datetime | None:
        """When the password must have been changed; None where there is no e-mail account."""
        return None if account.password_changed is None else account.password_changed + self.interval

    def state(self, account: Account, now: datetime) -> PasswordState:
        """Whether the password may still be used; raises ValueError where there is none."""
        expires = self.expires(account)
        if expires is None:
            raise ValueError(f"{account.name!r} has no e-mail account")
        return PasswordState.CURRENT if now < expires else PasswordState.EXPIRED

    def must_be_told(self, account: Account, now: datetime) -> bool:
        """Whether it is time to tell the holder that the password ends."""
        expires = self.expires(account)
        return expires is not None and account.state is State.OPEN and now >= expires - self.ahead
