"""What is written in the place of a personal value: keyed, of the same length and character classes, equal for equal.

The placeholder of a short value is easily shared by another; over six letters or digits that does not happen in
practice. Identity numbers keep century, sex and year of birth, which leaves 3 000 000 placeholders for each of those.
"""

import hashlib
import hmac
import re
import unicodedata
from typing import Any, Final

IDENTITY_DIGITS: Final = 12
_OLD_IDENTITY_DIGITS: Final = 9
_LEADING_ZEROS: Final = "000000"
_LONGEST_SERIAL: Final = 3
_SYNTHETIC_PREFIXES: Final = ("097", "098", "099")  # outside the table of TT 07/2016/TT-BCA, annex 1: nobody's
_ATTEMPTS: Final = 64
_TRUNK: Final = re.compile(r"(?:\+84|84|0)[ .-]?[0-9]")
"""How a phone number begins: kept, because it says which kind of number it is and nothing of its holder."""
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


def placeholder(value: str, mark: str, key: bytes) -> str:
    """Return the placeholder of one non-empty `value` of class `mark`; a value without letters or digits is its own.

    Identity numbers stay well formed: 12 digits get a prefix of 097–099 and keep digits 4–6 (century and sex, year).
    """
    if mark == "identity" and identity_kind(value) == "placeholder":
        return value
    seed = f"{mark}\0{value}".encode("utf-8", "surrogatepass")
    for attempt in range(_ATTEMPTS):  # a second attempt is needed only where chance gave the value itself
        digest = hmac.digest(key, seed if attempt == 0 else seed + b"\0%d" % attempt, "sha256")
        if mark == "secret":
            return f"secret-{digest.hex()[:16]}"
        stream = digest if len(value) <= len(digest) else hashlib.shake_256(digest).digest(len(value))
        result = _written_like(value, mark, stream)
        if result != value and not (mark == "identity" and identity_kind(result) == "placeholder"):
            return result
    return value


def identity_kind(value: Any) -> str:
    """Say what a value given as an identity number is: citizen-12, citizen-9, placeholder or malformed.

    A placeholder is one digit repeated, or at least six zeros before at most three digits (000000001): it names nobody.
    """
    if not isinstance(value, str) or not (value.isascii() and value.isdecimal()):
        return "malformed"
    if value == value[0] * len(value):
        return "placeholder"
    if value.startswith(_LEADING_ZEROS) and len(value.lstrip("0")) <= _LONGEST_SERIAL:
        return "placeholder"
    return {IDENTITY_DIGITS: "citizen-12", _OLD_IDENTITY_DIGITS: "citizen-9"}.get(len(value), "malformed")


def _written_like(value: str, mark: str, stream: bytes) -> str:
    """Write `value` anew with characters chosen by `stream` (one byte each), of the class of the one they replace."""
    if mark == "identity" and identity_kind(value) == "citizen-12":
        return _SYNTHETIC_PREFIXES[stream[0] % 3] + value[3:6] + "".join(str(byte % 10) for byte in stream[6:12])
    kept = 0
    if mark == "phone" and (trunk := _TRUNK.match(value)) is not None:
        kept = trunk.end()
    return value[:kept] + "".join([_LIKE[char][byte] for char, byte in zip(value[kept:], stream, strict=False)])


class _Alphabets(dict[str, str]):
    """For a character, 256 characters of its class and UTF-8 length to choose from by a byte; itself if it is kept."""

    def __missing__(self, char: str) -> str:
        alphabet = (_alphabet(char) * 256)[:256]
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
