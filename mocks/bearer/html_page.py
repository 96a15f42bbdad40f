"""Small HTML pages that people and programs can read."""

from collections.abc import Mapping
from html import escape
from typing import Final

HTML: Final = "text/html; charset=utf-8"


def page(title: str, rows: Mapping[str, str], *, name: str = "", reason: str = "") -> str:
    """A page with a title and a list of terms, everything escaped.

    `name` says which page it is, `reason` why it refuses what was asked; both stand in attributes of `main`, for
    programs.
    """
    outcome = "refused" if reason else "shown"
    marks = f'data-page="{escape(name)}" data-outcome="{outcome}" data-reason="{escape(reason)}"'
    listed = "".join(f'<dt>{escape(k)}</dt><dd data-name="{escape(k)}">{escape(v)}</dd>' for k, v in rows.items())
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    body = f"<main {marks}><h1>{escape(title)}</h1><dl>{listed}</dl></main>"
    return f'<!doctype html>\n<html lang="vi"><head>{head}</head><body>{body}</body></html>\n'
