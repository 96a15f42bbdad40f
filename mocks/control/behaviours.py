"""Behaviours on the control port: which there are, which are in force, to arm and to disarm them."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from aiohttp import web

from mocks.control.replies import read_body, refuse, reply
from mocks.core.behaviour import Behaviour, BehaviourKind, BehaviourRefused, Behaviours

Json: TypeAlias = Any


@dataclass(frozen=True)
class BehaviourResource:
    """The behaviours of one mock."""

    behaviours: Behaviours

    def routes(self, base: str) -> list[web.RouteDef]:
        """Their addresses."""
        return [
            web.get(f"{base}/behaviours", self._list),
            web.get(f"{base}/behaviours/known", self._known),
            web.post(f"{base}/behaviours", self._install),
            web.delete(f"{base}/behaviours", self._clear),
            web.delete(f"{base}/behaviours/{{id:b-[0-9]+}}", self._clear_one),
        ]

    async def _list(self, _request: web.Request) -> web.Response:
        return reply({"behaviours": [self._shown(behaviour) for behaviour in self.behaviours.installed()]})

    async def _known(self, _request: web.Request) -> web.Response:
        return reply({"known": [self._shown_kind(kind) for kind in self.behaviours.known()]})

    async def _install(self, request: web.Request) -> web.Response:
        wish = await read_body(request)
        try:
            behaviour = self.behaviours.add(wish)
        except BehaviourRefused as exc:
            refuse(str(exc))
        return reply({"id": behaviour.id}, status=201)

    async def _clear(self, _request: web.Request) -> web.Response:
        return reply({"cleared": [_told(behaviour) for behaviour in self.behaviours.clear()]})

    async def _clear_one(self, request: web.Request) -> web.Response:
        wanted = request.match_info["id"]
        cleared = self.behaviours.clear(wanted)
        if not cleared:
            raise web.HTTPNotFound(text=f"there is no behaviour of the id {wanted!r}")
        return reply(_told(cleared[0]))

    def _shown(self, behaviour: Behaviour) -> dict[str, Json]:
        return _told(behaviour) | {
            "operation": behaviour.operation,
            "times_left": behaviour.times_left,
            "seconds_left": self.behaviours.seconds_left(behaviour),
            "chance": behaviour.chance,
            "arguments": dict(behaviour.arguments),
        }

    def _shown_kind(self, kind: BehaviourKind) -> dict[str, Json]:
        return {
            "name": kind.name,
            "usage": kind.usage,
            "arguments": kind.arguments,
            "reach": kind.reach,
            "operations": list(self.behaviours.reached(kind)),
            "en": kind.en,
            "vi": kind.vi,
        }


def _told(behaviour: Behaviour) -> dict[str, Json]:
    return {"id": behaviour.id, "name": behaviour.name, "hits": behaviour.hits}
