"""The portal put together: its services, what the control port shows of them and can do with them."""

from mocks.core.sessions import Sessions
from mocks.core.system import Command, Handler, Site, System, View
from mocks.portal.answers import PORTAL_BEHAVIOURS, Answers
from mocks.portal.catalogue import load_catalogue
from mocks.portal.dispatch import Portal
from mocks.portal.dossiers import DossierServices
from mocks.portal.exchange_platform import Platform
from mocks.portal.monitoring import Monitoring
from mocks.portal.outbound import Outbound
from mocks.portal.publication import Publication
from mocks.portal.questions import Questions
from mocks.portal.results import ResultStore
from mocks.portal.state import Dossiers


def make(site: Site) -> System:
    """The portal as a System. Raises SpecError where the profile's catalogue cannot be read.

    Sessions are in memory, not in the store: a token is a secret that must not be on disk, and a portal that is started
    again knows none of the old ones either.
    """
    answers, catalogue = Answers(site.profile), load_catalogue(site.profile)
    dossiers = Dossiers(site.store.table("dossiers"))
    sessions = Sessions(life_s=site.session_s, clock=site.clock.monotonic, rng=site.rng("sessions"))
    publication = Publication(answers, catalogue, store=site.store, clock=site.clock)
    parts = (
        publication,
        Questions(answers, catalogue, store=site.store, clock=site.clock),
        Monitoring(answers, store=site.store),
        ResultStore(answers, publication, site),
        Outbound(answers, dossiers, publication, site=site),
    )
    views = {"dossiers": View(usage="dossiers as pushed: codes, counts, statuses", show=dossiers.summary)}
    commands = {"sessions/expire": _expiry(sessions)}
    services = dict(DossierServices(answers, dossiers).services)
    for part in parts:
        views |= part.views
        commands |= part.commands
        services |= part.services
    handler: Handler = Portal(site, answers, sessions=sessions, services=services)
    if "platform" in site.profile.settings:
        handler = Platform(handler, rng=site.rng("platform"))
    return System(profile=site.profile, handler=handler, behaviours=PORTAL_BEHAVIOURS, views=views, commands=commands)


def _expiry(sessions: Sessions) -> Command:
    usage = "sessions/expire {}: end every valid session now"
    return Command(usage=usage, run=lambda _: {"expired": sessions.expire_all()})
