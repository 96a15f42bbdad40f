"""Whom our TLS lines trust: the authorities of httpx, read once, for to read them takes longer than many calls."""

import ssl
from functools import cache

import httpx


@cache
def trust() -> ssl.SSLContext:
    """The one context of this process. Nothing of the environment changes it."""
    return httpx.create_ssl_context(trust_env=False)
