"""Ports for parts that are started later than they are chosen."""

import socket
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from cli.ports import PORTS, free_ports


def test_no_port_is_given_twice_however_many_ask_at_once() -> None:
    with ThreadPoolExecutor(8) as asked:
        given = list(chain.from_iterable(asked.map(free_ports, [20] * 40)))

    assert len(given) == len(set(given)) == 20 * 40
    assert all(port in PORTS for port in given)


def test_a_port_on_which_somebody_listens_is_not_given() -> None:
    (taken,) = free_ports(1)
    with socket.create_server(("127.0.0.1", taken)):
        assert taken not in chain.from_iterable(free_ports(20) for _ in range(20))
