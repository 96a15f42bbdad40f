"""The journal on the control port: filters that let through what they say, and figures that add up."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mocks.control.journal import JournalResource
from mocks.ledger.tally import MOST_ADDRESSES, OTHERS, Tally
from tests.unit.mocks.playing import Side
from tests.unit.mocks.probe import probing
from tests.unit.mocks.province import provincial


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Side]:
    """A probe at which something of everything has happened: one exchange a line."""
    with provincial() as province, probing(monkeypatch, tmp_path, province=province.url) as (side,):
        side.national.post("/things", json={"id": "a"})
        side.national.post("/things", json={"id": "a"})
        side.national.post("/things", json={"id": ""})
        side.national.get("/things/none")
        side.behave("unavailable", times=1, operation="Show", status=503)
        side.national.get("/things/first")
        side.national.delete("/things/first")
        side.command("tell", operation="CallBack")
        side.journal(after=6, wait=5)
        yield side


def filtered(probe: Side, **query: Any) -> list[int]:
    """The numbers of the exchanges that a filter lets through."""
    page = probe.control.get("/control/1/journal", params=query)
    assert page.status_code == 200, page.text
    return [row["seq"] for row in page.json()["exchanges"]]


@pytest.mark.parametrize(
    ("query", "seqs"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7]),
        ({"operation": "Keep"}, [1, 2, 3]),
        ({"operation": "(none)"}, [6]),
        ({"operation": "Nothing"}, []),
        ({"direction": "to-sut"}, [7]),
        ({"direction": "from-sut"}, [1, 2, 3, 4, 5, 6]),
        ({"accepted": "true"}, [1, 7]),
        ({"accepted": "false"}, [2, 3, 4, 5, 6]),
        ({"defects": "true"}, [3]),
        ({"defects": "false", "operation": "Keep"}, [1, 2]),
        ({"behaviour": "unavailable"}, [5]),
        ({"behaviour": "reset"}, []),
        ({"path": "/things/none"}, [4]),
        ({"path": "/things/first", "after": 5}, [6]),
    ],
)
def test_a_filter_lets_through_what_it_says(probe: Side, query: dict[str, Any], seqs: list[int]) -> None:
    assert filtered(probe, **query) == seqs
    page = probe.control.get("/control/1/journal", params=query).json()
    assert (page["next"], page["dropped"]) == (7, 0)


def test_a_filtered_poll_waits_past_what_it_does_not_let_through(probe: Side) -> None:
    def later() -> None:
        probe.national.get("/things/first")
        probe.national.post("/things", json={"id": "late"})

    timer = threading.Timer(0.2, later)
    timer.start()
    begun = time.monotonic()
    assert filtered(probe, after=7, wait=10, operation="Keep") == [9]
    assert time.monotonic() - begun < 5
    timer.join()
    begun = time.monotonic()
    assert filtered(probe, after=9, wait=0.3, operation="Keep") == []
    assert time.monotonic() - begun >= 0.3


def test_the_summary_adds_up(probe: Side) -> None:
    told = probe.view("journal/summary")
    assert told["totals"] == {
        "exchanges": 7,
        "refused": 3,
        "unmatched": 1,
        "with_defects": 1,
        "with_behaviour": 1,
        "mock_errors": 0,
    }
    assert told["operations"]["Keep"] == {
        "calls": 3,
        "accepted": 1,
        "refused": {"exists": 1, "malformed": 1},
        "unexpected": 1,
        "with_defects": 1,
        "with_behaviour": 0,
        "silent": 0,
        "mock_errors": 0,
    }
    assert told["operations"]["Show"]["refused"] == {"unknown-thing": 1}
    assert told["operations"]["CallBack"]["accepted"] == 1
    assert told["unmatched"] == {"DELETE /things/first": 1}
    assert told["unexpected"] == {"Keep": 1, "Show": 1}
    assert told["never_called"] == []
    assert told["never_pushed"] == ["Tell", "TellForm", "TellFiles", "TellXml"]


def test_a_mock_error_is_counted(probe: Side) -> None:
    probe.command("tell", operation="Tell", body={}, path_values={"box": "x"})
    told = probe.view("journal/summary")
    assert (told["totals"]["mock_errors"], told["operations"]["Tell"]["mock_errors"]) == (1, 1)


def test_the_summary_does_not_grow_with_what_comes() -> None:
    tally = Tally(("Keep",), ())
    nothing: dict[str, Any] = {"operation": None, "facts": {}, "defects": [], "behaviour": [], "silence": None}
    for number in range(MOST_ADDRESSES + 50):
        tally.count(nothing | {"direction": "from-sut", "request": {"method": "GET", "path": f"/{number}"}})
    told = tally.shown()
    assert len(told["unmatched"]) == MOST_ADDRESSES + 1
    assert told["unmatched"][OTHERS] == 50
    assert told["never_called"] == ["Keep"]


def test_what_a_kill_has_lost_is_told(probe: Side) -> None:
    assert probe.view("journal/summary")["gaps"] == []
    lost: Any = SimpleNamespace(gaps=[(3, 5)])
    routes: Any = JournalResource(lost, Tally((), ()), "2026-01-01T00:00:00+07:00").routes("")
    (summary,) = [route.handler for route in routes if route.path == "/journal/summary"]
    answer = asyncio.run(summary(None))
    assert json.loads(answer.body)["gaps"] == [{"first": 3, "last": 5}]
