"""Clerks at work while their province is killed again and again, and what the portal has been told in the end."""

import random
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.unit.province.processes import TOKEN, kill, run_portal, run_province, running, start
from tests.unit.province.samples import ACTS, make_accept, options_for

WAY = ("process", "supplement", "process", "finish", "return")
STATUSES = ("2", "4", "5", "4", "9", "10")
"""What the acceptance and the acts of WAY make of a dossier."""
SETTLE_S = 120.0
RETRY_S = 0.02
AIM_S = 0.03
"""A kill falls this much after the act that was drawn for it, at most."""


@dataclass(frozen=True)
class Siege:
    """So many dossiers, each brought some acts on its way, and so many kills at moments drawn by the seed."""

    dossiers: int
    kills: int
    seed: int
    clerks: int = 4
    whole_way: bool = True

    def lengths(self) -> list[int]:
        """How many acts follow the acceptance of each dossier."""
        rng = random.Random(self.seed)
        return [len(WAY) if self.whole_way else rng.randrange(len(WAY) + 1) for _ in range(self.dossiers)]

    def moments(self) -> list[int]:
        """After how many confirmed acts each kill comes: all of them while work is left."""
        acts = self.dossiers + sum(self.lengths())
        return sorted(random.Random(self.seed + 1).sample(range(acts * 9 // 10), self.kills))


@dataclass
class Outcome:
    """Codes of the dossiers that were confirmed and are not told as confirmed, told twice, or out of order."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    dossiers: int = 0
    acts: int = 0
    kills: int = 0
    seconds: float = 0.0


class Desk:
    """Clerks who go on with the next act once the last was confirmed, whichever process answers."""

    def __init__(self, siege: Siege) -> None:
        self.url = ""
        self.confirmed: dict[str, list[str]] = defaultdict(list)
        self.wanted: dict[str, int] = {}
        self._moved = threading.Condition()
        self._acts = 0
        lengths = siege.lengths()
        self.clerks = [
            threading.Thread(target=self._work, args=(lengths[number :: siege.clerks], siege.seed + number))
            for number in range(siege.clerks)
        ]

    def until(self, acts: int) -> None:
        """Wait until so many acts were done. Raises TimeoutError."""
        with self._moved:
            if not self._moved.wait_for(lambda: self._acts >= acts, SETTLE_S):
                raise TimeoutError(f"{self._acts} acts, {acts} were waited for")

    def _work(self, lengths: Sequence[int], seed: int) -> None:
        """Accept the dossiers and bring each on its way, hopping from one to the other."""
        rng = random.Random(seed)
        with httpx.Client(timeout=5, trust_env=False) as client:
            left: dict[str, list[str]] = {}
            for length in lengths:
                code = self._accept(client)
                self.wanted[code], left[code] = length, list(WAY[:length])
            while left := {code: way for code, way in left.items() if way}:
                code = rng.choice(list(left))
                self._act(client, code, left[code].pop(0))

    def _accept(self, client: httpx.Client) -> str:
        while True:
            with suppress(httpx.TransportError):
                answer = client.post(f"{self.url}/dossiers", json=make_accept())
                assert answer.status_code == 201, answer.text
                code = str(answer.json()["dossier"])
                self._done(code, "2")
                return code
            time.sleep(RETRY_S)  # the province was killed and is being started again

    def _act(self, client: httpx.Client, code: str, name: str) -> None:
        tried = 0
        while True:
            tried += 1
            with suppress(httpx.TransportError):
                answer = client.post(f"{self.url}/dossiers/{code}/{name}", json=ACTS[name])
                if answer.status_code == 409 and tried > 1:  # done by the process that died before it could say so
                    self._done(code, None)
                    return
                assert answer.status_code == 200, answer.text
                self._done(code, answer.json()["status"])
                return
            time.sleep(RETRY_S)  # as above

    def _done(self, code: str, status: str | None) -> None:
        with self._moved:
            self.confirmed[code] += [status] if status else []
            self._acts += 1
            self._moved.notify_all()


def besiege(siege: Siege, options: Mapping[str, Any]) -> Outcome:
    """Kill a province at each moment of the siege, leave it in peace, and ask the portal what it was told."""
    began = time.monotonic()
    with running(run_portal, {}) as portal:
        province = options_for(options["data"], portal["national"], **options)
        desk, aim = Desk(siege), random.Random(siege.seed + 2)
        process, told = start(run_province, province)
        desk.url = told["url"]
        try:
            for clerk in desk.clerks:
                clerk.start()
            for moment in siege.moments():
                desk.until(moment)
                time.sleep(aim.uniform(0, AIM_S))  # anywhere between one act and the next
                kill(process)
                process, told = start(run_province, province)
                desk.url = told["url"]
            for clerk in desk.clerks:
                clerk.join(SETTLE_S)
                assert not clerk.is_alive()
            _drained(desk.url)
            outcome = _compared(desk, _rows(portal["control"]), _steps(portal["control"]))
        finally:
            kill(process)
    outcome.kills, outcome.seconds = siege.kills, time.monotonic() - began
    return outcome


def _drained(url: str) -> None:
    """Wait until the outbox is empty. Raises TimeoutError where it does not get shorter for a while."""
    least, until = sys.maxsize, time.monotonic() + SETTLE_S
    with httpx.Client(trust_env=False) as client:
        while pending := int(client.get(f"{url}/outbox").json()["pending"]):
            if pending < least:
                least, until = pending, time.monotonic() + SETTLE_S
            if time.monotonic() > until:
                raise TimeoutError(f"{pending} errands are pending and do not get fewer")
            time.sleep(0.05)  # nothing tells when the outbox is empty


def _asked(control: str, path: str) -> Any:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.get(f"{control}/control/1/{path}", headers=bearer, trust_env=False, timeout=30).json()


def _rows(control: str) -> dict[str, dict[str, Any]]:
    """What the portal holds, by code."""
    return {row["MaHoSo"]: row for row in _asked(control, "dossiers")["dossiers"]}


def _steps(control: str) -> dict[str, list[str]]:
    """The steps of each dossier that the portal took, in the order of its journal."""
    found: dict[str, list[str]] = defaultdict(list)
    page = {"next": 0, "exchanges": [{}]}
    while page["exchanges"]:
        page = _asked(control, f"journal?after={page['next']}&operation=CapNhatTienDoHoSoMC&accepted=true")
        assert not page["dropped"], "the journal was too short for the siege"
        for exchange in page["exchanges"]:
            for row in exchange["request"]["body"]["data"]:
                found[row["MaHoSo"]].append(row["TrangThai"])
    return found


def _compared(desk: Desk, rows: Mapping[str, Mapping[str, Any]], steps: Mapping[str, list[str]]) -> Outcome:
    outcome = Outcome(dossiers=len(desk.confirmed), acts=sum(map(len, desk.confirmed.values())))
    for code, length in desk.wanted.items():
        row, way = rows.get(code), list(STATUSES[: length + 1])
        if row is None or row["TrangThaiHoSo"] != way[-1] or not _holds(steps[code], desk.confirmed[code]):
            outcome.lost.append(code)
        elif _once(row["statuses"]) != way or _once(steps[code]) != way:
            outcome.disordered.append(code)
    outcome.doubled = [code for code, row in rows.items() if row["adds"] != 1]
    return outcome


def _holds(seen: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether all that was confirmed was told, in that order."""
    rest = iter(seen)
    return all(status in rest for status in wanted)


def _once(seen: Sequence[str]) -> list[str]:
    """Without repetitions of the one before: what died unnoted is told again, and never after something later."""
    return [status for status, before in zip(seen, ["", *seen], strict=False) if status != before]
