"""The commands and views that every system has, beside its own: its province, its pushes, its state."""

from collections.abc import Callable
from typing import Any, TypeAlias

from mocks.core.behaviour import Behaviours
from mocks.core.system import Command, CommandRefused, View
from mocks.post.courier import HttpCourier
from mocks.state.store import Store, UnknownSnapshot

Json: TypeAlias = Any
PROVINCE = 'province {"url": "http://host:port"}: push to the province there'
RESET = 'reset {"behaviours": false}: state and sessions as at the start, pushes under way given up'
SNAPSHOT = "snapshot {}: keep the state as it is"
RESTORE = 'restore {"id": "s-1"}: the state as at that snapshot'
TEXT = {"type": "string", "maxLength": 2000}
PORT = "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"
HOST = r"[a-z0-9]([a-z0-9.-]{0,200}[a-z0-9])?|\[::1\]"
ADDRESS = {"type": "string", "pattern": f"^https?://({HOST})(:({PORT}))?(/[A-Za-z0-9._~/-]{{0,500}})?$"}


def frame_commands(
    *, store: Store, courier: HttpCourier, behaviours: Behaviours, reset: Callable[[], None]
) -> dict[str, Command]:
    """What every system can be told. `reset` makes the system anew on empty tables."""

    def tell(arguments: Json) -> Json:
        courier.tell(arguments["url"])
        return {"province": courier.province}

    def restart(arguments: Json) -> Json:
        reset()
        cleared = behaviours.clear() if arguments.get("behaviours") else []
        return {"changes": store.changes, "cleared": [behaviour.id for behaviour in cleared]}

    def restore(arguments: Json) -> Json:
        try:
            store.restore(arguments["id"])
        except UnknownSnapshot as exc:
            raise CommandRefused(str(exc)) from exc
        return {"changes": store.changes}

    return {
        "province": Command(usage=PROVINCE, run=tell, schema=_object({"url": ADDRESS}, required=["url"])),
        "reset": Command(usage=RESET, run=restart, schema=_object({"behaviours": {"type": "boolean"}}, required=[])),
        "snapshot": Command(usage=SNAPSHOT, run=lambda _: {"id": store.snapshot()}),
        "restore": Command(usage=RESTORE, run=restore, schema=_object({"id": TEXT}, required=["id"])),
    }


def frame_views(*, store: Store, courier: HttpCourier) -> dict[str, View]:
    """What every system shows."""
    return {
        "pushes": View(usage="what was pushed to the province and how far each push has come", show=courier.shown),
        "state/changes": View(
            usage="how often the state has changed: a refused request leaves it as it is",
            show=lambda: {"changes": store.changes},
        ),
    }


def _object(properties: dict[str, Json], *, required: list[str]) -> dict[str, Json]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
