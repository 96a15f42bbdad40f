"""The evidence that judgements cite: exchanges, statement lines, other recorded events, and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.messages import Text, say
from reports.outside import Json, anchor, compact, instant, pretty, text_of, visible

# Longer bodies are cut in the report, never in the record.
LONGEST_BODY = 12_000


@dataclass(frozen=True)
class Link:
    """A place in the report and how it is called. `kind`: exchange, statement, other, missing, requirement."""

    anchor: str
    label: str
    kind: str


@dataclass(frozen=True)
class Half:
    """A request or an answer: its first line, headers, and body as text; `cut` counts the characters left out."""

    line: str
    headers: tuple[tuple[str, str], ...]
    body: str
    cut: int
    size: int


@dataclass(frozen=True)
class ExchangeView:
    """A cited exchange as it is printed. `elapsed_ms` is "" where no answer came."""

    anchor: str
    id: str
    system: str
    profile: str
    direction: str
    operation: str
    started: Text
    started_utc: str
    elapsed_ms: str
    request: Half
    response: Half | None
    silence: Text
    facts: str
    defects: tuple[tuple[str, str, str], ...]
    behaviour: str
    redacted: int
    cited_by: tuple[Link, ...]


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


def read_exchange(data: Mapping[str, Json], *, cited_by: Sequence[Link]) -> ExchangeView:
    """An exchange of the journal (`specs/schemas/exchange.json`), ready to print."""
    elapsed = data["elapsed_ms"]
    return ExchangeView(
        anchor=anchor("x", data["id"]),
        id=visible(data["id"]),
        system=visible(data["system"]),
        profile=visible(data["profile"]),
        direction=data["direction"],
        operation=visible(data["operation"] or ""),
        started=instant(data["started"]),
        started_utc=visible(data["started"]),
        elapsed_ms="" if elapsed is None else f"{elapsed:g}",
        request=_read_half(data["request"], _request_line(data["request"])),
        response=_read_half(data["response"], f"HTTP {data['response']['status']}") if data["response"] else None,
        silence=say(f"silence.{data['silence']}") if data["silence"] else text_of(None),
        facts=pretty(data["facts"]) if data["facts"] else "",
        defects=tuple(
            (visible(row["pointer"]), visible(row["rule"]), visible(row["message"])) for row in data["defects"]
        ),
        behaviour=", ".join(visible(name) for name in data["behaviour"]),
        redacted=data["redacted"],
        cited_by=tuple(cited_by),
    )


def _request_line(request: Mapping[str, Json]) -> str:
    pairs = [f"{name}={value}" for name, values in request["query"].items() for value in values]
    return visible(f"{request['method']} {request['path']}{'?' if pairs else ''}{'&'.join(pairs)}")


def _read_half(half: Mapping[str, Json], line: str) -> Half:
    body = half["body"]
    text = pretty(body) if body is not None else visible(half["text"] or "")
    headers = tuple((visible(name), compact(value)) for name, value in half["headers"].items())
    return Half(line, headers, text[:LONGEST_BODY], max(len(text) - LONGEST_BODY, 0), half["size"])


def read_statement(statement: Mapping[str, bool], cited: Iterable[str]) -> tuple[StatementView, ...]:
    """Every line of the statement, and those that are cited although they were left out of it."""
    left_out = [name.removeprefix("statement:") for name in cited if name.startswith("statement:")]
    words = {None: say("evidence.unanswered"), True: say("register.yes"), False: say("register.no")}
    return tuple(
        StatementView(anchor("", f"statement-{item}"), visible(item), words[statement.get(item)])
        for item in dict.fromkeys([*statement, *left_out])
    )
