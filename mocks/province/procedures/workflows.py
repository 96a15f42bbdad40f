"""The internal workflow of a procedure at an agency, and whether the agency is ready to work by it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final, NotRequired, TypedDict

from sqlalchemy import JSON, Column, Connection, String, Table, bindparam, delete, insert, select

from mocks.province.accounts.account import Role
from mocks.province.accounts.register import Register
from mocks.province.accounts.rights import About, Rights
from mocks.province.procedures.procedure import Procedure, Step, adds_up, read_steps
from mocks.province.records.database import Database
from mocks.province.records.tables import METADATA

TIME: Final = "time"
"""The gap where the steps do not take the procedure's time limit; any other gap is a role that nobody holds."""

workflows: Final = Table(
    "procedure_workflows",
    METADATA,
    Column("procedure", String, primary_key=True),
    Column("agency", String, primary_key=True),
    Column("steps", JSON, nullable=False),
)
_STEPS: Final = select(workflows.c.steps).where(
    (workflows.c.procedure == bindparam("of")) & (workflows.c.agency == bindparam("at"))
)


class StepBody(TypedDict):
    """One step, as the office writes it."""

    name: str
    role: str
    hours: int


class WorkflowBody(TypedDict):
    """The body of `workflow`; `agency` left out: that of the installation."""

    procedure: str
    agency: NotRequired[str | None]
    steps: list[StepBody]


@dataclass(frozen=True, slots=True)
class Workflow:
    """How an agency resolves a procedure: the steps in order."""

    agency: str
    steps: tuple[Step, ...]


class Workflows:
    """The workflows in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, procedure: str, workflow: Workflow) -> None:
        """From now on what begins there goes by this workflow; what has begun stays by its own."""
        row = {"procedure": procedure, "agency": workflow.agency, "steps": [asdict(step) for step in workflow.steps]}
        with self._database.begin() as transaction:
            at = (workflows.c.procedure == procedure) & (workflows.c.agency == workflow.agency)
            transaction.db.execute(delete(workflows).where(at))
            transaction.db.execute(insert(workflows).values(row))

    def all(self, procedure: str) -> Sequence[Workflow]:
        """Those of a procedure, agency by agency."""
        query = select(workflows).where(workflows.c.procedure == procedure).order_by(workflows.c.agency)
        with self._database.reading() as db:
            return [Workflow(row.agency, read_steps(row.steps)) for row in db.execute(query)]

    def agencies(self) -> set[str]:
        """The agencies that have one."""
        with self._database.reading() as db:
            return set(db.scalars(select(workflows.c.agency)))

    def steps_in(self, db: Connection, procedure: str, agency: str) -> tuple[Step, ...]:
        """The steps by which a dossier that begins now goes; none where the agency has no workflow for it."""
        return read_steps(db.scalar(_STEPS, {"of": procedure, "at": agency}) or ())


class Readiness:
    """Looks whether an agency can work by a workflow."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._rights = Rights()

    def gaps(self, procedure: Procedure, workflow: Workflow) -> list[str]:
        """What is missing: TIME, then each role that nobody holds; nothing where the agency is ready."""
        time = [] if adds_up(workflow.steps, procedure.days) else [TIME]
        roles = dict.fromkeys(step.role for step in workflow.steps)
        about = About(workflow.agency, procedure.code)
        return [*time, *(role.value for role in roles if not self._is_held(role, about))]

    def _is_held(self, role: Role, about: About) -> bool:
        return any(
            self._rights.is_usable(account) and any(self._rights.covers(grant, role, about) for grant in account.grants)
            for account in self._register.all()
        )
