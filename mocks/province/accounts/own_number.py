"""Under whose number an officer asks another system: the one of the own account, and no other."""

from collections.abc import Mapping
from typing import Any

from mocks.province.accounts.account import State
from mocks.province.accounts.register import Register, UnknownAccount
from mocks.province.records.dossiers import NotEntitled


class OwnNumbers:
    """Finds the number of whoever acts."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def of(self, body: Mapping[str, Any]) -> str:
        """The number of the officer of this body, from the account; raises NotEntitled.

        A number that was typed in is not looked at: it says who somebody claims to be.
        """
        try:
            account = self._register.find(body["officer"].get("account") or "")
        except UnknownAccount:
            raise NotEntitled("who asks has no account") from None
        number = self._register.number_of(account) if account.state is State.OPEN else None
        if number is None:
            raise NotEntitled("the account is not open, or holds no number")
        return number
