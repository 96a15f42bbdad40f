"""Characters that may stand for others: of the same class (case, digit) and as many bytes long in UTF-8."""

import codecs
import unicodedata
from operator import getitem
from typing import Final

_KNOWN_CHARACTERS: Final = 4096
_LETTERS: Final = {
    ("Ll", 1): "abcdefghijklmnopqrstuvwxyz",
    ("Lu", 1): "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    ("Ll", 2): "àáâãèéêìíòóôõùúýăđĩũơư",
    ("Lu", 2): "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ",
    ("Lo", 2): "".join(map(chr, range(0x5D0, 0x5EB))),
    ("Ll", 3): "".join(map(chr, range(0x1EA1, 0x1EFA, 2))),
    ("Lu", 3): "".join(map(chr, range(0x1EA0, 0x1EFA, 2))),
    ("Lo", 3): "".join(map(chr, range(0x4E00, 0x4F00))),
    ("Ll", 4): "".join(map(chr, range(0x10428, 0x10450))),
    ("Lu", 4): "".join(map(chr, range(0x10400, 0x10428))),
    ("Lo", 4): "".join(map(chr, range(0x20000, 0x20100))),
}
"""Letters by case (Lo: neither) and UTF-8 length; those of two and three bytes are Vietnamese where there is a case."""
_DIGITS: Final = "0123456789"
_COMMON: Final = (_DIGITS, *(_LETTERS[case, size] for size in (1, 2, 3) for case in ("Ll", "Lu")))
_KEPT: Final = "\t\n\r !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~–—“”‘’…°²"
_SHORT: Final = 24  # below this many characters, one after another is the quicker way


def written_like(value: str, stream: bytes) -> str:
    """Write `value` anew with characters chosen by `stream` (a byte each), of the class of the one they replace."""
    if len(value) >= _SHORT:
        try:
            return _written_at_once(value, stream)
        except UnicodeEncodeError:  # a character that is not among the common ones
            pass
    return "".join(map(getitem, map(_LIKE.__getitem__, value), stream))


class _Alphabets(dict[str, tuple[str, ...]]):
    """For a character, 256 characters of its class and UTF-8 length to choose from by a byte; itself if it is kept."""

    def __missing__(self, char: str) -> tuple[str, ...]:
        alphabet = tuple((_alphabet(char) * 256)[:256])
        if len(self) < _KNOWN_CHARACTERS:
            self[char] = alphabet
        return alphabet


_LIKE: Final = _Alphabets()


def _alphabet(char: str) -> str:
    """Return the characters that may stand for `char`: digits for a digit, lower case for lower case, and so on."""
    category = unicodedata.category(char)
    if category == "Nd":
        zero = ord(char) - unicodedata.decimal(char)
        return "".join(map(chr, range(zero, zero + 10)))
    if category[0] != "L":
        return char  # spaces, punctuation, symbols and combining marks name nobody
    case = category if category in ("Ll", "Lu") else "Lo"
    return _LETTERS[case, len(char.encode())]


# The same for a whole text at once: characters become bytes of a code page of our own, in which every alphabet is one
# run, so that the character wanted is "first of its run, plus the stream's byte modulo the length of the run". All
# positions are computed together, as one number of so many bytes; no sum exceeds its byte.

_PAGE: Final = ("\0" + "".join(_COMMON) + _KEPT).ljust(256, "\ufffe")
_TO_PAGE: Final = codecs.charmap_build(_PAGE)
_FIRST: Final = bytes(
    next((_PAGE.index(run[0]) for run in _COMMON if char in run), place) for place, char in enumerate(_PAGE)
)
_MODULO: Final = tuple(
    (
        bytes(255 if any(char in run for run in _COMMON if len(run) == length) else 0 for char in _PAGE),
        bytes(byte % length for byte in range(256)),
    )
    for length in sorted({len(run) for run in _COMMON})
)
"""For each length of a run: a mask of the characters in runs of that length, and the bytes modulo that length."""


def _written_at_once(value: str, stream: bytes) -> str:
    """Do it for a text of common characters; raises UnicodeEncodeError for any other."""
    page = codecs.charmap_encode(value, "strict", _TO_PAGE)[0]
    wanted = int.from_bytes(page.translate(_FIRST), "little")
    stream = stream[: len(page)]
    for mask, modulo in _MODULO:
        wanted += int.from_bytes(page.translate(mask), "little") & int.from_bytes(stream.translate(modulo), "little")
    return codecs.charmap_decode(wanted.to_bytes(len(page), "little"), "strict", _PAGE)[0]
