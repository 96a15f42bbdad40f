"""The steps of a case are what the journal holds between its beginning and its end, in order, with their lines."""

from collections.abc import Callable
from typing import Any

from harness.assessment import RunKey
from reports import html
from reports.evidence import EvidenceIndex
from reports.steps import Step, read_steps
from tests.unit.reports.conftest import Sealed
from tests.unit.reports.page import by_id, read_page


def steps_of(events: list[tuple[str, dict[str, Any]]]) -> dict[RunKey, tuple[Step, ...]]:
    numbered = [{"n": number, "kind": kind, "data": data} for number, (kind, data) in enumerate(events, start=1)]
    return read_steps(numbered, EvidenceIndex({}, []), ())


def mark(kind: str, case: str, attempt: int = 1) -> tuple[str, dict[str, Any]]:
    return kind, {"case": case, "instance": "", "attempt": attempt}


def waited(reason: str, *, met: bool = True) -> tuple[str, dict[str, Any]]:
    return "wait", {"reason": reason, "within_s": 20, "waited_s": 1.5, "met": met}


def test_steps_stand_between_beginning_and_end_of_their_run() -> None:
    steps = steps_of(
        [
            waited("before"),
            mark("case-started", "a"),
            waited("first"),
            waited("second", met=False),
            mark("case-ended", "a"),
            waited("after"),
            mark("case-started", "a", attempt=2),
            ("judgement", {}),
        ]
    )
    assert [(step.entry, step.what) for step in steps[RunKey("a", "", 1)]] == [
        (3, "first: 1.5 / 20 s"),
        (4, "second: 1.5 / 20 s ✕"),
    ]
    assert steps[RunKey("a", "", 2)] == ()


def test_of_two_runs_side_by_side_each_has_what_came_while_it_ran() -> None:
    steps = steps_of(
        [
            mark("case-started", "a"),
            waited("one"),
            mark("case-started", "b"),
            waited("two"),
            mark("case-ended", "a"),
            waited("three"),
            mark("case-ended", "b"),
        ]
    )
    found = {key.case: [step.what.partition(":")[0] for step in made] for key, made in steps.items()}
    assert found == {"a": ["one", "two"], "b": ["two", "three"]}


def test_every_kind_of_step_is_told_in_words() -> None:
    stimulus = {"by": "a person", "operation": None, "path": "/desk/x"}
    passage = {"reason": "a weekend", "state": "begins", "hours": 48}
    command = {"method": "POST", "path": "/sessions/expire", "answer": {"expired": 1}}
    told = [mark("case-started", "a"), ("stimulus", stimulus), ("passage", passage), ("command", command)]
    assert [step.what for step in steps_of(told)[RunKey("a", "", 1)]] == [
        "a person: /desk/x",
        "a weekend: begins",
        '{"method": "POST", "path": "/sessions/expire"}',
    ]


def test_the_page_shows_them_with_a_link_to_what_it_prints(both: Sealed) -> None:
    section = by_id(read_page(html.render(*both)), "SYNC-012")
    (steps,) = [row for row in section.all("details", class_="steps") if "[counter]" in row.text()]
    links = [link.attributes["href"] for link in steps.all("a")]
    rows = [[cell.text() for cell in row.all("td")] for row in steps.all("tr")]
    assert len(rows) == 4
    assert rows[-1][2] == "dossier H56.14-261122-000102 at the portal: 1.7 / 20 s"
    assert links == ["#x-dvcqg-000005"]


def test_many_steps_are_cut_and_counted(content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]) -> None:
    wait = next(row for row in content["events"] if row["kind"] == "wait")
    place = content["events"].index(wait)
    content["events"][place:place] = [wait] * (html.STEPS + 10)
    page = read_page(html.render(*sealed(content)))
    (steps,) = [row for row in by_id(page, "CONN-001").all("details", class_="steps") if len(row.all("tr")) > 10]
    assert len(steps.all("tr")) == html.STEPS
    assert "13 bước khác" in steps.text("vi")
