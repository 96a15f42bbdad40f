"""A day of orders at one system: placed, told of, lost, refused, withdrawn too late, and what the province shows."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import pytest

from harness.campaign import Campaign
from harness.checks.pattern import select
from harness.exchange import Exchange
from harness.fence import seen
from harness.pco import ObservingPco
from specs.administrative_units import communes
from tests.suites import office, orders, portal
from tests.suites.misbehaviour import misbehaving
from tests.suites.orders import Pattern, Words
from tests.suites.scene import Begun, Scene, begin, open_scene

BIRTH = "19900102"
ADDRESS = "Tổ 1"
VALUE = 800_000_000
PATIENCE = 4
"""Where the system errs an answer may be lost that was not to be lost: so many tries in all, at most."""


@dataclass
class Counter:
    """The orders at one system. `desk` has the dossiers, by system and part, and the portal's door.

    `placed` and `withdrawn` are what an officer did about a part, `views` what the province shows of it in the end;
    `fence` is an order behind which absence counts.
    """

    words: Words
    desk: Scene
    mark: int
    end: int | None = None
    placed: dict[str, Exchange] = field(default_factory=dict)
    withdrawn: dict[str, Exchange] = field(default_factory=dict)
    views: dict[str, Exchange] = field(default_factory=dict)
    fence: Pattern = field(default_factory=dict)

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.desk.campaign

    @property
    def pco(self) -> ObservingPco:
        """The system's door."""
        return orders.door(self.campaign, self.words)

    @property
    def exchanges(self) -> Sequence[Exchange]:
        """Everything that came through it from the beginning of the scene to its end."""
        return self.pco.exchanges[self.mark : self.end]

    def part(self, name: str) -> str:
        """The name of a part among the dossiers of all systems."""
        return f"{self.words.system}: {name}"

    def dossier(self, part: str) -> str:
        """The dossier of a part."""
        return self.desk.dossiers[self.part(part)]

    def wish(self, **changes: Any) -> Mapping[str, Any]:
        """What an officer orders."""
        rng = self.campaign.rng
        plain = {"system": self.words.system, "kind": self.words.kind(), "commune": rng.choice(sorted(communes()))}
        told = {"address": ADDRESS, "birth": BIRTH, "value": VALUE}
        return {"officer": office.officer(rng), **plain, **told, **changes}

    def place(self, part: str) -> None:
        """A dossier for this part, and an order about it."""
        code = self.desk.accept(self.part(part))
        self.placed[part] = self.campaign.upper_tester.act(code, "order", self.wish()).exchange

    def open(self, part: str) -> None:
        """The same, and the system has taken it; once more with another dossier, where it errs and nobody hears so."""
        for _ in range(PATIENCE):
            self.place(part)
            taken = self.words.order(self.dossier(part), effect=orders.ADDED)
            self.until(taken, reason=f"the order {part} is taken")
            if not select(self.exchanges, taken) or select(self.exchanges, portal.heard(taken)):
                return

    def until(self, pattern: Pattern, *, reason: str, times: int = 1) -> None:
        """Give so many exchanges at the system's door time to come."""
        look = seen(self.pco, pattern, self.mark)
        for _ in range(times):
            within = self.campaign.access.timers.sync_within_s
            if self.campaign.wait_at_most(look, within=within, reason=f"{self.words.system}: {reason}") is None:
                return

    def command(self, part: str, name: str) -> None:
        """What happens to the order of a part at the system: `advance`, `refuse`. Nothing, where it has none."""
        rows = self.pco.command("GET", "/orders")["orders"]
        numbers = [row[self.words.number] for row in rows if row["MaHoSo"] == self.dossier(part)]
        if numbers:
            self.pco.command("POST", f"/orders/{name}", {"id": numbers[-1]})

    def settle(self) -> None:
        """Every order ends at the system: of what is open the province asks on and on."""
        for row in self.pco.command("GET", "/orders")["orders"]:
            if row["TrangThai"] not in self.words.final:
                self.pco.command("POST", "/orders/refuse", {"id": row[self.words.number]})

    def behaving(self, name: str, operation: str, **arguments: Any) -> AbstractContextManager[None]:
        """The system misbehaves. Raises Inconclusive(INSUFFICIENT_DATA) where that was never met."""
        return misbehaving(self.campaign, name, operation, system=self.words.system, **arguments)

    def withdraw(self, part: str) -> None:
        """An officer wishes to withdraw the order of a part, which may be refused."""
        told = {"officer": office.officer(self.campaign.rng), "system": self.words.system, "reason": "Công dân rút"}
        self.withdrawn[part] = self.campaign.upper_tester.attempt(self.dossier(part), "withdraw-order", told)

    def look(self, part: str, **wanted: Any) -> None:
        """Keep what the province shows of the order of a part; what is wanted of it is given a moment to come true."""

        def shown(_left: float) -> bool | None:
            told = self.campaign.upper_tester.view("orders", self.dossier(part))
            self.views[part] = told.exchange
            rows = [row for row in told.body.get("orders", []) if row.items() >= wanted.items()]
            return True if rows else None

        within = self.campaign.access.timers.sync_within_s
        self.campaign.wait_at_most(shown, within=within, reason=f"{self.words.system}: {part} is shown")


def open_counter(words: Words, desk: Scene) -> Counter:
    """Begin a scene: what came before is not its business."""
    pco = orders.door(desk.campaign, words)
    pco.read()
    return Counter(words, desk, len(pco.exchanges))


@pytest.fixture(scope="session")
def counters_begun(connected: Scene, campaign: Campaign) -> Begun[list[Counter]]:
    """One day, the same at every system that the supplier claims."""
    desk = open_scene(campaign)
    return begin([open_counter(words, desk) for words in orders.claimed(campaign)], _play)


@pytest.fixture(scope="session")
def counters(counters_begun: Begun[list[Counter]]) -> list[Counter]:
    """The same, played to its end."""
    return counters_begun.whole()


def _play(made: list[Counter]) -> None:
    for counter in made:
        counter.open("first")
        counter.pco.command("POST", "/sessions/expire", {})
        counter.open("second")
        _be_silent(counter)
        _tell_nothing(counter)
        _tell_otherwise(counter)
        _withdraw(counter)
        _be_told_of_others(counter)
        _learn_the_number(counter)
    for counter in made:
        _hear_by_asking(counter)
        counter.open("fence")
        counter.fence = counter.words.order(counter.dossier("fence"))
        counter.settle()
    made[0].desk.close()
    for counter in made:
        counter.end = len(counter.pco.exchanges)


def _be_silent(counter: Counter) -> None:
    """The system takes an order, and its answer is lost; then it says that it has one."""
    words = counter.words
    with counter.behaving("reset-after", words.ordering):
        counter.place("silent")
        silent = counter.dossier("silent")
        counter.until(words.order(silent, effect=orders.ADDED), reason="an order is not answered")
    counter.until(words.exists(silent), reason="it is told that there is one")


def _tell_nothing(counter: Counter) -> None:
    """A state that nobody tells the province."""
    counter.open("untold")
    with counter.behaving("push-lost", counter.words.telling, times=1):
        counter.command("untold", "advance")
        counter.until(counter.words.told(counter.dossier("untold")), reason="a push is lost")


def _hear_by_asking(counter: Counter) -> None:
    """Give the province time to ask for it."""
    state = counter.words.path[1]
    counter.until(counter.words.looked_up(counter.dossier("untold"), state), reason="the province asks by itself")
    counter.look("untold", state=state)


def _tell_otherwise(counter: Counter) -> None:
    """Two states in the wrong order, one that is told twice, and a refusal."""
    words, telling = counter.words, counter.words.telling
    counter.open("overtaken")
    with counter.behaving("push-reordered", telling):
        for _ in range(2):
            counter.command("overtaken", "advance")
        counter.until(words.told(counter.dossier("overtaken"), state=words.path[1]), reason="two pushes change places")
    with counter.behaving("push-twice", telling):
        counter.command("first", "advance")
        counter.until(words.told(counter.dossier("first")), reason="a push comes twice", times=2)
    counter.open("refused")
    counter.command("refused", "refuse")
    counter.until(words.told(counter.dossier("refused")), reason="the refusal is told")
    for part, state in (("overtaken", words.path[2]), ("first", words.path[1]), ("refused", words.refused)):
        counter.look(part, state=state)


def _withdraw(counter: Counter) -> None:
    """One order is withdrawn in time; another when it is too late, which the province has not been told."""
    words = counter.words
    counter.open("withdrawn")
    counter.withdraw("withdrawn")
    counter.until(words.withdrawn(), reason="an order is withdrawn")
    counter.look("withdrawn", withdrawal="done")
    counter.open("late")
    with counter.behaving("push-lost", words.telling):
        for _ in range(words.steps_to_late):
            counter.command("late", "advance")
        state = words.path[words.steps_to_late]
        counter.until(words.told(counter.dossier("late"), state=state), reason="the pushes are lost")
    counter.withdraw("late")
    counter.look("late", withdrawal="too-late")


def _be_told_of_others(counter: Counter) -> None:
    """A push about an order that nobody placed; an order for a commune that is no more, which may be refused."""
    code = counter.desk.accept(counter.part("nothing"))
    counter.pco.command("POST", "/orders/misdirect", {"MaHoSo": code})
    counter.until(counter.words.told(code), reason="the province is told of an order that it never placed")
    counter.campaign.upper_tester.attempt(code, "order", counter.wish(commune=orders.CLOSED_COMMUNE))


def _learn_the_number(counter: Counter) -> None:
    """The order whose answer was lost moves on, and the province is told."""
    words = counter.words
    counter.command("silent", "advance")
    counter.until(words.told(counter.dossier("silent"), taken=True), reason="the state of the silent order is told")
    counter.look("silent", state=words.path[1])
    within = counter.campaign.access.timers.sync_within_s
    told = portal.accepted_push(counter.dossier("refused"), status=portal.IN_PROCESS)
    counter.desk.until(told, within=within, reason="the end of an order is told to the portal")
