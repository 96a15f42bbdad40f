"""Dossier codes (MaHoSo), as the era of QĐ 20/2020 writes them."""

from datetime import date


def make_code(agency: str, day: date, number: int) -> str:
    """Return the code of the agency's `number`-th dossier of the day: H56.14-261122-0001.

    Four digits until 9,999; then the number simply gets longer, so a busy day never issues a code twice.
    """
    return f"{agency}-{day:%y%m%d}-{number:04d}"


def keep_code(code: str) -> str:
    """Return a code that another system issued: as it came."""
    return code
