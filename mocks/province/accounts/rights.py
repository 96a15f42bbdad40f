"""Which account may do which act on which dossier. Pure.

None of the documents says which act belongs to which role, nor that who processed a dossier must not approve it: both
are derived from the four kinds of account that Công văn 31/UBND-PVHCC names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mocks.province.accounts.account import ANY, Account, Grant, Role, State

ROLE_OF: Final[Mapping[str, Role]] = MappingProxyType(
    {
        "accept": Role.RECEPTION,
        "take-in": Role.RECEPTION,
        "refuse": Role.RECEPTION,
        "supplied": Role.RECEPTION,
        "withdraw": Role.RECEPTION,
        "charge": Role.RECEPTION,
        "collect": Role.RECEPTION,
        "hand-over-land": Role.RECEPTION,
        "process": Role.PROCESSING,
        "supplement": Role.PROCESSING,
        "oblige": Role.PROCESSING,
        "apologise": Role.PROCESSING,
        "stop": Role.PROCESSING,
        "finish": Role.APPROVAL,
        "return": Role.CLERICAL,
    }
)
"""The role that an act needs; one that is not here needs processing."""


@dataclass(frozen=True, slots=True)
class About:
    """What an act is about: the dossier's agency and procedure, the accounts that have processed it."""

    agency: str
    procedure: str
    processed_by: frozenset[str] = frozenset()


class Rights:
    """The decisions, each of its own."""

    def refusal(self, account: Account, act: str, about: About) -> str | None:
        """Why this account may not do this act, or None where it may."""
        role = self.role_of(act)
        if not self.is_usable(account):
            return "the account is not open"
        if not any(self.covers(grant, role, about) for grant in account.grants):
            return f"the account does not hold the role {role.value!r} for this agency and procedure"
        if role is Role.APPROVAL and not self.are_apart(account, about):
            return "who processed a dossier does not approve it"
        return None

    def may_see(self, account: Account, about: About) -> bool:
        """Whether an officer may look at a dossier: any role at its agency for its procedure."""
        return self.is_usable(account) and any(
            self.is_of_agency(grant, about.agency) and self.is_of_procedure(grant, about.procedure)
            for grant in account.grants
        )

    def covers(self, grant: Grant, role: Role, about: About) -> bool:
        """Whether one grant is enough."""
        return (
            self.is_of_role(grant, role)
            and self.is_of_agency(grant, about.agency)
            and self.is_of_procedure(grant, about.procedure)
        )

    def role_of(self, act: str) -> Role:
        """The role that an act needs."""
        return ROLE_OF.get(act, Role.PROCESSING)

    def is_usable(self, account: Account) -> bool:
        """Whether anything may be done with the account."""
        return account.state is State.OPEN

    def is_of_role(self, grant: Grant, role: Role) -> bool:
        """Whether a grant is of that role."""
        return grant.role is role

    def is_of_agency(self, grant: Grant, agency: str) -> bool:
        """Whether a grant is for that agency; one for a province or a department says nothing of its communes."""
        return grant.agency == agency

    def is_of_procedure(self, grant: Grant, procedure: str) -> bool:
        """Whether a grant is for that procedure."""
        return grant.procedure in (ANY, procedure)

    def are_apart(self, account: Account, about: About) -> bool:
        """Whether somebody else did the processing."""
        return account.name not in about.processed_by
