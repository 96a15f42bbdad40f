"""The portal's part of the province."""

from mocks.province.office import Office, Part
from mocks.province.outbox.line import Line
from mocks.province.portal.catalogue import Catalogue
from mocks.province.portal.client import PortalClient
from mocks.province.portal.delivery import Route
from mocks.province.portal.report import KIND, Report, reporting


def make(office: Office) -> Part:
    """Read the national catalogue, and report every act."""
    options, conduct = office.options, office.conduct
    headers = conduct.headers(options.destination)
    line = Line(office.http, options.portal, headers=headers, timeout_s=options.read_timeout_s)
    sessions = conduct.sessions(line, user=options.portal_user, password=options.portal_password, pause=office.pause)
    portal = PortalClient(line, sessions, agency=options.agency, distort=conduct.distort)
    catalogue = Catalogue(portal, office.pause)
    route = Route(portal, catalogue, options.agency, conduct.success, conduct.exists)

    office.dossiers.listeners.append(reporting(office.errands))
    return Part(runners={KIND: lambda: Report(office.dossiers, conduct.delivery(route))}, work=(catalogue.load,))
