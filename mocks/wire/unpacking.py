"""Bodies that were packed for the way (Content-Encoding)."""

import zlib
from typing import Final

PACKED: Final = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}
"""Windows of zlib by encoding; what is called deflate comes with the head of zlib (RFC 9110) and without it."""


class NotUnpacked(ValueError):
    """A body that is not packed as its head says."""


class TooLarge(ValueError):
    """A body that is larger, once unpacked, than anybody would send."""


def unpacked(body: bytes, encoding: str, *, most: int) -> bytes:
    """`body` without its packing; as it is where nobody here knows `encoding`. Raises NotUnpacked, TooLarge."""
    error: zlib.error | None = None
    for window in PACKED.get(encoding, ()):
        machine = zlib.decompressobj(window)
        try:
            whole = machine.decompress(body, most + 1)
        except zlib.error as exc:
            error = exc
            continue
        if len(whole) > most:
            raise TooLarge(f"more than {most} bytes")
        if not machine.eof:
            raise NotUnpacked("it breaks off")
        return whole
    if error is not None:
        raise NotUnpacked(type(error).__name__) from error
    return body
