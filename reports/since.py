"""What changed since an earlier record, ready to print."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.messages import Text
from reports.outside import Json, anchor, instant, visible


@dataclass(frozen=True)
class ChangeView:
    """A requirement that came to another status; "" where a record does not know it. `causes` are what differs."""

    requirement: str
    anchor: str
    before: str
    after: str
    causes: tuple[str, ...]


@dataclass(frozen=True)
class SinceView:
    """The earlier record and the changes; `answer` is "–" where it was of a part alone."""

    run: str
    sealed: Text
    head: str
    build: str
    answer: str
    exit_code: int
    changes: tuple[ChangeView, ...]


def read_since(readiness: Mapping[str, Json]) -> SinceView | None:
    """What was compared (`harness/comparison.py`); None where no earlier record was given."""
    given = readiness.get("since")
    if given is None:
        return None
    return SinceView(
        run=visible(given["run_id"]),
        sealed=instant(given["sealed"]),
        head=visible(given["head"]),
        build=visible(given["build"] or "–"),
        answer=given["answer"] or "–",
        exit_code=given["exit_code"],
        changes=tuple(
            ChangeView(
                row["requirement"], anchor("", row["requirement"]), row["before"], row["after"], tuple(row["causes"])
            )
            for row in given["changes"]
        ),
    )
