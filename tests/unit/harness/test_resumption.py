"""When a run may go on after a kill, and what its record then says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from harness.assessment import RunKey
from harness.earlier import Earlier, attempt_at_hand, earlier_in
from harness.errors import Refused
from harness.record import JOURNAL, RecordWriter, open_record, read_events, seal
from harness.resumption import cut_torn_line, note_resumption, read_run, refuse_gone, refuse_other_run, take_back
from tests.unit.harness.evidence import make_exchange
from tests.unit.harness.sealed import AT, run_json

PLAYED = {"build": "sha256:ab", "started": "2026-11-22T08:00:00Z"}
BEGAN = {"identity": {"mocks": {"dvcqg": [*PLAYED.values()]}}, "journal": {"dvcqg": 7}, "attempt": 1, "missed": {}}


@dataclass
class Mock:
    """A mock's door as resumption uses it."""

    played: Mapping[str, str] = field(default_factory=lambda: PLAYED)
    in_force: list[dict[str, str]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)

    def identity(self) -> Mapping[str, str]:
        return self.played

    def behaviours(self) -> list[dict[str, str]]:
        return self.in_force

    def command(self, method: str, path: str) -> None:
        self.told.append((method, path))


def event(kind: str, **data: Any) -> dict[str, Any]:
    return {"kind": kind, "data": data}


def mocks(mock: Mock) -> Any:
    return {"dvcqg": mock}


def arming(name: str = "outage") -> dict[str, Any]:
    return event("commanding", method="POST", path="/behaviours", body={"name": name})


def armed(number: int, name: str = "outage") -> dict[str, Any]:
    return event("command", method="POST", path="/behaviours", body={"name": name}, answer={"id": f"b-{number}"})


def cleared(number: int, name: str = "outage") -> dict[str, Any]:
    answer = {"id": f"b-{number}", "name": name, "hits": 1}
    return event("command", method="DELETE", path=f"/behaviours/b-{number}", body=None, answer=answer)


def test_what_a_record_holds_already_is_read() -> None:
    key = {"case": "c", "instance": "i", "attempt": 1}
    events = [
        event("campaign-started", **BEGAN),
        event("exchange", **make_exchange(9).raw),
        event("exchange", **make_exchange(4, door="upper-tester").raw),
        event("case-started", **key),
        event("case-ended", **key),
        event("case-started", **{**key, "case": "d"}),
    ]
    earlier = earlier_in(events, {"dvcqg", "evn"})

    assert (earlier.campaigns, earlier.identity, earlier.numbered) == (1, BEGAN["identity"], 4)
    assert earlier.seen == {"dvcqg": 9}
    assert (earlier.ended, earlier.cut) == (frozenset({RunKey("c", "i", 1)}), (RunKey("d", "i", 1),))
    assert earlier.missed({"dvcqg": 12, "evn": 0}) == {"dvcqg": [10, 12]}
    assert earlier.seed(5) == "5/2"
    assert (Earlier().seed(5), Earlier().missed({"dvcqg": 12})) == (5, {})
    assert attempt_at_hand([*events, event("attempt-ended", attempt=1)]) == 2


def test_only_a_record_that_was_not_sealed_goes_on(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds no record"):
        read_run(tmp_path)
    open_record(tmp_path / "record", run_json()).close()
    assert read_run(tmp_path / "record")["run_id"] == run_json()["run_id"]
    seal(tmp_path / "record", at=AT)
    with pytest.raises(Refused, match="is sealed"):
        read_run(tmp_path / "record")


@pytest.mark.parametrize("name", ["seed", "policy", "sut", "harness", "plan", "mode"])
def test_another_run_is_refused(name: str) -> None:
    run = json.loads(json.dumps(run_json()))

    refuse_other_run(run, {**run_json(), "run_id": "another", "started": "later", "known": None})
    with pytest.raises(Refused, match=rf"not the run that was killed \({name}\)"):
        refuse_other_run(run, {**run_json(), name: "other"})


GONE = {
    "brought to an end": ([event("campaign-ended", completed=False, why="interrupted")], Mock(), "interrupted"),
    "clocks ahead": ([event("passage", state="begins")], Mock(), "while the clocks were set ahead"),
    "another process": ([], Mock({**PLAYED, "started": "later"}), "is not the process that played it"),
    "another build": ([], Mock({**PLAYED, "build": "sha256:cd"}), "is not the process that played it"),
}


@pytest.mark.parametrize("name", GONE)
def test_what_is_gone_cannot_go_on(name: str) -> None:
    events, mock, why = GONE[name]
    events = [event("campaign-started", **BEGAN), *events]
    with pytest.raises(Refused, match=why):
        refuse_gone(events, earlier_in(events, {"dvcqg"}), mocks(mock))


def test_what_is_there_goes_on() -> None:
    passages = [event("passage", state="begins"), event("passage", state="ends")]
    events = [event("campaign-started", **BEGAN), *passages]

    refuse_gone(events, earlier_in(events, {"dvcqg"}), mocks(Mock()))
    refuse_gone([], earlier_in([], {"dvcqg"}), mocks(Mock({"build": "any", "started": "any"})))


def test_misbehaviours_of_the_killed_run_are_taken_back() -> None:
    mock = Mock(in_force=[{"id": "b-2", "name": "outage"}])
    take_back([armed(1), cleared(1), armed(2)], mocks(mock))

    assert mock.told == [("DELETE", "/behaviours/b-2")]


def test_a_misbehaviour_whose_answer_the_killed_run_did_not_live_to_see_is_taken_back() -> None:
    mock = Mock(in_force=[{"id": "b-2", "name": "outage"}])
    take_back([arming(), armed(1), cleared(1), arming()], mocks(mock))

    assert mock.told == [("DELETE", "/behaviours/b-2")]


@pytest.mark.parametrize(
    "events",
    [
        [],
        [arming(), armed(1)],
        [arming(), armed(2), cleared(2)],
        [arming("latency"), armed(2, "latency")],
        [arming("latency")],
        [arming(), event("resumed")],
    ],
    ids=["none asked for", "another", "taken back", "another name", "another unanswered", "before another kill"],
)
def test_a_misbehaviour_of_somebody_else_is_refused(events: list[dict[str, Any]]) -> None:
    mock = Mock(in_force=[{"id": "b-2", "name": "outage"}])
    with pytest.raises(Refused, match=r"misbehaves \(outage\), and not by this record"):
        take_back(events, mocks(mock))
    assert mock.told == []


def test_the_record_says_that_there_is_a_gap_and_what_was_cut(tmp_path: Path) -> None:
    run = {"case": "d", "instance": "", "attempt": 1}
    writer = open_record(tmp_path / "record", run_json())
    writer.append("case-started", run)
    writer.append("judgement", {**run, "verdict": "PASS"})
    events = read_events(writer.folder)
    note_resumption(writer, events, earlier_in(events, ()), datetime(2026, 11, 22, 9, tzinfo=UTC))
    writer.close()

    told, ended = (row["data"] for row in read_events(writer.folder)[2:])
    assert told == {"at": "2026-11-22T09:00:00+00:00", "attempt": 1, "cut": [run]}
    assert (ended["case"], ended["verdict"], ended["code"], ended["judgements"]) == ("d", "ERROR", "ENVIRONMENT", 1)


def test_half_a_line_is_cut_off_and_a_writer_is_not_disturbed(tmp_path: Path) -> None:
    writer = open_record(tmp_path / "record", run_json())
    writer.append("wait", {})
    with pytest.raises(Refused, match="its campaign still runs"):
        cut_torn_line(writer.folder)
    writer.close()
    with (writer.folder / JOURNAL).open("ab") as journal:
        journal.write(b'{"data":{')
    cut_torn_line(writer.folder)

    RecordWriter(writer.folder).close()
    assert len(read_events(writer.folder)) == 1
