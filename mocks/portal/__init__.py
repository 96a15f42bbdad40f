"""The National Public Service Portal, as far as provinces' client code and the directives show it."""

from mocks.portal.assembly import make

__all__ = ["make"]
