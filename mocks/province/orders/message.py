"""What is said to a system that takes orders, and what it says of them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mocks.province.orders.order import Order, Step
from mocks.province.orders.systems import System

TIME: Final = "%Y%m%d%H%M%S"


class Unreadable(ValueError):
    """What came tells of no order. Says where, never what."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a system tells of an order: its number there, the dossier, states with their times."""

    number: str
    dossier: str
    steps: tuple[Step, ...]


def make_order(system: System, order: Order) -> dict[str, Any]:
    """The body of an order, with what the system asks for and nothing more."""
    told = order.wish
    plain = {
        "MaHoSo": order.dossier,
        system.kind: order.kind,
        "HoTen": told["name"],
        "SoDinhDanh": told["identity"],
        "MaXa": told["commune"],
    }
    return plain | {field: told[name] for name, field in system.fields.items()}  # type: ignore[literal-required]  # names of the table


def read_push(system: System, body: object) -> Told:
    """Read a state that is pushed; raises Unreadable."""
    try:
        told: Mapping[str, Any] = body  # type: ignore[assignment]  # what is no object fails on the first look
        return Told(_text(told[system.number]), _text(told["MaHoSo"]), (_step(system, told),))
    except (KeyError, TypeError, ValueError) as exc:
        raise Unreadable(f"no state of an order: {type(exc).__name__}") from exc


def read_order(system: System, body: object) -> Told:
    """Read an order as the system shows it, with all its states; raises Unreadable."""
    try:
        told: Mapping[str, Any] = body  # type: ignore[assignment]  # what is no object fails on the first look
        steps = tuple(_step(system, row) for row in told["LichSu"])
        _text(steps and steps[-1].state)
        return Told(_text(told[system.number]), _text(told["MaHoSo"]), steps)
    except (KeyError, TypeError, ValueError) as exc:
        raise Unreadable(f"no order: {type(exc).__name__}") from exc


def _step(system: System, row: Mapping[str, Any]) -> Step:
    state, at = row["TrangThai"], _text(row["ThoiDiem"])
    if state not in system.states or datetime.strptime(at, TIME).strftime(TIME) != at:  # noqa: DTZ007 - only its form
        raise ValueError("no such state, or no such time")
    return Step(state, at)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a text is wanted")
    return value
