"""The screens of this room: the catalogue, workflows, and how far a dossier is on its way."""

from http import HTTPStatus
from typing import Any

from aiohttp import web

from mocks.province.procedures.book import Book, Edition, UnknownProcedure
from mocks.province.procedures.following import Following
from mocks.province.procedures.procedure import Step, read_steps
from mocks.province.procedures.progress import Way, show_way
from mocks.province.procedures.workflows import Readiness, Workflow, WorkflowBody, Workflows
from mocks.province.records.clock import VIETNAM
from mocks.province.records.database import Database
from mocks.province.screens.app import iso, json_answer
from mocks.province.screens.contract import BodyReader


class Screens:
    """The routes; `home` is the agency of the installation."""

    def __init__(
        self,
        database: Database,
        book: Book,
        *,
        workflows: Workflows,
        readiness: Readiness,
        followed: tuple[Following, ...],
        home: str,
    ) -> None:
        self._database = database
        self._book = book
        self._workflows = workflows
        self._readiness = readiness
        self._followed = followed
        self._home = home
        self._bodies = BodyReader()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the contract."""
        return [
            web.post("/desk/update-procedures", self.update),
            web.post("/desk/workflow", self.put_workflow),
            web.get("/records/procedures", self.show_all, allow_head=False),
            web.get("/records/procedures/{procedure}", self.show_one, allow_head=False),
            web.get("/records/workflows/{dossier}", self.show_way, allow_head=False),
        ]

    async def update(self, request: web.Request) -> web.Response:
        """Have the catalogue read at once; what it says is shown when it has come."""
        self._bodies.read(await request.read(), "update-procedures")
        for following in self._followed:
            following.due.set()
        return json_answer({"asked": True}, HTTPStatus.OK)

    async def put_workflow(self, request: web.Request) -> web.Response:
        """Write down how an agency resolves a procedure, and say whether it is ready to."""
        body: WorkflowBody = self._bodies.read(await request.read(), "workflow")
        edition = self._find(body["procedure"])
        workflow = Workflow(body.get("agency") or self._home, read_steps(body["steps"]))
        self._workflows.put(edition.procedure.code, workflow)
        return json_answer({"procedure": edition.procedure.code, **self._shown(edition, workflow)})

    async def show_all(self, _request: web.Request) -> web.Response:
        """Show the catalogue."""
        return json_answer({"procedures": [_shown(edition) for edition in self._book.all()]})

    async def show_one(self, request: web.Request) -> web.Response:
        """Show a procedure with the systems that serve it, and the workflows of the agencies."""
        edition = self._find(request.match_info["procedure"])
        code = edition.procedure.code
        systems = [
            {"agency": row.agency, "system": row.system, "reason": row.reason} for row in self._book.served(code)
        ]
        workflows = [self._shown(edition, workflow) for workflow in self._workflows.all(code)]
        return json_answer({**_shown(edition), "systems": systems, "workflows": workflows})

    async def show_way(self, request: web.Request) -> web.Response:
        """Show by which version and steps a dossier goes, and which of them are done."""
        way = show_way(self._database, request.match_info["dossier"])
        told = {"dossier": way.dossier, "procedure": way.procedure, "version": way.version, "days": way.days}
        return json_answer({**told, "steps": _shown_steps(way)})

    def _find(self, code: str) -> Edition:
        try:
            return self._book.find(code)
        except UnknownProcedure:
            raise web.HTTPNotFound(reason="the catalogue has no procedure of this code") from None

    def _shown(self, edition: Edition, workflow: Workflow) -> dict[str, Any]:
        gaps = self._readiness.gaps(edition.procedure, workflow)
        steps = [_shown_step(step) for step in workflow.steps]
        return {"agency": workflow.agency, "ready": not gaps, "gaps": gaps, "steps": steps}


def _shown(edition: Edition) -> dict[str, Any]:
    one = edition.procedure
    return {
        "code": one.code,
        "name": one.name,
        "field": one.field,
        "level": one.level,
        "state": "in-force" if one.in_force else "abolished",
        "version": edition.version,
        "since": iso(edition.since.astimezone(VIETNAM)),
        "days": one.days,
        "fee": one.fee,
        "papers": list(one.papers),
        "online": one.online,
    }


def _shown_step(step: Step) -> dict[str, Any]:
    return {"name": step.name, "role": step.role.value, "hours": step.hours}


def _shown_steps(way: Way) -> list[dict[str, Any]]:
    todo: list[dict[str, str | None]] = [{"account": None, "at": None}] * (len(way.steps) - len(way.done))
    done: list[dict[str, str | None]] = [{"account": row["account"], "at": row["at"]} for row in way.done]
    return [{**_shown_step(step), **by} for step, by in zip(way.steps, [*done, *todo], strict=True)]
