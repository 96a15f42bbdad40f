"""What the control port shows of the coordination site, and what it can be told."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.coordination.people import Visitors
from mocks.coordination.refusals import Refused
from mocks.coordination.table import ANY_AGENCY, RoutingTable
from mocks.core.system import Command, View

Json: TypeAlias = Any
TEXT: Final = {"type": "string", "minLength": 1, "maxLength": 200}


def views(table: RoutingTable) -> Mapping[str, View]:
    """The views of the site."""
    return {
        "routes": View(usage="which system serves each procedure at each agency, and why", show=lambda: _routes(table)),
        "systems": View(usage="the systems, whether they are open and where they are", show=lambda: _places(table)),
        "agencies": View(usage="the agencies and whether their codes are closed", show=lambda: _agencies(table)),
    }


def commands(table: RoutingTable, visitors: Visitors) -> Mapping[str, Command]:
    """The commands of the site."""
    expire = Command(
        usage="sessions/expire {}: let every session end now", run=lambda _: {"expired": visitors.expire_all()}
    )
    return {**_of_routes(table), **_of_agencies(table), "sessions/expire": expire}


def _of_routes(table: RoutingTable) -> dict[str, Command]:
    return {
        "routes/set": Command(
            usage='routes/set {"procedure", "agency"?: "*", "system": name or null for what the profile says}',
            schema=_members({"procedure": TEXT, "system": {"anyOf": [TEXT, {"type": "null"}]}}, agency=TEXT),
            run=lambda told: _set_route(table, told),
        ),
        "systems/open": Command(
            usage='systems/open {"system", "open": true or false}: roll a system out, or take it back',
            schema=_members({"system": TEXT, "open": {"type": "boolean"}}),
            run=lambda told: _tell_place(table, told["system"], open=told["open"]),
        ),
        "systems/address": Command(
            usage='systems/address {"system", "address"}: where a system is that is not played here, as the province',
            schema=_members({"system": TEXT, "address": {"type": "string", "maxLength": 500}}),
            run=lambda told: _tell_place(table, told["system"], address=told["address"]),
        ),
    }


def _of_agencies(table: RoutingTable) -> dict[str, Command]:
    return {
        "agencies/close": Command(
            usage='agencies/close {"code"}: close the code of an agency, and all below it',
            schema=_members({"code": TEXT}),
            run=lambda told: _tell_agency(table, told, closed=True),
        ),
        "agencies/open": Command(
            usage='agencies/open {"code", "name"?}: open a closed code again, or add an agency',
            schema=_members({"code": TEXT}, name=TEXT),
            run=lambda told: _tell_agency(table, told, closed=False),
        ),
    }


def _members(needed: Mapping[str, Json], **optional: Json) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": {**needed, **optional},
        "required": list(needed),
        "additionalProperties": False,
    }


def _set_route(table: RoutingTable, told: Json) -> Json:
    table.tell_route(told["procedure"], told.get("agency", ANY_AGENCY), system=told["system"])
    return _routes(table)


def _tell_place(table: RoutingTable, name: str, **said: Json) -> Json:
    table.tell_place(name, **said)
    return _places(table)


def _tell_agency(table: RoutingTable, told: Json, *, closed: bool) -> Json:
    table.tell_agency(told["code"], closed=closed, name=told.get("name", ""))
    return _agencies(table)


def _routes(table: RoutingTable) -> Json:
    rows = [_route(table, procedure.code, agency.code) for procedure in table.procedures for agency in table.agencies]
    return {"routes": rows}


def _route(table: RoutingTable, procedure: str, agency: str) -> Json:
    head = {"procedure": procedure, "agency": agency}
    try:
        route = table.route(procedure, agency)
    except Refused as exc:
        return head | {"system": None, "why": exc.reason}
    return head | {"system": route.place.id, "why": route.why}


def _places(table: RoutingTable) -> Json:
    rows = [{"system": row.id, "name": row.name, "open": row.open, "address": table.base(row)} for row in table.places]
    return {"systems": rows}


def _agencies(table: RoutingTable) -> Json:
    rows = [{"code": row.code, "name": row.name, "closed": table.is_closed(row.code)} for row in table.agencies]
    return {"agencies": rows}
