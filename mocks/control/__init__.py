"""The control port of the mocks: for whoever referees, never for the system under test.

Published as `specs/interfaces/control/1/openapi.json`. Every address of it asks for the token; errors are problem+json.
"""

from mocks.control.app import Part, control_app
from mocks.control.resources import Control, Identity

__all__ = ["Control", "Identity", "Part", "control_app"]
