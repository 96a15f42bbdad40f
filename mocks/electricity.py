"""EVN: service orders and customers. Everything of it is assumed; customers are made up from the seed."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.system import Site, System, View
from mocks.orders import Orders, make_desk, tell_province
from specs.administrative_units import communes

Json: TypeAlias = Any
CUSTOMERS: Final = 200
CONTRACTS: Final = ("hieu-luc", "hieu-luc", "hieu-luc", "tam-ngung", "cham-dut")


def make(site: Site) -> System:
    """The system with its customers."""
    orders = Orders(site.profile, store=site.store, clock=site.clock)
    orders.told = tell_province(site, orders)
    customers = _customers(site)

    def look_up(body: Mapping[str, Json]) -> dict[str, Json]:
        found = customers.get(str(body.get("MaKhachHang")))
        return {"TimThay": found is not None} | (found or {"MaXa": None, "TrangThaiHopDong": None})

    shown = View(usage="the synthetic customers by number", show=lambda: customers)
    return make_desk(site, orders, look_up=look_up, views={"customers": shown})


def _customers(site: Site) -> dict[str, dict[str, Json]]:
    rng, codes = site.rng("customers"), sorted(communes())
    return {
        f"P{rng.choice('ABCDEGH')}{rng.randrange(10**8):08d}": {
            "MaXa": rng.choice(codes),
            "TrangThaiHopDong": rng.choice(CONTRACTS),
        }
        for _ in range(CUSTOMERS)
    }
