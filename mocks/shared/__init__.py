"""The province's other shared systems: one that subscribes to events, and one that provides data. All assumed."""

from mocks.shared.assembly import make

__all__ = ["make"]
