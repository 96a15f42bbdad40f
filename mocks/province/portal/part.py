"""The portal's part of the province."""

from mocks.province.office import Office, Part
from mocks.province.portal.delivery import Route
from mocks.province.portal.report import KIND, REFRESH, Refresh, Report, reporting


def make(office: Office) -> Part:
    """Read the national catalogue, and report every act."""
    options, conduct = office.options, office.conduct
    route = Route(office.portal, office.catalogue, options.agency, conduct.success, conduct.exists, office.additions)
    office.dossiers.listeners.append(reporting(office.errands))
    return Part(
        runners={
            KIND: lambda: Report(office.dossiers, conduct.delivery(route)),
            REFRESH: lambda: Refresh(office.dossiers, conduct.delivery(route)),
        },
        work=(office.catalogue.load,),
    )
