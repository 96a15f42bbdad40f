"""Wrong dossier codes."""

from datetime import date


def free_form(_agency: str, day: date, number: int) -> str:
    """Return a code of the province's own invention: HS-2026-000001."""
    return f"HS-{day:%Y}-{number:06d}"


def old_era(agency: str, day: date, number: int) -> str:
    """Return a code of the four groups before QĐ 20/2020: 000.00.14.H56-261122-0001 for the agency H56.14."""
    first, _, second = agency.partition(".")
    return f"000.00.{second[:2] or '00'}.{first}-{day:%y%m%d}-{number:04d}"


def suffixed(code: str) -> str:
    """Return a code that another system issued, with something hung on."""
    return f"{code}-0001"
