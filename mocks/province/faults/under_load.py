"""The faults that show under load alone: what each does instead of the honest thing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import wrong_books, wrong_queues, wrong_receptions
from mocks.province.outbox.backoff import Pause

FIRST_FAILURES: Final = 2


def _pausing_for_long(first_s: float, max_s: float) -> Pause:
    """After the second failure in a row it is taken for a long outage."""
    return lambda failures: first_s if failures < FIRST_FAILURES else 120 * max_s


CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "queue-without-end": {"outbox": wrong_queues.OneHand},
        "lost-when-full": {"outbox": wrong_queues.DropsWhenFull},
        "order-lost-in-the-crowd": {"outbox": wrong_queues.NewestFirstInTheCrowd},
        "doubled-on-retry": {"delivery": wrong_queues.AddsAgainUnderNewCode},
        "long-pauses": {"pause": _pausing_for_long},
        "slow-leak": {"reception": wrong_receptions.leaking},
        "nightly-batch": {"reception": wrong_receptions.standing_still_for_a_batch},
        "turned-away": {"reception": wrong_receptions.turning_away},
        "fails-now-and-then": {"reception": wrong_receptions.failing_now_and_then},
        "reads-all-to-find-one": {"reception": wrong_receptions.reading_all},
        "one-booking-at-a-time": {"payment_bills": wrong_books.OneBookingAtATime},
        "long-pages-cut": {"following": wrong_books.CutsLongPages},
    }
)
