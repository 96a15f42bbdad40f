"""A person as the way to the system: what is shown, what is taken for an answer, and what time does to it."""

import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from harness.errors import HarnessError, Inconclusive
from harness.upper_tester.manual import WORDS, ManualWay
from harness.upper_tester.stimulus import StimulusLog
from harness.upper_tester.terminal import VARIABLE, DescriptorTerminal, terminal_of_the_run
from harness.upper_tester.tester import ContractUpperTester
from harness.verdict import Code
from tests.unit.harness.evidence import FakeClock

DECLARED: Mapping[str, Any] = {"name": "Demo", "version": "1.0", "build": "sha256:1", "clock": None, "capabilities": []}
WHO = ["Trần Thị Thao Tác", "Chuyên viên"]
OFFICER = {"name": "Lê Thị Thử", "title": "Chuyên viên", "department": "Một cửa"}
ACT = {"officer": OFFICER, "content": "Đã xem xét"}


@dataclass
class Script:
    """A terminal on which the given lines are typed, one a prompt; None lets the time run out."""

    clock: FakeClock
    lines: list[str | None]
    language: str = "vi"
    said: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, prompt: str, *, within_s: float) -> str | None:
        self.prompts.append(prompt.strip())
        line = self.lines.pop(0)
        self.clock.seconds += within_s if line is None else 1.0
        return line


@dataclass
class Desk:
    """An upper tester with a person at a scripted terminal, and its record."""

    script: Script
    tester: ContractUpperTester
    rows: list[tuple[str, Mapping[str, Any]]]

    @property
    def stimuli(self) -> list[Mapping[str, Any]]:
        return [row for kind, row in self.rows if kind == "stimulus"]


def desk(*lines: str | None, language: str = "vi") -> Desk:
    rows: list[tuple[str, Mapping[str, Any]]] = []
    clock = FakeClock()
    script = Script(clock, list(lines), language)
    log = StimulusLog("manual", b"k", lambda kind, row: rows.append((kind, row)), clock)
    return Desk(script, ContractUpperTester(ManualWay(script, log, declared=DECLARED, deadline_s=60.0)), rows)


def test_who_acts_is_asked_once_and_stands_in_every_stimulus() -> None:
    made = desk(*WHO, "", "")
    made.tester.act("H56.14-261122-0001", "process", ACT)
    made.tester.act("H56.14-261122-0001", "process", ACT)

    assert made.tester.operator == "Trần Thị Thao Tác, Chuyên viên"
    assert [row["by"] for row in made.stimuli] == ["Trần Thị Thao Tác, Chuyên viên"] * 2
    assert made.script.prompts.count(WORDS["vi"]["name"].strip()) == 1


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (
            "vi",
            [
                "\n■ 1. Xử lý hồ sơ",
                "   H56.14-261122-0001",
                "      Họ tên: Lê Thị Thử",
                "   Nội dung xử lý: Đã xem xét",
            ],
        ),
        ("en", ["   H56.14-261122-0001", "      Full name: Lê Thị Thử", "   What was done: Đã xem xét"]),
    ],
)
def test_what_is_to_be_entered_is_shown(language: str, shown: list[str]) -> None:
    made = desk(*WHO, "", language=language)
    made.tester.act("H56.14-261122-0001", "process", ACT)
    assert [line for line in shown if line not in made.script.said] == []


def test_the_code_that_the_system_gave_is_told_and_a_bad_one_asked_for_again() -> None:
    made = desk(*WHO, "", "x" * 65, "H56.14-261122-0007")
    done = made.tester.accept({"procedure": "2.001019", "summary": "Đơn"})
    assert (done.dossier, done.status) == ("H56.14-261122-0007", "2")
    assert made.script.said.count(WORDS["vi"]["again"]) == 1


def test_what_cannot_be_done_is_inconclusive_with_the_reason() -> None:
    made = desk(*WHO, "! hệ thống báo lỗi")
    with pytest.raises(Inconclusive, match="could not do it: hệ thống báo lỗi") as caught:
        made.tester.act("H56.14-261122-0001", "return", ACT)
    assert caught.value.code is Code.PRECONDITION
    assert [row["told"] for row in made.stimuli] == [None]


def test_time_runs_out_for_the_whole_act_and_not_for_each_line() -> None:
    made = desk(*WHO, "", "", None)
    with pytest.raises(Inconclusive, match="did not answer within 60 s") as caught:
        made.tester.accept({"procedure": "2.001019"})
    assert caught.value.code is Code.TIMEOUT
    assert made.stimuli[0]["elapsed_ms"] == 60_000.0
    assert made.script.said[-1] == WORDS["vi"]["late"]


def test_what_the_system_holds_is_read_from_its_screen() -> None:
    acts = ["1", "2", "22/11/2026 08:00", "2", "4", "22/11/2026 09:30:15", ""]
    made = desk(*WHO, "H56.14-261122-0001", "4", "tomorrow", "26/11/2026 17:00", "2.001019", "fax", "counter", *acts)
    seen = made.tester.view("dossiers", "H56.14-261122-0001").body
    assert seen == {
        "code": "H56.14-261122-0001",
        "status": "4",
        "due": "2026-11-26T17:00:00+07:00",
        "procedure": "2.001019",
        "channel": "counter",
        "acts": [
            {"number": 1, "status": "2", "at": "2026-11-22T08:00:00+07:00"},
            {"number": 2, "status": "4", "at": "2026-11-22T09:30:15+07:00"},
        ],
    }
    assert made.script.said.count(WORDS["vi"]["again"]) == 2


def test_an_empty_line_is_nothing_where_nothing_may_be() -> None:
    made = desk(*WHO, "-1", "0", "")
    assert (made.tester.outbox().pending, made.script.lines) == (0, [])


@pytest.mark.parametrize(("typed", "version"), [("", "1.0"), ("1.1", "1.1")])
def test_the_version_is_the_one_that_the_person_sees(typed: str, version: str) -> None:
    made = desk(*WHO, typed)
    assert made.tester.version().version == version


def test_clocks_and_resets_are_not_for_a_person() -> None:
    with pytest.raises(Inconclusive, match="cannot do reset"):
        desk().tester.reset()


@pytest.fixture
def terminal() -> Iterator[tuple[int, DescriptorTerminal]]:
    """A real pseudo-terminal: the person's side, and the terminal on the other."""
    own, theirs = os.openpty()
    yield own, DescriptorTerminal(theirs, theirs, "vi")
    for descriptor in (own, theirs):
        try:
            os.close(descriptor)
        except OSError:
            continue  # the test has closed it


def test_a_line_comes_from_a_real_terminal(terminal: tuple[int, DescriptorTerminal]) -> None:
    own, there = terminal
    there.say("Xin chào")
    assert os.read(own, 100).decode() == "Xin chào\r\n"
    os.write(own, "đã xong\n".encode())  # typed before the question: it answers nothing
    assert there.ask("? ", within_s=0.05) is None


def test_what_is_typed_after_the_question_is_the_answer(terminal: tuple[int, DescriptorTerminal]) -> None:
    own, there = terminal

    def person() -> None:
        while not os.read(own, 100).endswith(b"? "):
            continue  # read on until the question is there
        os.write(own, b"  H56.14-261122-0001 \n")

    thread = threading.Thread(target=person)
    thread.start()
    assert there.ask("? ", within_s=10) == "H56.14-261122-0001"
    thread.join()


def test_a_terminal_that_is_gone_is_ours(terminal: tuple[int, DescriptorTerminal]) -> None:
    own, there = terminal
    os.close(own)
    with pytest.raises(HarnessError, match="terminal") as caught:
        there.ask("? ", within_s=5)
    assert caught.value.code is Code.ENVIRONMENT


def test_a_run_without_a_terminal_has_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(HarnessError, match="there is no terminal") as caught:
        terminal_of_the_run()
    assert caught.value.code is Code.CONFIG
