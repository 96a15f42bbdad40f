"""A fence: a later stimulus on the same channel, seen to arrive, behind which absence may be judged."""

from collections.abc import Callable, Mapping

from harness.campaign import Campaign
from harness.checks.pattern import matches
from harness.exchange import Exchange, Json
from harness.pco import ObservingPco

LONGEST_POLL_S = 1.0


def seen(pco: ObservingPco, pattern: Mapping[str, Json], since: int = 0) -> Callable[[float], Exchange | None]:
    """A condition to wait for: the first exchange like `pattern` from position `since` on, reading the journal on."""
    place = since

    def look(left: float) -> Exchange | None:
        nonlocal place
        if place == len(pco.exchanges):
            pco.read(wait=min(left, LONGEST_POLL_S))
        for exchange in pco.exchanges[place:]:
            place += 1
            if matches(exchange, pattern):
                return exchange
        return None

    return look


def raise_fence(
    campaign: Campaign, pco: ObservingPco, drive: Callable[[], str], pattern_of: Callable[[str], Mapping[str, Json]]
) -> Mapping[str, Json]:
    """Drive a fence dossier, wait until the mock saw it arrive, then for quiescence. Gives the fence's pattern.

    Raises Inconclusive(TIMEOUT) where it does not arrive: then nothing can be said of what is absent.
    """
    since = len(pco.exchanges)
    pattern = pattern_of(drive())
    campaign.wait_until(
        seen(pco, pattern, since), within=campaign.access.timers.sync_within_s, reason="the fence dossier arrives"
    )
    campaign.quiescence()
    return pattern
