"""Where the evidence that judgements cite is shown: exchanges, statement lines, other events, and what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.messages import Text, say
from reports.outside import Json, anchor, pretty, visible


@dataclass(frozen=True)
class Link:
    """A place in the report and how it is called. `kind`: exchange, statement, other, missing, requirement."""

    anchor: str
    label: str
    kind: str


@dataclass(frozen=True)
class StatementView:
    """One line of the supplier's statement."""

    anchor: str
    item: str
    answer: Text


@dataclass(frozen=True)
class OtherView:
    """Evidence that is neither exchange nor statement: the recorded event, or nothing where it is missing."""

    anchor: str
    id: str
    content: str


class EvidenceIndex:
    """Finds what an evidence id stands for in a record. Reading only."""

    def __init__(self, exchanges: Mapping[str, Mapping[str, Json]], events: Iterable[Mapping[str, Json]]) -> None:
        self._exchanges = exchanges
        self._others = {
            event["data"]["id"]: event["data"]
            for event in events
            if event["kind"] != "exchange" and isinstance(event["data"], Mapping) and "id" in event["data"]
        }

    def link(self, name: str) -> Link:
        """Where the evidence is shown."""
        if name in self._exchanges:
            return Link(anchor("x", name), visible(name), "exchange")
        if name.startswith("statement:"):
            return Link(anchor("", name.replace(":", "-", 1)), visible(name), "statement")
        kind = "other" if name in self._others else "missing"
        return Link(anchor("e", name), visible(name), kind)

    def others(self, names: Iterable[str]) -> tuple[OtherView, ...]:
        """What is cited and is neither an exchange nor a statement line; without content where it is missing."""
        return tuple(
            OtherView(self.link(name).anchor, visible(name), pretty(self._others[name]) if name in self._others else "")
            for name in names
            if self.link(name).kind in {"other", "missing"}
        )


def read_statement(statement: Mapping[str, bool], cited: Iterable[str]) -> tuple[StatementView, ...]:
    """Every line of the statement, and those that are cited although they were left out of it."""
    left_out = [name.removeprefix("statement:") for name in cited if name.startswith("statement:")]
    words = {None: say("evidence.unanswered"), True: say("register.yes"), False: say("register.no")}
    return tuple(
        StatementView(anchor("", f"statement-{item}"), visible(item), words[statement.get(item)])
        for item in dict.fromkeys([*statement, *left_out])
    )
