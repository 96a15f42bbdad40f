"""The National Public Service Portal as far as provinces' client code shows it: sign-in, catalogue, dossiers, steps."""

from mocks.portal.dispatch import make

__all__ = ["make"]
