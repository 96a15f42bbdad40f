"""The faults towards the coordination site: what each does instead of the honest thing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.routing.guide import Guide, Route

OWN_AGENCY: Final = "H56.14"
PROVINCIAL: Final = Route("province", None, "provincial")


class ByOwnAgency(Guide):
    """Asks with one code for all."""

    async def ask(self, procedure: str, agency: str) -> tuple[int, dict[str, Any]]:  # noqa: ARG002 - that is the fault
        """Ask for the centre."""
        return await super().ask(procedure, OWN_AGENCY)


class LinkWithoutQuery(Guide):
    """Shortens links."""

    def read(self, status: int, body: dict[str, Any]) -> Route:
        """Read the answer, its link up to the question mark."""
        route = super().read(status, body)
        return Route(route.system, route.link.partition("?")[0], route.reason) if route.link else route


class KeptForEver(Guide):
    """Never asks twice."""

    def is_fresh(self, age_s: float) -> bool:  # noqa: ARG002 - nobody looks at it, that is the fault
        """Always."""
        return True


class Provincial(Guide):
    """Takes a refusal for the province's own."""

    refusal: str

    def read(self, status: int, body: dict[str, Any]) -> Route:
        """Read the answer, unless it is that refusal."""
        route = super().read(status, body)
        return PROVINCIAL if route.reason == self.refusal else route


class UnknownIsProvincial(Provincial):
    """Of unknown procedures."""

    refusal = "unknown-procedure"


class ClosedIsLedOn(Provincial):
    """Of closed agencies."""

    refusal = "closed-agency"


class FreshWhileAway(Guide):
    """Does not say that an answer is old."""

    def without_answer(self, known: Route | None) -> Route:
        """What was told before, as if it had been told now."""
        return known if known is not None else super().without_answer(known)


CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "routes-by-own-agency": {"guide": ByOwnAgency},
        "route-link-without-query": {"guide": LinkWithoutQuery},
        "routes-kept-for-ever": {"guide": KeptForEver},
        "unknown-procedure-is-provincial": {"guide": UnknownIsProvincial},
        "closed-agency-is-led-on": {"guide": ClosedIsLedOn},
        "routes-fresh-while-away": {"guide": FreshWhileAway},
    }
)
