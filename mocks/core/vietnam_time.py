"""Instants as they are written on the wire: yyyyMMddHHmmss in Asia/Ho_Chi_Minh, without an offset (K1, K2)."""

from datetime import datetime, timedelta, timezone
from typing import Final

HO_CHI_MINH: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no summer time since 1975


def wire_time(instant: datetime) -> str:
    """An aware instant as fourteen digits."""
    return instant.astimezone(HO_CHI_MINH).strftime("%Y%m%d%H%M%S")
