"""What an order will say: from the dossier who it is for, from the officer the rest. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from mocks.province.orders.order import OrderWish
from mocks.province.orders.systems import System
from mocks.province.records.dossier import Dossier
from mocks.province.screens.contract import WrongBody
from specs.administrative_units import communes

MakeWish = Callable[[System, Dossier, Mapping[str, Any]], OrderWish]


def make_wish(system: System, dossier: Dossier, body: Mapping[str, Any]) -> OrderWish:
    """Return what the order will say; raises WrongBody where the system would not take it, or asks for more."""
    if body["kind"] not in system.kinds:
        raise WrongBody("the system has no such kind of order", "/kind")
    check_commune(body["commune"])
    return write_wish(system, dossier, body)


def check_commune(code: str) -> None:
    """Raise WrongBody for a code of before 1 July 2025, or of no commune at all."""
    if code not in communes():
        raise WrongBody("no commune has this code today", "/commune")


def write_wish(system: System, dossier: Dossier, body: Mapping[str, Any]) -> OrderWish:
    """Return what the order will say; raises WrongBody where something is missing that the system asks for."""
    owner = dossier.accepted["owner"]
    if owner["identity"] is None:
        raise WrongBody("the applicant's identity number is not known", "/system")
    wish = OrderWish(
        officer=body["officer"],
        name=owner["name"],
        identity=owner["identity"]["number"],
        commune=body["commune"],
        phone=owner.get("phone"),
        address=body.get("address"),
        birth=body.get("birth"),
        value=body.get("value"),
    )
    if missing := [name for name in system.fields if wish[name] is None]:  # type: ignore[literal-required]  # names of the table
        raise WrongBody("the system asks for it", f"/{missing[0]}")
    return wish
