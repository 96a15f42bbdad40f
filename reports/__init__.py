"""What a sealed record says, for people and for machines: pure functions of the record and its readiness."""

from harness import VERSION

RENDERER = f"lienthong {VERSION}"
"""Who renders. A report says so beside who made the record, for a later release may render it otherwise."""
