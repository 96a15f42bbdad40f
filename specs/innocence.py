"""Which texts the patterns of `redaction.toml` can find nothing in: seen without trying the patterns themselves."""

import re
from functools import cache
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final

from specs.redaction_rules import load_rules

_SHORTEST: Final = 6  # no pattern matches less, the shortest being an e-mail address such as a@b.vn
_SIGNS: Final = b" .-"
_FOLDED: Final = bytes.maketrans(ascii_uppercase.encode() + digits.encode(), ascii_lowercase.encode() + b"0" * 10)
_NUMBER: Final = b"0" * 9
"""What every number that patterns look for holds: nine digits, perhaps in groups. All digits are folded into one."""
_UNFOLDED: Final = ("\u0130", "\u0131", "\u017f", "\u212a")
"""Letters that patterns take for i, s and k where they do not tell upper from lower case."""
_LONE_NUMBERS: Final = range(9, 13)  # lengths at which a string of digits alone may be such a number; a time has 14
_WORDS: Final = 64  # characters; longer texts are prose, which seldom comes twice
_MOST: Final = 8192
INNOCENT: Final[set[str | None]] = {None}
"""Texts that are personal by no pattern and by no name: codes, units, titles, which come again with every message.

None is among them.
"""


def is_innocent(text: str) -> bool:
    """Say whether no pattern can find anything in a text; short ones, which may come again, are remembered."""
    if text in INNOCENT:
        return True
    size = len(text)
    if size < _SHORTEST:
        pass
    elif text.isdecimal():
        return size not in _LONE_NUMBERS
    elif _may_hold_one(text):
        return False
    if size <= _WORDS and not load_rules().condition.fullmatch(text):
        if len(INNOCENT) >= _MOST:
            INNOCENT.clear()
            INNOCENT.add(None)
        INNOCENT.add(text)
    return True


def _may_hold_one(text: str) -> bool:
    """Say whether a text has nine digits, or any of the strings without which no other pattern matches."""
    folded = _fold(text)
    return _NUMBER in folded or _hints().search(folded) is not None


def _fold(text: str) -> bytes:
    """A text without what may stand between digits, in lower case, with one digit for all."""
    return text.encode("utf-8", "surrogatepass").translate(_FOLDED, _SIGNS)


@cache
def _hints() -> re.Pattern[bytes]:
    return re.compile(b"|".join(re.escape(_fold(hint)) for hint in (*load_rules().hints, *_UNFOLDED)))
