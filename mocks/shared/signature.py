"""Signed messages: HMAC-SHA256 over a time and the raw body, so that neither can be changed or used again later."""

import hashlib
import hmac
from typing import Final

PREFIX: Final = "sha256="


def signature(secret: str, *, time: str, raw: bytes) -> str:
    """`sha256=<hex>` over the text of the time (epoch seconds), a full stop, and the body."""
    return PREFIX + hmac.new(secret.encode(), time.encode() + b"." + raw, hashlib.sha256).hexdigest()


def is_signed(given: str, secret: str, *, time: str, raw: bytes) -> bool:
    """Whether that is the signature."""
    return hmac.compare_digest(given.encode(), signature(secret, time=time, raw=raw).encode())
