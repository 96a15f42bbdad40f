"""What is written in the place of a personal value: keyed, of the same length and character classes, equal for equal.

The placeholder of a short value is easily shared by another; over six letters or digits that does not happen in
practice. Identity numbers keep century, sex and year of birth, which leaves 3 000 000 placeholders for each of those.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from specs.letters import written_like

if TYPE_CHECKING:
    from hashlib import _Hash

_States: TypeAlias = "tuple[_Hash, _Hash]"

IDENTITY_DIGITS: Final = 12
_KINDS: Final = {IDENTITY_DIGITS: "citizen-12", 9: "citizen-9"}
_LEADING_ZEROS: Final = "000000"
_LONGEST_SERIAL: Final = 3
_SYNTHETIC_PREFIXES: Final = ("097", "098", "099")  # outside the table of TT 07/2016/TT-BCA, annex 1: nobody's
_SIX_DIGITS: Final = "000000"
_DIGESTED: Final = ("secret", "file")  # of these not even the length is kept as it is
_ATTEMPTS: Final = 64
_TRUNK: Final = re.compile(r"(?:\+84|84|0)[ .-]?[0-9]")
"""How a phone number begins: kept, because it says which kind of number it is and nothing of its holder."""
_WHOLLY_LIKE: Final = frozenset({"name", "text", "email", "address", "account", "birth"})  # nothing of it is kept
_DIGEST: Final = 32  # bytes
_MOST_KNOWN: Final = 8192
_BLOCK: Final = 64  # bytes; the block of SHA-256, to which HMAC fills its key up (RFC 2104)


def placeholder(value: str, mark: str, key: bytes) -> str:
    """Return the placeholder of one non-empty `value` of class `mark`; a value without letters or digits is its own.

    Identity numbers stay well formed: 12 digits get a prefix of 097–099 and keep digits 4–6 (century and sex, year).
    A secret becomes `secret-<16 hex>`; a file `file-<16 hex>-<its size in characters>`, as it may be of any length.
    """
    if mark == "identity" and identity_kind(value) == "placeholder":
        return value  # it names nobody, and a check must see it
    seed = value.encode("utf-8", "surrogatepass")
    for attempt in range(_ATTEMPTS):  # a second attempt is needed only where chance gave the value itself
        digest = _digest(_keyed_states(key)[mark], seed if attempt == 0 else seed + b"\0%d" % attempt)
        head, like, stream = _parts(value, mark, digest)
        result = head + written_like(like, stream)
        if result != value and not (mark == "identity" and identity_kind(result) == "placeholder"):
            return result
    return value


def placeholders(values: Sequence[str], marks: Sequence[str], key: bytes) -> list[str]:
    """Return the placeholders of many values and their classes, and remember them.

    They are the same as made one by one, in a fraction of the time: all letters and digits are written at once.
    """
    heads, likes, streams = [], [], []
    for value, mark, digest in zip(values, marks, _digests(values, marks, key), strict=True):
        size = len(value)
        if mark in _WHOLLY_LIKE and size <= _DIGEST:
            head, like, stream = "", value, digest[:size]
        else:
            head, like, stream = _parts(value, mark, digest)
        heads.append(head)
        likes.append(like)
        streams.append(stream)
    written = written_like("".join(likes), b"".join(streams))
    results, start = [], 0
    for value, mark, head, like in zip(values, marks, heads, likes, strict=True):
        end = start + len(like)
        result = head + written[start:end]
        if result == value or (mark == "identity" and not head and identity_kind(result) == "placeholder"):
            result = placeholder(value, mark, key)
        results.append(result)
        start = end
    _remember(results, values, marks, key)
    return results


def _remember(made: Sequence[str], values: Sequence[str], marks: Sequence[str], key: bytes) -> None:
    known = remembered(key)
    if len(known) >= _MOST_KNOWN:
        known.clear()
    known.update(zip(zip(marks, map(hash, values), strict=True), made, strict=True))


@lru_cache(maxsize=16)
def remembered(key: bytes) -> dict[tuple[str, int], str]:  # noqa: ARG001 - there is one for each key
    """The memory of `placeholders` under a key, by class and hash of the value: 64 bits, keyed by the process.

    The same people come again and again, but no value outlives its message here.
    """
    return {}


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
    return _KINDS.get(len(value), "malformed")


def _parts(value: str, mark: str, digest: bytes) -> tuple[str, str, bytes]:
    """What a placeholder is made of: a head as it stands, then something written like a text as a stream says."""
    if mark in _DIGESTED:
        return f"{mark}-{digest.hex()[:16]}{f'-{len(value)}' if mark == 'file' else ''}", "", b""
    size = len(value)
    stream = digest[:size] if size <= _DIGEST else hashlib.shake_256(digest).digest(size)
    if mark == "identity":
        kind = identity_kind(value)
        if kind == "citizen-12":
            return _SYNTHETIC_PREFIXES[stream[0] % 3] + value[3:6], _SIX_DIGITS, stream[6:]
        if kind == "placeholder":
            return value, "", b""
    elif mark == "phone" and (trunk := _TRUNK.match(value)) is not None:
        kept = trunk.end()
        return value[:kept], value[kept:], stream[: size - kept]
    return "", value, stream


def _digests(values: Sequence[str], marks: Sequence[str], key: bytes) -> list[bytes]:
    """What `_digest` gives for each of the values, without a call for each."""
    states, digests = _keyed_states(key), []
    for value, mark in zip(values, marks, strict=True):
        inner, outer = states[mark]
        first, second = inner.copy(), outer.copy()
        first.update(value.encode("utf-8", "surrogatepass"))
        second.update(first.digest())
        digests.append(second.digest())
    return digests


def _digest(states: _States, value: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104) of class, zero byte and value, from states that know key and class already."""
    first, second = states[0].copy(), states[1].copy()
    first.update(value)
    second.update(first.digest())
    return second.digest()


class _ByMark(dict[str, _States]):
    """The states from which the digests of one key go on, by class."""

    def __init__(self, key: bytes) -> None:
        super().__init__()
        short = key if len(key) <= _BLOCK else hashlib.sha256(key).digest()
        self._block = short.ljust(_BLOCK, b"\0")

    def __missing__(self, mark: str) -> _States:
        inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in self._block)) for pad in (0x36, 0x5C))
        inner.update(f"{mark}\0".encode())
        self[mark] = inner, outer
        return inner, outer


@lru_cache(maxsize=16)
def _keyed_states(key: bytes) -> _ByMark:
    return _ByMark(key)
