"""What may be a target: anything but a public national host, by name, by the name that DNS gives, on every hop."""

import ipaddress
import socket
import unicodedata
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from harness.errors import Refused
from specs.codebook import is_national_host

Resolve = Callable[[str], Iterable[str]]


def canonical_names(host: str) -> list[str]:
    """The names that DNS gives for a host: its canonical name, and the names of its addresses. Empty if unknown."""
    try:
        rows = socket.getaddrinfo(host, None, flags=socket.AI_CANONNAME)
    except (OSError, UnicodeError):
        return []  # a host that does not resolve, or is no name at all, reaches nobody; the call itself will say so
    names = {row[3] for row in rows if row[3]}
    for address in {str(row[4][0]) for row in rows}:
        if ipaddress.ip_address(address).is_loopback:
            continue
        try:
            names.add(socket.gethostbyaddr(address)[0])
        except OSError:
            continue  # an address without a name adds nothing to what is known
    return sorted(names)


def _host(url: str) -> str:
    """The host as the resolver takes it: full-width letters and ideographic stops are letters and stops there too."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return unicodedata.normalize("NFKC", host).replace("\u3002", ".").lower()


def refuse_national(url: str, *, resolve: Resolve = canonical_names) -> None:
    """Raise Refused where the address is, or leads to, a public national host. Only simulators are ever targets."""
    host = _host(url)
    if not host:
        raise Refused(f"{url!r} is no address: http://host:port is needed")
    if is_national_host(host):
        raise Refused(f"{host} is a public national host: lienthong only ever talks to simulators and to the province")
    for name in resolve(host):
        if is_national_host(name):
            raise Refused(f"{host} leads to {name}, a public national host: refused")
