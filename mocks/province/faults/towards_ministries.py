"""The faults towards ministries' systems and in the report: what each does instead of the honest thing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from mocks.province.ministries.client import MinistryClient
from mocks.province.ministries.following import Following
from mocks.province.ministries.reading import Change, Outside, read_change
from mocks.province.ministries.report import Counted, make_report
from mocks.province.outbox.bearer import TOKEN_PATH

KINDS_OF_PORTAL: Final = {"citizen": "unknown", "business": "citizen", "household-business": "business"}
"""What a ministry's 0, 1 and 2 are by the portal's table."""
FAMILIAR_WIDTH: Final = 6
"""Characters of H56.14."""
OWN_SUFFIX: Final = ".000.00.00.H56"
"""With it provinces made local codes out of the national catalogue's: 2.001019.000.00.00.H56."""
NEW, ACCEPTED = "1", "2"
SELDOM_S: Final = 8.0


class SecretInAddress(MinistryClient):
    """Asks for a token with the credentials in the address."""

    async def sign_in(self) -> str:
        """Put them into the query, too."""
        reply = await self.line.send(TOKEN_PATH, self.credentials(), query=self.credentials())
        return str(reply.demand_object()["access_token"])


class TokenEveryCall(MinistryClient):
    """Asks for a token before each call."""

    async def token(self) -> str:
        """Always a new one."""
        return await self.sign_in()


class FirstPageOnly(Following):
    """Reads the first page each time, and takes it for the feed."""

    def start(self) -> tuple[str, int]:
        """Always at the beginning."""
        return "", 0

    def has_more(self, page: dict[str, object]) -> bool:  # noqa: ARG002 - nobody looks at it, that is the fault
        """Never."""
        return False


class BelievesCursor(Following):
    """Goes on behind the page, whatever was in it."""

    def take(self, page: dict[str, object], changes: list[Change], place: int) -> None:
        """Keep what came, and the page's own cursor."""
        newest = max((change.dossier.place for change in changes), default=place)
        self.ledger.take(changes, cursor=(self.ministry, str(page["ConTro"]), newest))


class LastArrivalStands(Following):
    """Writes changes in the order of the page, the last one over all before it."""

    def take(self, page: dict[str, object], changes: list[Change], place: int) -> None:
        """Keep the last that came of each dossier."""
        last = {change.dossier.code: change for change in changes}
        super().take(page, changes, place)
        self.ledger.overwrite(list(last.values()))


class Seldom(Following):
    """Looks at the feed much less often than it should: what is done each night, made short for a test."""

    async def follow(self) -> None:
        """Follow, with long pauses."""
        self.every_s = SELDOM_S
        await super().follow()


class GivesUp(Following):
    """Stops for good after some failures in a row."""

    def gives_up(self, failures: int) -> bool:
        """After the second."""
        return failures > 1


def _with(**changes: Any) -> Any:
    """Reads changes, and replaces fields of the dossier by what functions of it give."""

    def read(ministry: str, row: object) -> Change:
        change = read_change(ministry, row)
        fields = {name: make(change.dossier) for name, make in changes.items()}
        return replace(change, dossier=replace(change.dossier, **fields))

    return read


def _submitted_in_utc(dossier: Outside) -> datetime | None:
    return dossier.submitted.replace(tzinfo=UTC) if dossier.submitted else None


def _own_alone(own: Iterable[Counted], _outside: Sequence[Counted], now: datetime) -> dict[str, Any]:
    return make_report(own, (), now)


def _without_not_taken(own: Iterable[Counted], outside: Sequence[Counted], now: datetime) -> dict[str, Any]:
    """What was not taken is in the totals and in no class."""
    report = make_report(own, outside, now)
    return {**report, "lines": [{**line, "not_taken": 0} for line in report["lines"]]}


CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "ministry-secret-in-address": {"ministry_client": SecretInAddress},
        "ministry-token-every-call": {"ministry_client": TokenEveryCall},
        "feed-first-page-only": {"following": FirstPageOnly},
        "feed-cursor-believed": {"following": BelievesCursor},
        "feed-last-arrival-stands": {"following": LastArrivalStands},
        "feed-read-seldom": {"following": Seldom},
        "feed-given-up": {"following": GivesUp},
        "ministry-agency-cut": {"read_change": _with(agency=lambda dossier: dossier.agency[:FAMILIAR_WIDTH])},
        "ministry-procedure-as-ours": {"read_change": _with(procedure=lambda dossier: dossier.procedure + OWN_SUFFIX)},
        "ministry-new-as-accepted": {
            "read_change": _with(status=lambda dossier: ACCEPTED if dossier.status == NEW else dossier.status)
        },
        "ministry-kinds-as-portal": {
            "read_change": _with(owner_kind=lambda dossier: KINDS_OF_PORTAL.get(dossier.owner_kind, "unknown"))
        },
        "ministry-times-as-utc": {"read_change": _with(submitted=_submitted_in_utc)},
        "report-without-ministries": {"report": _own_alone},
        "report-does-not-add-up": {"report": _without_not_taken},
    }
)
