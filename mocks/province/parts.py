"""The parts of the province, in the order in which they are put together."""

from collections.abc import Callable, Sequence
from typing import Final

from mocks.province.accounts.part import make as make_accounts
from mocks.province.documents.part import make as make_documents
from mocks.province.inheritance.part import make as make_inheritance
from mocks.province.intake.part import make as make_intake
from mocks.province.land.part import make as make_land
from mocks.province.ministries.part import make as make_ministries
from mocks.province.office import Office, Part
from mocks.province.orders.part import make as make_orders
from mocks.province.payment.part import make as make_payment
from mocks.province.population.part import make as make_population
from mocks.province.portal.part import make as make_portal
from mocks.province.procedures.part import make as make_procedures
from mocks.province.routing.part import make as make_routing
from mocks.province.screens.part import make as make_screens
from mocks.province.sign_in.part import make as make_sign_in

PARTS: Final[Sequence[Callable[[Office], Part]]] = (
    make_screens,
    make_portal,
    make_intake,
    make_payment,
    make_population,
    make_ministries,
    make_documents,
    make_routing,
    make_procedures,
    make_inheritance,
    make_accounts,
    make_sign_in,
    make_land,
    make_orders,
)
