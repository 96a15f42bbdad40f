"""A ministry's centralised system for administrative procedures, as a province meets it: one handler, five profiles."""

from mocks.ministry.assembly import make

__all__ = ["make"]
