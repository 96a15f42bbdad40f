"""A fault by its name, as the command line gives it."""

from harness.errors import Refused
from mocks.province.faults.catalogue import read_fault


def fault_named(name: str | None) -> str | None:
    """The fault of that name; Refused with close matches where there is none."""
    try:
        return read_fault(name) if name else None
    except ValueError as exc:
        raise Refused(str(exc)) from exc
