"""Tells officers in time that the password of their e-mail account ends."""

import asyncio
from contextlib import suppress
from typing import Final

from mocks.province.accounts.email import PasswordRules
from mocks.province.accounts.register import Register
from mocks.province.records.clock import Clock

EVERY_S: Final = 1.0
"""Often, because a test may set the clock; once an hour would do."""


class Reminders:
    """Looks at all accounts again and again, and at once when `due` is set."""

    def __init__(self, register: Register, rules: PasswordRules, clock: Clock) -> None:
        self._register = register
        self._rules = rules
        self._clock = clock
        self.due = asyncio.Event()

    async def run(self) -> None:
        """Remind until cancelled."""
        while True:
            self.due.clear()
            self.remind()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.due.wait(), EVERY_S)

    def remind(self) -> None:
        """Tell everybody who must be told by now."""
        now = self._clock.now()
        for account in self._register.all():
            expires = self._rules.expires(account)
            if expires is not None and self._rules.must_be_told(account, now):
                self._register.tell(account, expires, now)
