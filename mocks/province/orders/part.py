"""The part of the province that places orders at other systems."""

from typing import Final

from aiohttp import web

from mocks.province.office import Office, Part
from mocks.province.options import Counterpart
from mocks.province.orders.client import OrderClient
from mocks.province.orders.desk import Desk
from mocks.province.orders.ledger import PLACE, RESULT, WITHDRAW
from mocks.province.orders.systems import SYSTEMS, System
from mocks.province.outbox.backoff import growing_pause
from mocks.province.outbox.line import Line

HEADERS: Final = {"Accept": "application/json"}
ASK_AFTER_S: Final = 900.0
ASK_MAX_S: Final = 14_400.0
"""States change in days: assumed."""


def make(office: Office) -> Part:
    """Place orders at the systems that this province is connected to, and follow them; nothing where there is none."""
    connected = {name: found for name in SYSTEMS if (found := office.counterpart(name)) is not None}
    return _make(office, connected) if connected else Part()


def _make(office: Office, connected: dict[str, Counterpart]) -> Part:
    conduct, settings = office.conduct, [counterpart.settings for counterpart in connected.values()]
    pause = growing_pause(
        min(float(one.get("ask_after_s", ASK_AFTER_S)) for one in settings),
        min(float(one.get("ask_max_s", ASK_MAX_S)) for one in settings),
    )
    ledger = conduct.order_ledger(office.database, office.errands, now=office.clock.now, pause=pause)
    clients = {name: _client(office, SYSTEMS[name], found) for name, found in connected.items()}
    following = conduct.order_following(ledger, clients, pause=pause)
    ledger.moved = following.wake
    return Part(
        screens=Desk(office, ledger, {name: SYSTEMS[name] for name in connected}).routes(),
        capabilities=frozenset(SYSTEMS[name].capability for name in connected),
        inbound=[
            web.post(client.system.push, conduct.order_inbound(ledger, client).take) for client in clients.values()
        ],
        runners={
            PLACE: lambda: conduct.order_placing(ledger, clients),
            WITHDRAW: lambda: conduct.order_withdrawing(ledger, clients),
            RESULT: lambda: conduct.order_result(ledger, office.dossiers, office.clock.now),
        },
        work=(following.run,),
    )


def _client(office: Office, system: System, counterpart: Counterpart) -> OrderClient:
    line = Line(office.http, counterpart.url, headers=HEADERS, timeout_s=office.options.read_timeout_s)
    return office.conduct.order_client(line, counterpart.settings, system)
