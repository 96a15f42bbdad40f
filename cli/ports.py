"""Ports for what the demo starts: free now, and none that the system would hand to somebody else meanwhile."""

import secrets
import socket
import threading
from itertools import islice

PORTS = range(20_000, 32_000)  # Linux hands out ports from 32768 on, other systems from 49152 on (RFC 6335)
ATTEMPTS = 200
_given: set[int] = set()
_lock = threading.Lock()


def free_ports(count: int) -> list[int]:
    """Ports of the loopback interface that nobody listens on, each another one. Raises OSError where none is left.

    They are free until somebody binds them; drawn by chance, so that two processes do not draw the same, and none is
    given twice by one process, where who was given it may bind it late or again.
    """
    with _lock:
        drawn = (port for port in secrets.SystemRandom().sample(PORTS, ATTEMPTS) if port not in _given)
        free = list(islice(filter(_is_free, drawn), count))
        if len(free) < count:
            raise OSError(f"no {count} free ports among {ATTEMPTS} of {PORTS[0]} to {PORTS[-1]} on 127.0.0.1")
        _given.update(free)
    return free


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
