"""Orders and the states that they go through, as the profile's `[settings.states]` and `[settings.life]` have them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mocks.core.clock import Clock
from mocks.core.system import CommandRefused
from mocks.core.vietnam_time import wire_time
from mocks.state.store import Store
from specs.profile import Profile

Json: TypeAlias = Any
NUMBER_WIDTH: Final = 6


@dataclass(frozen=True)
class Order:
    """An order as it is kept: codes, states and times, nothing of a person. `history` are pairs (state, time)."""

    id: str
    dossier: str
    kind: str
    history: tuple[tuple[str, str], ...]

    @property
    def state(self) -> str:
        """The code of the present state."""
        return self.history[-1][0]


class Orders:
    """The orders of one system. `told` hears of every state that an order comes to after its first."""

    def __init__(self, profile: Profile, *, store: Store, clock: Clock) -> None:
        self._rows = store.table("orders")
        self._under_way = store.table("under-way")
        self._clock = clock
        self._prefix = profile.settings["names"]["prefix"]
        self.names: dict[str, str] = dict(profile.settings["states"])
        life = profile.settings["life"]
        self._final = frozenset(life["final"])
        self._withdrawn: str = life["withdrawn"]
        self._withdrawable = frozenset(life["withdrawable"])
        self._path = [state for state in self.names if state not in life["final"][1:]]
        self._refused: str = life["final"][1]
        self.told: Callable[[Order], None] = lambda _order: None

    def take(self, dossier: str, kind: str) -> Order:
        """A new order in the first state."""
        number = f"{self._prefix}-{len(self._rows) + 1:0{NUMBER_WIDTH}d}"
        order = Order(number, dossier, kind, ((self._path[0], self._time()),))
        self._keep(order)
        return order

    def find(self, number: str) -> Order | None:
        """The order of that number."""
        row = self._rows.get(number)
        return None if row is None else _order(row)

    def is_taken(self, dossier: str, kind: str) -> bool:
        """Whether there is an order of that kind for a dossier that is not at its end."""
        return _place(dossier, kind) in self._under_way

    def all(self) -> Iterator[Order]:
        """Every order, in the order of arrival."""
        for _, row in self._rows.items():  # noqa: PERF102 - a Table is no dict: it has no values()
            yield _order(row)

    def is_open(self, order: Order) -> bool:
        """Whether something may still happen to it."""
        return order.state not in self._final

    def may_be_withdrawn(self, order: Order) -> bool:
        """Whether it is early enough to withdraw it."""
        return order.state in self._withdrawable

    def advance(self, number: str) -> Order:
        """Bring an order one state further. Raises CommandRefused where there is none, or where it is at its end."""
        order = self._open(number)
        return self._come_to(order, self._path[self._path.index(order.state) + 1])

    def refuse(self, number: str) -> Order:
        """Refuse an open order. Raises CommandRefused as `advance` does."""
        return self._come_to(self._open(number), self._refused)

    def misdirect(self, dossier: str) -> Order:
        """Tell the province of an order that nobody has placed; it is not kept."""
        stray = Order(f"{self._prefix}-{0:0{NUMBER_WIDTH}d}", dossier, "", ((self._path[1], self._time()),))
        self.told(stray)
        return stray

    def withdraw(self, order: Order) -> Order:
        """Withdraw an order that may be withdrawn; the province knows, so nobody is told."""
        moved = self._moved(order, self._withdrawn)
        self._keep(moved)
        return moved

    def _open(self, number: str) -> Order:
        order = self.find(number)
        if order is None:
            raise CommandRefused(f"there is no order {number!r}")
        if not self.is_open(order):
            raise CommandRefused(f"{number} has ended: {self.names[order.state]}")
        return order

    def _come_to(self, order: Order, state: str) -> Order:
        moved = self._moved(order, state)
        self.told(moved)  # first, since it is refused where nobody has told the province's address
        self._keep(moved)
        return moved

    def _moved(self, order: Order, state: str) -> Order:
        return Order(order.id, order.dossier, order.kind, (*order.history, (state, self._time())))

    def _keep(self, order: Order) -> None:
        history = [list(step) for step in order.history]
        self._rows.put(order.id, {"id": order.id, "dossier": order.dossier, "kind": order.kind, "history": history})
        if self.is_open(order):
            self._under_way.put(_place(order.dossier, order.kind), order.id)
        else:
            self._under_way.delete(_place(order.dossier, order.kind))

    def _time(self) -> str:
        return wire_time(self._clock.now())


def _order(row: Mapping[str, Json]) -> Order:
    return Order(row["id"], row["dossier"], row["kind"], tuple((state, time) for state, time in row["history"]))


def _place(dossier: str, kind: str) -> str:
    return f"{dossier} {kind}"
