"""What the parts of a province work with."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from mocks.province.conduct import Conduct
from mocks.province.options import Counterpart, ProvinceOptions
from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.worker import Outbox, Runners
from mocks.province.portal.catalogue import Catalogue
from mocks.province.portal.client import PortalClient
from mocks.province.portal.delivery import Addition
from mocks.province.records.clock import Clock
from mocks.province.records.database import Database
from mocks.province.records.dossiers import Dossiers
from mocks.province.records.errands import Errands


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One province's installation: how it was started, what it remembers, how it behaves.

    `pause` says how long to wait after failed tries. `portal` and `catalogue` are shared, so that there is one session;
    `additions` are what parts have to say in the portal's row of a dossier.
    """

    options: ProvinceOptions
    conduct: Conduct
    clock: Clock
    database: Database
    dossiers: Dossiers
    errands: Errands
    outbox: Outbox
    pause: Pause
    http: aiohttp.ClientSession
    portal: PortalClient
    catalogue: Catalogue
    additions: list[Addition] = field(default_factory=list)

    def counterpart(self, name: str) -> Counterpart | None:
        """The system of that name, if this province is connected to it."""
        return self.options.counterparts.get(name)


Work = Callable[[], Coroutine[None, None, None]]
"""What is done from start to stop; begun again where the database was away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one part of the province adds: a room with a counterpart outside, or a duty inside.

    `screens` are routes of the upper tester (below its base), `capabilities` what it says it can do with them;
    `inbound` are routes that other systems call; `runners` run its errands, by kind; `work` is done from start to stop.
    """

    screens: Sequence[web.RouteDef] = ()
    capabilities: frozenset[str] = frozenset()
    inbound: Sequence[web.RouteDef] = ()
    runners: Runners = field(default_factory=dict)
    work: Sequence[Work] = ()
