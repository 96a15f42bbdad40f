"""Wrong ways to keep officers' accounts and to ask for their rights."""

from collections.abc import Iterable
from datetime import datetime

from mocks.province.accounts.account import Account, Grant, Role
from mocks.province.accounts.admission import Admission
from mocks.province.accounts.email import PasswordRules, PasswordState
from mocks.province.accounts.identity import Identities
from mocks.province.accounts.register import GrantBody, Register
from mocks.province.accounts.rights import About, Rights
from mocks.province.records.database import Transaction


class ClericalAsReception(Register):
    """Knows three roles, and keeps clerical work as reception."""

    def granted(self, roles: Iterable[GrantBody]) -> frozenset[Grant]:
        """The rights, with one role for two."""
        rows = super().granted(roles)
        return frozenset(
            Grant(Role.RECEPTION if one.role is Role.CLERICAL else one.role, one.agency, one.procedure) for one in rows
        )


class LeaverStays(Register):
    """Notes that an officer has left, and leaves the account open."""

    def lock(self, name: str, *, left: bool) -> Account:
        """Close accounts that are locked for the time being only."""
        return self.find(name) if left else super().lock(name, left=left)


class OldRightsStay(Register):
    """Adds the new rights of an officer who moves to the old ones."""

    def withdraw(self, transaction: Transaction, name: str) -> None:
        """Take nothing away."""


class MovesWithoutRights(Register):
    """Moves an officer, and leaves the new rights to be granted later."""

    def move(self, name: str, agency: str, roles: Iterable[GrantBody]) -> Account:  # noqa: ARG002 - the honest one's signature
        """Move, with no rights."""
        return super().move(name, agency, ())


class ReturnNeedsApproval(Rights):
    """Asks for the role of approval where a result is returned."""

    def role_of(self, act: str) -> Role:
        """The role, with one act too many under approval."""
        return Role.APPROVAL if act == "return" else super().role_of(act)


class AnyRole(Rights):
    """Lets whoever has a right at the agency do everything there."""

    def is_of_role(self, grant: Grant, role: Role) -> bool:  # noqa: ARG002 - the honest one's signature
        """Any will do."""
        return True


class ActsAnywhere(Rights):
    """Asks for the role and not for the agency when somebody acts."""

    def covers(self, grant: Grant, role: Role, about: About) -> bool:
        """Whether role and procedure are right."""
        return self.is_of_role(grant, role) and self.is_of_procedure(grant, about.procedure)


class AnyProcedure(Rights):
    """Takes a right for one procedure for one for all."""

    def is_of_procedure(self, grant: Grant, procedure: str) -> bool:  # noqa: ARG002 - the honest one's signature
        """Any will do."""
        return True


class ApprovesOwnProcessing(Rights):
    """Lets one person process and approve."""

    def are_apart(self, account: Account, about: About) -> bool:  # noqa: ARG002 - the honest one's signature
        """Never asked."""
        return True


class SeesEverything(Rights):
    """Lets every officer look at every dossier."""

    def may_see(self, account: Account, about: About) -> bool:  # noqa: ARG002 - the honest one's signature
        """Whoever may sign in may look."""
        return self.is_usable(account)


class SharedAccount(Admission):
    """Writes every act to the one account of the officer's agency."""

    def signer(self, account: Account) -> str:
        """The agency's."""
        return account.agency


class NobodyIsTold(PasswordRules):
    """Lets passwords end without a word."""

    def must_be_told(self, account: Account, now: datetime) -> bool:  # noqa: ARG002 - the honest one's signature
        """Never."""
        return False


class NeverExpires(PasswordRules):
    """Tells of an interval, and does not hold to it."""

    def state(self, account: Account, now: datetime) -> PasswordState:  # noqa: ARG002 - the honest one's signature
        """Always good."""
        return PasswordState.CURRENT


class ShowsNumbers(Identities):
    """Shows identity numbers as they are."""

    def masked(self, number: str) -> str:
        """The whole number."""
        return number
