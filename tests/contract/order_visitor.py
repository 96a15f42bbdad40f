"""Calls at a system that takes orders: a token, communes that exist, and an order that is there."""

from collections.abc import Mapping
from itertools import cycle, islice

from specs.administrative_units import communes
from tests.contract.visiting import Case, put, put_path
from tests.unit.mocks.playing import Side

COMMUNES = tuple(islice(communes(), 5))
KNOWN = 40


class OrderVisitor:
    """Signs in once; every order is for a dossier of its own, every question about the one made first."""

    known_refusals = frozenset({"exists", "too-late", "unknown-order"})

    def __init__(self, side: Side, *, order: Mapping[str, object]) -> None:
        form = {"grant_type": "client_credentials", **side.accounts}
        token = side.national.post("/oauth2/token", data=form).json()["access_token"]
        self.headers = {"Authorization": f"Bearer {token}"}
        self._side = side
        self._roles = side.profile.settings["roles"]
        self._number = side.profile.settings["names"]["order"]
        self._path = side.profile.operation(self._roles["order"]).path
        self._order = order
        self._communes = cycle(COMMUNES)
        self._made = 0
        self._known = cycle([self._new() for _ in range(KNOWN)])

    def dress(self, operation: str, case: Case) -> None:
        if operation == self._side.profile.settings["sign_in"]:
            put(case, **self._side.accounts)
        elif operation == self._roles["order"]:
            put(case, MaHoSo=self._dossier(), MaXa=next(self._communes))
        elif operation in {self._roles["status"], self._roles["cancel"]}:
            put_path(case, self._number, next(self._known))

    def _dossier(self) -> str:
        self._made += 1
        return f"H56.14-261122-{self._made:04d}"

    def _new(self) -> str:
        body = {**self._order, "MaHoSo": self._dossier(), "MaXa": COMMUNES[0]}
        answer = self._side.national.post(self._path, json=body, headers=self.headers)
        return str(answer.json().get(self._number, "none"))
