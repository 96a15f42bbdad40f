"""The faults as changes of conduct: what each does instead of the honest thing, gathered from the areas."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from mocks.province.conduct import Conduct
from mocks.province.faults import (
    of_dossiers,
    of_inheritance,
    of_procedures,
    towards_coordination,
    towards_documents,
    towards_identity,
    towards_land,
    towards_ministries,
    towards_orders,
    towards_payment,
    towards_population,
    towards_portal,
    towards_portal_fields,
    towards_referee,
    under_load,
)

AREAS: Final[tuple[Mapping[str, Mapping[str, Any]], ...]] = (
    towards_portal.CHANGES,
    towards_portal_fields.CHANGES,
    towards_referee.CHANGES,
    towards_population.CHANGES,
    of_dossiers.CHANGES,
    of_inheritance.CHANGES,
    of_procedures.CHANGES,
    towards_ministries.CHANGES,
    towards_identity.CHANGES,
    towards_coordination.CHANGES,
    towards_documents.CHANGES,
    towards_payment.CHANGES,
    towards_orders.CHANGES,
    towards_land.CHANGES,
    under_load.CHANGES,
)
CHANGES: Final = {fault: change for area in AREAS for fault, change in area.items()}


def conduct_of(fault: str | None) -> Conduct:
    """Return how a province with this fault behaves: honestly in all but the one thing."""
    return Conduct() if fault is None else replace(Conduct(), **CHANGES[fault])
