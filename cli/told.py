"""What reports are told beside a record: the files of persons with the day of the answer, and an earlier record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from harness.beside import NOTHING, Beside, readiness_with
from harness.comparison import since
from harness.errors import Refused
from harness.exchange import Json
from harness.recomputation import FindPolicy
from harness.signature import Signer
from harness.verify import Verified, verify


@dataclass(frozen=True)
class Given:
    """What was given with `report`, and is given again with `verify --report`; `since` is the folder of a record."""

    beside: Beside = NOTHING
    on: str = ""
    since: Path | None = None

    @property
    def folders(self) -> tuple[Path, ...]:
        """The records among it."""
        return (self.since,) if self.since else ()


ALONE = Given()


def told_with(verified: Verified, given: Given, *, keys: Sequence[Signer], find: FindPolicy) -> Mapping[str, Json]:
    """The readiness that reports tell: the record's own, or that of a day with what was given beside it.

    Raises Refused for a day that is none and for a record that is to be its own past, IntegrityBroken where the
    earlier one contradicts itself.
    """
    told = dict(verified.readiness)
    if given.beside:
        told = readiness_with(verified, given.beside, keys=keys, on=_day(given.on))
    elif given.on:
        raise Refused("--on is the day of an answer with --waivers, --challenges or --expected")
    if given.since:
        earlier = verify(given.since, keys, find=find, today=datetime.now(UTC).date())
        if earlier.record.manifest == verified.record.manifest:
            raise Refused(f"--since {given.since} is the record itself: give an earlier one")
        told["since"] = since(earlier, verified)
    return told


def _day(on: str) -> date:
    try:
        return date.fromisoformat(on) if on else datetime.now(UTC).date()
    except ValueError as exc:
        raise Refused(f"--on {on!r}: {exc}") from exc
