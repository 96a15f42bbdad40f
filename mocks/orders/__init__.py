"""Systems that take orders about dossiers and work on them for days: tax, social insurance, electricity."""

from mocks.orders.desk import make_desk, tell_province
from mocks.orders.life import Order, Orders

__all__ = ["Order", "Orders", "make_desk", "tell_province"]
