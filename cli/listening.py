"""What the parts that serve have in common: where they listen, how they say so, what the machine refuses them."""

import errno
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from harness.errors import Refused


@contextmanager
def refused_by_the_machine(host: str, port: int) -> Iterator[None]:
    """An address, a folder or a file that the machine does not give is the operator's to mend."""
    try:
        yield
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            taken = getattr(exc, "port", port)
            raise Refused(f"port {taken} is in use: free it, or choose another one") from exc
        what = exc.filename or f"{host}:{port}"
        raise Refused(f"{what} cannot be used: {exc.strerror or exc}; choose another one") from exc


def listen_at(url: str) -> tuple[str, int]:
    """Host and port to listen on; Refused where the address names none."""
    host, port = parts_of(url)
    if port is None:
        raise Refused(f"{url!r} names no port to listen on: http://host:port is needed")
    return host, port


def parts_of(url: str) -> tuple[str, int | None]:
    """Host and port of an address; Refused where it is none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as exc:
        raise Refused(f"{url!r} is no address: {exc}") from exc
    if host is None or parts.scheme not in {"http", "https"}:
        raise Refused(f"{url!r} is no address: http://host:port is needed")
    return host, port


def announce(json_only: bool) -> Callable[[Mapping[str, Any]], None]:
    """Says on one line where a part listens."""

    def ready(row: Mapping[str, Any]) -> None:
        if json_only:
            line = json.dumps(dict(row))
        else:
            line = " · ".join(f"{name} {value}" for name, value in row.items()) + "   (Ctrl-C stops it)"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    return ready
