"""The coordination site that leads from VNeID to the right system: an invention from one sentence of one document.

Document A asks that officers sign in there with their own VNeID account and see where each procedure is served. No
address, message or error of the real site was found; all is assumed, but for the links into ministries' portals.
"""

from mocks.coordination.dispatch import make

__all__ = ["make"]
