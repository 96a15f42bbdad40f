"""Which texts the patterns of `redaction.toml` can find nothing in: seen without trying the patterns themselves."""

import re
from typing import Final

from specs.redaction_plan import load_rules

_SHORTEST: Final = 6  # no pattern matches less, the shortest being an e-mail address such as a@b.vn
_DIGITS: Final = re.compile("(?:[0-9][ .-]?){9}")
"""What every number that patterns look for holds: nine digits, perhaps in groups."""
_LONE_NUMBERS: Final = range(9, 13)  # lengths at which a string of digits alone may be such a number; a time has 14
_WORDS: Final = 64  # characters; longer texts are prose, which seldom comes twice
_MOST: Final = 8192
INNOCENT: Final[set[str]] = set()
"""Texts in which no pattern can find anything: codes, units, titles, which come again with every message."""


def is_innocent(text: str) -> bool:
    """Say whether no pattern can find anything in a text; short ones, which may come again, are remembered."""
    if text in INNOCENT:
        return True
    size = len(text)
    if size < _SHORTEST:
        pass
    elif text.isdecimal():
        return size not in _LONE_NUMBERS
    elif _DIGITS.search(text) is not None or _hinted(text.lower()):
        return False
    if size <= _WORDS:
        if len(INNOCENT) >= _MOST:
            INNOCENT.clear()
        INNOCENT.add(text)
    return True


def _hinted(lower: str) -> bool:
    """Say whether a lower-case text has any of the strings without which no pattern (but those of digits) matches."""
    for hint in load_rules().hints:  # noqa: SIM110 - any() takes thrice as long, and every string passes here
        if hint in lower:
            return True
    return False
