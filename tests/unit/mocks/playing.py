"""Mocks on an event loop of their own in this process, with a client for each of their doors."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from jsonschema import Draft202012Validator, FormatChecker

from mocks.stage.played import Terms, Wish
from mocks.stage.serve import loop_factory
from mocks.stage.server import Placement, Running, running
from specs.profile import Profile, load_profile
from specs.schema import load_schema

TOKEN = "control-token-of-a-test"


@dataclass
class Side:
    """A running mock and its two doors."""

    running: Running
    profile: Profile
    national: httpx.Client
    control: httpx.Client

    @property
    def accounts(self) -> dict[str, str]:
        """What the province signs in with."""
        return dict(self.running.accounts)

    def behave(
        self, name: str, *, operation: str = "*", times: int | None = None, for_s: float | None = None, **arguments: Any
    ) -> str:
        """Install a behaviour and return its id."""
        wish = {"name": name, "operation": operation, "times": times, "for_s": for_s, "arguments": arguments}
        answer = self.control.post("/control/1/behaviours", json=wish)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def hits(self) -> dict[str, int]:
        """Hits by the name of the behaviour."""
        rows = self.control.get("/control/1/behaviours").json()["behaviours"]
        return {row["name"]: row["hits"] for row in rows}

    def journal(self, after: int = 0, wait: float = 0) -> list[dict[str, Any]]:
        """The exchanges after a number, each held against the schema of exchanges."""
        page = self.control.get("/control/1/journal", params={"after": after, "wait": wait}).json()
        validator = Draft202012Validator(load_schema("exchange"), format_checker=FormatChecker())
        for exchange in page["exchanges"]:
            validator.validate(exchange)
        return list(page["exchanges"])

    def last(self) -> dict[str, Any]:
        """The newest exchange."""
        return self.journal()[-1]

    def view(self, name: str) -> Any:
        """What the control port shows under that name."""
        answer = self.control.get(f"/control/1/{name}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def command(self, name: str, **arguments: Any) -> Any:
        """Carry out a command of the control port."""
        answer = self.control.post(f"/control/1/{name}", json=arguments)
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextmanager
def in_a_thread(
    wishes: Sequence[Wish], terms: Terms, make_loop: Any = None, *, placement: Placement | None = None
) -> Iterator[list[Running]]:
    """Mocks on an event loop of their own, by default the one that `serve` takes."""
    ready, mocks, stop = threading.Event(), list[list[Running]](), list[Callable[[], object]]()

    async def live() -> None:
        done = asyncio.Event()
        loop = asyncio.get_running_loop()
        try:
            async with running(wishes, terms, placement or Placement(token=TOKEN)) as systems:
                mocks.append(systems)
                stop.append(lambda: loop.call_soon_threadsafe(done.set))
                ready.set()
                await done.wait()
        finally:
            ready.set()

    def run() -> None:
        with asyncio.Runner(loop_factory=make_loop or loop_factory()) as runner:
            runner.run(live())

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(10)
    assert mocks, "the mocks did not start"
    try:
        yield mocks[0]
    finally:
        stop[0]()
        thread.join(10)
        assert not thread.is_alive()


@contextmanager
def playing(*wishes: Wish, terms: Terms | None = None, make_loop: Any = None) -> Iterator[list[Side]]:
    """Mocks with their clients. Several need a prefix each: `Wish(system="vneid", prefix="/vneid")`."""
    with ExitStack() as stack:
        made = stack.enter_context(in_a_thread(wishes, terms or Terms(redaction_key=b"key of a test"), make_loop))
        yield [_side(stack, mock) for mock in made]


def _side(stack: ExitStack, mock: Running) -> Side:
    national = httpx.Client(base_url=mock.national, timeout=5, trust_env=False)
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    control = httpx.Client(base_url=mock.control, headers=bearer, timeout=40, trust_env=False)
    return Side(
        mock, load_profile(mock.system, mock.profile), stack.enter_context(national), stack.enter_context(control)
    )
