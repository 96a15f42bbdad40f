"""Carries what a national system calls at the province: in order, tried again, and otherwise than due where told so."""

import asyncio
from collections import deque
from collections.abc import Coroutine, Mapping
from typing import Any, Final, TypeAlias

from mocks.core.behaviour import Applied, Behaviours
from mocks.core.system import CommandRefused, Judge
from mocks.post.address import host_of, refuse_national, refuse_untold
from mocks.post.carriage import Carriage
from mocks.post.parcel import Message, Push, State, address, push_settings, wrap
from specs.operation import Operation
from specs.profile import Profile

Json: TypeAlias = Any
KEPT: Final = 10_000
REORDER_WAIT_S: Final = 5.0
LONGEST_PAUSE_S: Final = 120.0
AGAIN: Final = frozenset({408, 425, 429})


class HttpCourier:
    """The courier of one system. For one event loop; `close` ends what is still under way."""

    def __init__(self, profile: Profile, *, carriage: Carriage, behaviours: Behaviours, province: str | None) -> None:
        self._pushes = {push.name: push for push in profile.pushes}
        self._settings = push_settings(profile)
        self._carriage = carriage
        self._behaviours = behaviours
        self._kept: dict[str, Push] = {}
        self._made = 0
        self._lines: dict[str, deque[Push]] = {}
        self._arrival = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.province: str | None = None
        if province is not None:
            self.tell(province)

    def tell(self, url: str) -> None:
        """Push to the province at this base address from now on. Raises AddressRefused."""
        refuse_national(host_of(url))
        self.province = url

    def push(
        self,
        operation: str,
        *,
        body: Json = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        path_values: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        to: str | None = None,
        order: str = "",
        applied: Applied | None = None,
        judge: Judge | None = None,
    ) -> str:
        """Queue a push; see `mocks.core.system.Courier`. Raises KeyError where the profile has no such push."""
        row, values = self._pushes[operation], dict(path_values or {})
        given, raw = wrap(row, Message(body=body, content=content, headers=headers or {}))
        push = Push(
            url=self._address(row, to, path_values=values, query=query or {}),
            id=self._next_id(),
            operation=row,
            path_values=values,
            headers=given,
            raw=raw,
            order=order,
            applied=applied or self.applied(operation),
            judge=judge,
        )
        return self._accepted(push).id

    def applied(self, operation: str) -> Applied:
        """What a push about to be made meets; see `mocks.core.system.Courier`."""
        return Applied(self._behaviours, operation)

    def shown(self) -> Json:
        """The pushes by id: what the control port shows."""
        rows = [
            {
                "id": push.id,
                "operation": push.operation.name,
                "state": push.state,
                "tries": push.tries,
                "status": push.status,
            }
            for push in self._kept.values()
        ]
        return {"province": self.province, "pushes": rows}

    def forget(self) -> None:
        """Give up what is under way and forget what was pushed."""
        for task in self._tasks:
            task.cancel()
        self._lines.clear()
        self._kept.clear()

    async def close(self) -> None:
        """Give up what is under way, once that is journaled, and close the connections."""
        tasks = list(self._tasks)
        self.forget()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._carriage.close()

    def _address(
        self, row: Operation, to: str | None, *, path_values: Mapping[str, str], query: Mapping[str, str]
    ) -> str:
        if to is not None:
            refuse_untold(to, told=self.province)
            return to
        if self.province is None:
            raise CommandRefused("nobody has told the address of the province: it is the command province")
        return address(row, base=self.province, path_values=path_values, query=query)

    def _next_id(self) -> str:
        self._made += 1
        return f"p-{self._made}"

    def _accepted(self, push: Push) -> Push:
        """Queue a push that keeps its own profile; one that does not is journaled as a defect of the mock."""
        self._keep(push)
        if defects := self._carriage.breaches(push):
            push.state = "failed"
            wrong = {"mock_error": f"push-breaks-profile {defects[0]['pointer']} {defects[0]['rule']}"}
            self._carriage.note(push, push.applied, silence="cut", facts=wrong)
        else:
            self._queue(push)
        return push

    def _keep(self, push: Push) -> None:
        """Remember a push; of those that are over, only the newest."""
        self._kept[push.id] = push
        if len(self._kept) > KEPT:
            over = next((kept.id for kept in self._kept.values() if kept.state != "queued"), None)
            self._kept.pop(over or push.id)

    def _queue(self, push: Push) -> None:
        if not push.order:
            self._begin(self._carry(push))
        elif (line := self._lines.get(push.order)) is not None:
            line.append(push)
            self._arrival.set()
        else:
            line = self._lines[push.order] = deque([push])
            self._begin(self._carry_in_order(push.order, line))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """Forget a task; what broke in it is told to the loop, and so to the log."""
        self._tasks.discard(task)
        if not task.cancelled() and (broken := task.exception()) is not None:
            task.get_loop().call_exception_handler({"message": "the courier broke", "exception": broken, "task": task})

    async def _carry_in_order(self, order: str, line: deque[Push]) -> None:
        try:
            while line:
                first = line.popleft()
                if await self._is_overtaken(first, line):
                    await self._carry(line.popleft())
                await self._carry(first)
        finally:
            if self._lines.get(order) is line:
                del self._lines[order]

    async def _is_overtaken(self, first: Push, line: deque[Push]) -> bool:
        """Whether the next push of the line is to go before `first`; waits for one, but not for long."""
        name = "push-reordered"
        if self._behaviours.standing(name, first.operation.name) is None:
            return False
        try:
            async with asyncio.timeout(REORDER_WAIT_S):
                while not line:
                    self._arrival.clear()
                    await self._arrival.wait()
        except TimeoutError:
            return False
        return line[0].applied.take(name) is not None

    async def _carry(self, push: Push) -> None:
        """Deliver one push, with what was told of it; at the end its state is no longer `queued`."""
        if push.applied.take("push-lost") is not None:
            self._carriage.note(push, push.applied, silence="cut", facts={"reason": "lost"})
            push.state = "lost"
            return
        if (late := push.applied.take("push-late")) is not None:
            await asyncio.sleep(late["delay_s"])
        push.state = await self._delivered(push)
        again = self.applied(push.operation.name)
        if push.state == "delivered" and again.take("push-twice") is not None:
            await self._carriage.attempt(push, again)

    async def _delivered(self, push: Push) -> State:
        """Try until the province takes it, refuses it for good, or the attempts are used up."""
        pause, applied = self._settings["first_pause_s"], push.applied
        for left in reversed(range(int(self._settings["attempts"]))):
            if await self._carriage.attempt(push, applied):
                return "delivered"
            if left == 0 or _is_final(push.status):
                break
            await asyncio.sleep(min(pause, LONGEST_PAUSE_S))
            pause, applied, push.status = pause * self._settings["factor"], self.applied(push.operation.name), None
        return "failed"


def _is_final(status: int | None) -> bool:
    """Whether the province has refused in a way that another try cannot mend."""
    return status is not None and 400 <= status < 500 and status not in AGAIN  # noqa: PLR2004 - the client's errors
