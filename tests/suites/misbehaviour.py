"""Make a national system misbehave as real ones do, by command to its mock, and be honest again afterwards."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.verdict import Code
from tests.suites import portal


@contextmanager
def misbehaving(
    campaign: Campaign,
    name: str,
    operation: str = "*",
    *,
    times: int | None = None,
    needed: bool = True,
    system: str = portal.SYSTEM,
    **arguments: Any,
) -> Iterator[None]:
    """The system (the portal) misbehaves inside the block, for so many calls (None: for all).

    Raises Inconclusive(INSUFFICIENT_DATA) where it was never met, for a fault that nobody saw proves nothing; unless it
    is not `needed`, because what is judged afterwards is seen by itself.
    """
    pco = campaign.pcos[system]
    body: Mapping[str, Any] = {"name": name, "operation": operation, "times": times, "arguments": arguments}
    made = pco.command("POST", "/behaviours", body)["id"]
    try:
        yield
    finally:
        cleared = pco.command("DELETE", f"/behaviours/{made}")
    if needed and not cleared["hits"]:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"the behaviour {name} of {system} was never met")
