"""Idle time is no success: a misbehaviour that nobody met has shown nothing."""

from types import SimpleNamespace
from typing import Any

import pytest

from harness.errors import Inconclusive
from harness.verdict import Code
from tests.suites.misbehaviour import misbehaving


class Door:
    """A mock's control port that counts how often a behaviour was met."""

    def __init__(self, hits: int) -> None:
        self.hits = hits
        self.armed: list[str] = []

    def command(self, method: str, path: str, _body: object = None) -> dict[str, Any]:
        if method == "POST":
            self.armed.append(f"{path}/one")
            return {"id": "one"}
        self.armed.remove(path)
        return {"hits": self.hits}


@pytest.mark.parametrize(("hits", "needed", "open_"), [(0, True, True), (1, True, False), (0, False, False)])
def test_a_fault_that_was_never_triggered(hits: int, needed: bool, open_: bool) -> None:  # noqa: FBT001 - a table
    door = Door(hits)
    campaign: Any = SimpleNamespace(pcos={"dvcqg": door})
    codes = []
    try:
        with misbehaving(campaign, "outage", needed=needed):
            pass
    except Inconclusive as exc:
        codes.append(exc.code)

    assert codes == ([Code.INSUFFICIENT_DATA] if open_ else [])
    assert door.armed == []
