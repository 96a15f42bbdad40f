"""The exchanges that judgements cite, ready to print: both halves, what was looked at, the call once more."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.cases import JudgementView
from reports.curl import LONGEST_BODY, curl_line
from reports.marks import REQUEST, RESPONSE, lines_at
from reports.messages import Text, say
from reports.outside import Json, anchor, moment, pretty, text_of, visible


@dataclass(frozen=True)
class Half:
    """A request or an answer: its first line, headers, and body as text; `cut` counts the characters left out.

    `body` comes in pieces with the verdict of the judgement that looked there, or "".
    """

    line: str
    headers: str
    body: tuple[tuple[str, str], ...]
    cut: int
    size: int


@dataclass(frozen=True)
class ExchangeView:
    """A cited exchange as it is printed. `elapsed_ms` is "" where no answer came.

    Of the judgements that cite it, `looked` are those that saw a fault or looked at a value in it, `counted` the rest.
    """

    anchor: str
    id: str
    system: str
    profile: str
    direction: str
    operation: str
    started: str
    elapsed_ms: str
    request: Half
    response: Half | None
    silence: Text
    facts: str
    defects: tuple[tuple[str, str, str], ...]
    behaviour: str
    redacted: int
    curl: str
    looked: tuple[JudgementView, ...]
    counted: tuple[JudgementView, ...]


def read_exchange(data: Mapping[str, Json], judged: Sequence[JudgementView]) -> ExchangeView:
    """An exchange of the journal (`specs/schemas/exchange.json`) with the judgements that cite it, ready to print."""
    elapsed, request, response = data["elapsed_ms"], data["request"], data["response"]
    asked, told = _reached(request, judged, REQUEST), _reached(response, judged, RESPONSE)
    looked = {row.anchor: row for row in judged if row.verdict == "FAIL" or _is_among(row, asked, told)}
    return ExchangeView(
        anchor=anchor("x", data["id"]),
        id=visible(data["id"]),
        system=visible(data["system"]),
        profile=visible(data["profile"]),
        direction=data["direction"],
        operation=visible(data["operation"] or ""),
        started=moment(data["started"]),
        elapsed_ms="" if elapsed is None else f"{elapsed:g}",
        request=_read_half(request, _request_line(request), _marks(judged, REQUEST, asked)),
        response=response and _read_half(response, f"HTTP {response['status']}", _marks(judged, RESPONSE, told)),
        silence=say(f"silence.{data['silence']}") if data["silence"] else text_of(None),
        facts=pretty(data["facts"]) if data["facts"] else "",
        defects=tuple(
            (visible(row["pointer"]), visible(row["rule"]), visible(row["message"])) for row in data["defects"]
        ),
        behaviour=", ".join(visible(name) for name in data["behaviour"]),
        redacted=data["redacted"],
        curl=curl_line(data),
        looked=tuple(sorted(looked.values(), key=lambda row: row.verdict != "FAIL")),
        counted=tuple(row for row in judged if row.anchor not in looked),
    )


def _is_among(row: JudgementView, asked: Collection[str], told: Collection[str]) -> bool:
    return any(pointer in (asked if place == REQUEST else told) for place, pointer in row.pointers)


def _request_line(request: Mapping[str, Json]) -> str:
    pairs = [f"{name}={value}" for name, values in request["query"].items() for value in values]
    return visible(f"{request['method']} {request['path']}{'?' if pairs else ''}{'&'.join(pairs)}")


def _reached(half: Mapping[str, Json] | None, judged: Iterable[JudgementView], name: str) -> dict[str, list[int]]:
    """The lines of the printed body by pointer, of the judgements that looked into this half."""
    pointers = {pointer for row in judged for place, pointer in row.pointers if place == name}
    return lines_at(half["body"], pointers) if half and half["body"] and pointers else {}


def _marks(judged: Iterable[JudgementView], name: str, reached: Mapping[str, list[int]]) -> dict[int, str]:
    """The verdict by marked line; where several looked at one, a FAIL is shown."""
    marks: dict[int, str] = {}
    for row in judged:
        for place, pointer in row.pointers:
            for line in reached.get(pointer, ()) if place == name else ():
                marks[line] = "FAIL" if "FAIL" in {marks.get(line), row.verdict} else row.verdict
    return marks


def _read_half(half: Mapping[str, Json], line: str, marks: Mapping[int, str]) -> Half:
    body = half["body"]
    text = pretty(body) if body is not None else visible(half["text"] or "")
    headers = visible("".join(f"\n{name}: {value}" for name, value in half["headers"].items()))
    shown, cut = text[:LONGEST_BODY], max(len(text) - LONGEST_BODY, 0)
    return Half(line, f"{headers}\n\n" if text else headers, tuple(_pieces(shown, marks)), cut, half["size"])


def _pieces(text: str, marks: Mapping[int, str]) -> Iterable[tuple[str, str]]:
    """The text, cut before and after each marked line."""
    if not marks:
        return [(text, "")] if text else []
    lines = text.splitlines(keepends=True)
    edges = sorted({0, len(lines), *marks, *(number + 1 for number in marks)})
    spans = ((start, end) for start, end in pairwise(edges) if end <= len(lines))
    return [("".join(lines[start:end]), marks.get(start, "")) for start, end in spans]
