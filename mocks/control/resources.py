"""Everything that the control port has of one mock."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import jsonschema_rs
from aiohttp import web

from mocks.control.behaviours import BehaviourResource
from mocks.control.feed import Source
from mocks.control.journal import JournalResource
from mocks.control.replies import Answering, read_body, refuse, reply
from mocks.core.system import Command, CommandRefused, System, View

Json: TypeAlias = Any


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What a mock says of itself; `national` is the base URL that the system under test is given."""

    build: str
    started: str
    national: str
    redaction_key: bytes
    lenient: bool


class Control:
    """The handlers of the control port of one mock. `system` may be changed for one made anew."""

    def __init__(
        self,
        system: System,
        *,
        identity: Identity,
        journal: JournalResource,
        behaviours: BehaviourResource,
        commands: Mapping[str, Command],
        views: Mapping[str, View],
    ) -> None:
        self.system = system
        self.journal = journal.journal
        self.tally = journal.tally
        self._identity = identity
        self._resources = (journal, behaviours)
        self._commands = commands
        self._views = views

    @property
    def commands(self) -> Mapping[str, Command]:
        """The commands of the frame and of the system; the system's own hold where both have one name."""
        return {**self._commands, **self.system.commands}

    @property
    def views(self) -> Mapping[str, View]:
        """The views of the frame and of the system."""
        return {**self._views, **self.system.views}

    def source(self, base: str) -> Source:
        """This mock as a source of the feed."""
        return Source(base, self.journal, self.tally)

    def routes(self, base: str) -> list[web.RouteDef]:
        """The resources of this mock under `base`; views and commands also stand under their bare names."""
        return [
            web.get(f"{base}/identity", self._get_identity),
            *(route for resource in self._resources for route in resource.routes(base)),
            web.get(f"{base}/views", self._list_views),
            web.get(f"{base}/commands", self._list_commands),
            web.get(f"{base}/views/{{name:.+}}", self._show),
            web.post(f"{base}/commands/{{name:.+}}", self._do),
            *(web.get(f"{base}/{name}", self._showing(name)) for name in self.views),
            *(web.post(f"{base}/{name}", self._doing(name)) for name in self.commands),
        ]

    async def _get_identity(self, _request: web.Request) -> web.Response:
        identity, profile = self._identity, self.system.profile
        return reply(
            {
                "system": profile.system,
                "profile": profile.name,
                "build": identity.build,
                "started": identity.started,
                "national": identity.national,
                "journal_next": self.journal.last + 1,
                "redaction_key": identity.redaction_key.hex(),
                "lenient": identity.lenient,
                "cpu_s": round(time.process_time(), 3),
            }
        )

    async def _list_views(self, _request: web.Request) -> web.Response:
        return reply({"views": [{"name": name, "usage": view.usage} for name, view in self.views.items()]})

    async def _list_commands(self, _request: web.Request) -> web.Response:
        rows = [
            {"name": name, "usage": command.usage, "schema": dict(command.schema)}
            for name, command in self.commands.items()
        ]
        return reply({"commands": rows})

    async def _show(self, request: web.Request) -> web.StreamResponse:
        return await self._showing(request.match_info["name"])(request)

    async def _do(self, request: web.Request) -> web.StreamResponse:
        return await self._doing(request.match_info["name"])(request)

    def _showing(self, name: str) -> Answering:
        async def show(_request: web.Request) -> web.Response:
            if (view := self.views.get(name)) is None:
                raise web.HTTPNotFound(text=f"there is no view {name!r}; known are {', '.join(self.views)}")
            return reply(view.show())

        return show

    def _doing(self, name: str) -> Answering:
        async def do(request: web.Request) -> web.Response:
            if (command := self.commands.get(name)) is None:
                raise web.HTTPNotFound(text=f"there is no command {name!r}; known are {', '.join(self.commands)}")
            arguments = await read_body(request, default={})
            if not jsonschema_rs.Draft202012Validator(dict(command.schema)).is_valid(arguments):
                refuse(f"{name} does not take these arguments; it is {command.usage}")
            try:
                return reply(command.run(arguments))
            except CommandRefused as exc:
                refuse(str(exc))

        return do
