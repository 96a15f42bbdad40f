"""What ministries' systems do while load is on, by their mocks' control ports, and what the province has of it."""

from collections.abc import Iterator, Sequence
from typing import Final

from harness.campaign import Campaign
from harness.exchange import Json
from harness.pco import ObservingPco
from harness.upper_tester import UpperTester
from load.arrivals import MinistryWork
from load.recount import shown
from specs.profile import load_profile

FEED: Final = "LayThayDoiHoSo"
CAPABILITY: Final = "ministries"


class Ministry:
    """One ministry's system, with its share of the work. `touched` are the dossiers that it made or moved."""

    def __init__(self, system: str, pco: ObservingPco, work: MinistryWork) -> None:
        self.system = system
        self.touched: set[str] = set()
        self._pco = pco
        self._work = work
        self._made = self._moved = 0

    def tick(self, at_s: float) -> None:
        """Do what is due `at_s` seconds after second 0."""
        made = sum(at <= at_s for at in self._work.made)
        moved = sum(at <= at_s for at in self._work.moved)
        if made > self._made:
            told = self._pco.command("POST", "/dossiers/make", {"count": made - self._made})
            self.touched.update(told["dossiers"])
        if moved > self._moved:
            told = self._pco.command("POST", "/dossiers/advance", {"count": moved - self._moved})
            self.touched.update(told["moved"])
        self._made, self._moved = made, moved

    def rows(self, tester: UpperTester) -> Iterator[Json]:
        """Each touched dossier: system, code, status there, and the statuses under which the province has it."""
        there = {row["MaHoSo"]: row["TrangThai"] for row in self._pco.view("dossiers")["dossiers"]}
        for code in sorted(self.touched):
            yield [self.system, code, there[code], self._copies(tester, code)]

    def _copies(self, tester: UpperTester, code: str) -> list[str]:
        told = shown(tester, "ministry-dossiers", code)
        return [str(row["status"]) for row in (told["dossiers"] if told else ()) if row["ministry"] == self.system]


def ministries_of(campaign: Campaign, work: MinistryWork) -> Sequence[Ministry]:
    """The ministries' systems that are played and rolled out; they share the work. None where nobody follows them."""
    if not campaign.statement.supports(CAPABILITY):
        return []
    systems = [system for system, profile in campaign.profiles.items() if _has_feed(system, profile)]
    rolled_out = [system for system in systems if campaign.pcos[system].view("roll-out")["open"]]
    number = len(rolled_out)
    return [
        Ministry(system, campaign.pcos[system], MinistryWork(work.made[place::number], work.moved[place::number]))
        for place, system in enumerate(rolled_out)
    ]


def agree(ministries: Sequence[Ministry], tester: UpperTester) -> bool:
    """Whether the province has each touched dossier once, as its system has it; asks as far as it does."""
    rows = (row for ministry in ministries for row in ministry.rows(tester))
    return all(copies == [status] for _, _, status, copies in rows)


def event_of(ministries: Sequence[Ministry], tester: UpperTester) -> dict[str, Json]:
    """The `series` event of a run."""
    return {"of": "ministries", "rows": [row for ministry in ministries for row in ministry.rows(tester)]}


def _has_feed(system: str, profile: str) -> bool:
    return any(operation.name == FEED for operation in load_profile(system, profile).operations)
