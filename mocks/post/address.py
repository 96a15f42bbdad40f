"""Where a mock may call: this machine and the province that it was told of, and never a public national host."""

import ipaddress
import socket
import unicodedata
from urllib.parse import urlsplit

from mocks.core.system import CommandRefused
from specs.codebook import is_national_host

SCHEMES = ("http", "https")


class AddressRefused(CommandRefused):
    """An address that is none, that nobody told, or that is a public national host."""


def host_of(url: str) -> str:
    """The host of an absolute address, as a resolver takes it. Raises AddressRefused."""
    try:
        parts = urlsplit(url)
        host, scheme = parts.hostname or "", parts.scheme
        int(parts.port or 0)
    except ValueError:
        host, scheme = "", ""
    if not host or scheme not in SCHEMES:
        raise AddressRefused(f"{url!r} is no address: http://host:port is needed")
    return unicodedata.normalize("NFKC", host).replace("\u3002", ".").lower()


def refuse_national(host: str) -> None:
    """Raise AddressRefused where the name is a public national host's."""
    if is_national_host(host):
        raise AddressRefused(f"{host} is a public national host: a mock calls the province and nobody else")


def refuse_untold(url: str, *, told: str | None) -> None:
    """Raise AddressRefused unless `url` is on this machine or on the host of `told`, the province's base address."""
    host = host_of(url)
    refuse_national(host)
    if not is_own(host) and (told is None or host != host_of(told)):
        raise AddressRefused(f"{host} is neither this machine nor the province that the mock was told of")


def is_own(host: str) -> bool:
    """Whether a host is this machine, by its name or its address alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_by_dns(host: str) -> None:
    """Raise AddressRefused where DNS leads to a public national host. Asks DNS, so it blocks."""
    if is_own(host):
        return
    for name in _names(host):
        if is_national_host(name):
            raise AddressRefused(f"{host} leads to {name}, a public national host: refused")


def _names(host: str) -> set[str]:
    """The names that DNS gives for a host: its canonical name, and the names of its addresses."""
    try:
        rows = socket.getaddrinfo(host, None, flags=socket.AI_CANONNAME)
    except (OSError, UnicodeError):
        return set()  # what does not resolve is nobody; the call itself will say so
    names = {row[3] for row in rows if row[3]}
    for address in {str(row[4][0]) for row in rows}:
        try:
            names.add(socket.gethostbyaddr(address)[0])
        except OSError:
            continue  # an address without a name adds nothing to what is known
    return names
