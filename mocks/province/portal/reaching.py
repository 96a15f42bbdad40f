"""The portal as a whole province reaches it: one line, one session, whoever has something to say there."""

import aiohttp

from mocks.province.conduct import Conduct
from mocks.province.options import ProvinceOptions
from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.line import Line
from mocks.province.portal.client import PortalClient


def reach_portal(
    options: ProvinceOptions, conduct: Conduct, *, pause: Pause, http: aiohttp.ClientSession
) -> PortalClient:
    """Return the client that all parts share."""
    headers = conduct.headers(options.destination)
    line = Line(http, options.portal, headers=headers, timeout_s=options.read_timeout_s)
    sessions = conduct.sessions(line, user=options.portal_user, password=options.portal_password, pause=pause)
    return PortalClient(line, sessions, agency=options.agency, distort=conduct.distort)
