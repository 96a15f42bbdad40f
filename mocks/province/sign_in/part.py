"""The web door's part of the province."""

from collections.abc import Mapping

from aiohttp import web

from mocks.province.accounts.identity import Identities
from mocks.province.office import Office, Part
from mocks.province.outbox.line import Line
from mocks.province.sign_in.call import Caller
from mocks.province.sign_in.door import Door
from mocks.province.sign_in.leaving import KIND, Revocation
from mocks.province.sign_in.owners import Owners
from mocks.province.sign_in.provider import ISSUERS, ProviderClient, read_provider
from mocks.province.sign_in.verification import Verification

Clients = Mapping[str, ProviderClient]


def make(office: Office) -> Part:
    """Let people sign in with the providers that the province is connected to; no door where there is none."""
    identities, clients = office.conduct.identities(office.options.data), _clients(office)
    owners = office.conduct.owners(office.database, identities)
    office.dossiers.listeners.append(owners.heard)
    inbound = _routes(office, clients, identities, owners=owners) if clients else ()
    return Part(inbound=inbound, runners={KIND: lambda: Revocation(clients)})


def _clients(office: Office) -> Clients:
    caller = Caller(Line(office.http, "", headers={}, timeout_s=office.options.read_timeout_s))
    known = {name: office.counterpart(name) for name in ISSUERS}
    return {
        name: ProviderClient(read_provider(name, row), caller, make_keys=office.conduct.provider_keys)
        for name, row in known.items()
        if row is not None
    }


def _routes(office: Office, clients: Clients, identities: Identities, *, owners: Owners) -> list[web.RouteDef]:
    conduct, clock, url = office.conduct, office.clock, _public_url(office, clients)
    register = conduct.register(office.database, identities)
    sessions = conduct.web_sessions(office.database)
    arrivals = conduct.arrivals(clients, _verifications(office, clients), register, identities)
    door = Door(
        clients,
        arrivals,
        sign_ins=conduct.sign_ins(office.database),
        sessions=sessions,
        clock=clock,
        public_url=url,
        make_secrets=conduct.sign_in_secrets,
        give_cookie=conduct.give_cookie,
    )
    leaving = conduct.leaving(
        clients, sessions, database=office.database, errands=office.errands, clock=clock, public_url=url
    )
    rooms = conduct.rooms(
        sessions,
        owners,
        dossiers=office.dossiers,
        register=register,
        rights=conduct.rights(),
        clock=clock,
        home=office.options.agency,
        secure=url.startswith("https:"),
    )
    return [*door.routes(), *leaving.routes(), *rooms.routes()]


def _verifications(office: Office, clients: Clients) -> dict[str, Verification]:
    make, now = office.conduct.verification, office.clock.now
    return {name: make(client.provider, client.keys, now) for name, client in clients.items()}


def _public_url(office: Office, clients: Clients) -> str:
    """How browsers know this door: the setting `public_url` of a provider, else the inbound port on this machine."""
    told = (office.options.counterparts[name].settings.get("public_url") for name in clients)
    here = f"http://{office.options.host}:{office.options.inbound_port}"
    return next((url.rstrip("/") for url in told if url), here)
