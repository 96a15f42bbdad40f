"""Which systems are played: their profiles, what a province signs in with, and who makes them.

A maker is imported when its system is wanted, so that one system does not cost the imports of all.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mocks.core.system import Site, System


class UnknownSystem(ValueError):
    """No mock plays that system, or none of that profile."""


@dataclass(frozen=True)
class Entry:
    """A system by the name of its folder in `specs/interfaces`; the first profile is the one played by default.

    `accounts` are the names of what the province is given to sign in with; values are told, or made from the seed.
    """

    system: str
    profiles: tuple[str, ...]
    accounts: tuple[str, ...]
    make: Callable[[Site], System]


def entry(system: str) -> Entry:
    """The entry of that system. Raises UnknownSystem with the known ones."""
    for row in ENTRIES:
        if row.system == system:
            return row
    raise UnknownSystem(f"no mock plays {system!r}; known are {', '.join(row.system for row in ENTRIES)}")


def _portal(site: Site) -> System:
    from mocks.portal import make

    return make(site)


def _coordination(site: Site) -> System:
    from mocks.coordination import make

    return make(site)


def _ministry(site: Site) -> System:
    from mocks.ministry import make

    return make(site)


def _identity(site: Site) -> System:
    from mocks.identity import make

    return make(site)


def _population(site: Site) -> System:
    from mocks.population import make

    return make(site)


def _land(site: Site) -> System:
    from mocks.land import make

    return make(site)


def _tax(site: Site) -> System:
    from mocks.tax import make

    return make(site)


def _insurance(site: Site) -> System:
    from mocks.insurance import make

    return make(site)


def _electricity(site: Site) -> System:
    from mocks.electricity import make

    return make(site)


def _documents(site: Site) -> System:
    from mocks.documents import make

    return make(site)


def _payment(site: Site) -> System:
    from mocks.payment import make

    return make(site)


def _shared(site: Site) -> System:
    from mocks.shared import make

    return make(site)


CLIENT = ("client_id", "client_secret")
ENTRIES = (
    Entry("dvcqg", ("dvcqg-2025", "dvcqg-2021", "dvcqg-2025-ndxp"), ("username", "password"), _portal),
    Entry("dieuphoi", ("assumed-2026",), (), _coordination),
    Entry("btp", ("btp-2026",), CLIENT, _ministry),
    Entry("bdtg", ("bdtg-2026",), CLIENT, _ministry),
    Entry("btc", ("btc-2026",), CLIENT, _ministry),
    Entry("bvhttdl", ("bvhttdl-2026",), CLIENT, _ministry),
    Entry("ministry", ("generic-2026",), CLIENT, _ministry),
    Entry("vneid", ("vneid-2025",), CLIENT, _identity),
    Entry("vnconnect", ("vnconnect-2021",), CLIENT, _identity),
    Entry("c06", ("c06-2025",), ("user", "secret_key", "api_key"), _population),
    Entry("c06-wrapper", ("wrapper-2025",), ("user", "secret_key", "api_key"), _population),
    Entry("vbdlis", ("vbdlis-2025", "vbdlis-2024"), ("security_code",), _land),
    Entry("tct", ("portal-relayed",), CLIENT, _tax),
    Entry("bhxh", ("assumed-2026",), CLIENT, _insurance),
    Entry("evn", ("assumed-2026",), CLIENT, _electricity),
    Entry("vxp", ("qcvn-102-2016",), ("system_id", "secret_key"), _documents),
    Entry("payment", ("1.0.6",), ("partner", "secret"), _payment),
    Entry("keypay", ("keypay-3.0",), ("client_id", "hash_key_1", "hash_key_2"), _payment),
    Entry("dungchung", ("assumed-2026",), CLIENT, _shared),
)
