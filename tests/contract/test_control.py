"""The control API keeps its own document: generated calls, each answered as it says, against a mock that really plays.

What the document leaves to each system (its faults, its commands, its views) is taken from what the mock itself lists,
so that the lists are held to be true as well.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis.engine import events, from_schema

from tests.unit.mocks.document import FILE
from tests.unit.mocks.playing import TOKEN, Side
from tests.unit.mocks.probe import probing

EXAMPLES = 8
BASE = "/control/1"
OVERRIDES = {"query.wait": 0.01, "query.after": 0}
"""A poll need not be waited for, and a cursor is true of one moment only."""
MAY_REFUSE = {
    "POST /control/1/commands/things/forget": "the thing may be forgotten already",
    "GET /control/1/feed": "a cursor of chance is none",
}


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Side]:
    with probing(monkeypatch, tmp_path, province="http://127.0.0.1:9") as (side,):
        side.national.get("/things/first")
        yield side


def completed(probe: Side) -> dict[str, Any]:
    """The document with the faults, commands and views of this mock in the place of what it leaves open."""
    document: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    paths = document["paths"]
    view, command = paths.pop(f"{BASE}/views/{{name}}")["get"], paths.pop(f"{BASE}/commands/{{name}}")["post"]
    kept = probe.command("snapshot")["id"]
    for row in probe.view("views")["views"]:
        paths[f"{BASE}/views/{row['name']}"] = {"get": _own(view, row["name"])}
    for row in probe.view("commands")["commands"]:
        if row["name"] == "tell":  # it pushes whatever it is told to: a door for tests of the courier
            continue
        own, arguments = _own(command, row["name"]), row["schema"]
        if known := {"restore": kept, "things/forget": "first"}.get(row["name"]):
            arguments["properties"]["id"] = {"enum": [known]}
        own["requestBody"] = {"content": {"application/json": {"schema": arguments}}}
        own["requestBody"]["required"] = bool(arguments.get("required"))
        paths[f"{BASE}/commands/{row['name']}"] = {"post": own}
    restore = paths[f"{BASE}/restore"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    restore["properties"]["id"] = {"enum": [kept]}
    wish = document["components"]["schemas"]["Wish"]
    rows = probe.view("behaviours/known")["known"]
    document["components"]["schemas"]["Wish"] = {"oneOf": [_wish(wish, row) for row in rows]}
    return document


def _own(operation: dict[str, Any], name: str) -> dict[str, Any]:
    made = json.loads(json.dumps(operation))
    del made["parameters"]
    made["operationId"] += f"-{name}"
    return dict(made)


def _wish(wish: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    own = {
        "name": {"const": row["name"]},
        "operation": {"enum": ["*", *row["operations"]]},
        "arguments": row["arguments"],
    }
    properties = wish["properties"] | own
    if row["reach"] == "system":
        properties["chance"] = {"enum": [1, None]}
    required = ["name", "arguments"] if row["arguments"]["required"] else ["name"]
    return wish | {"properties": properties, "required": required}


def test_generated_calls_are_answered_as_the_document_says(probe: Side) -> None:
    config = {
        "seed": 7,
        "base-url": probe.running.control,
        "headers": {"Authorization": f"Bearer {TOKEN}"},
        "cache": {"enabled": False},
        "generation": {"max-examples": EXAMPLES, "database": "none"},
        "parameters": OVERRIDES,
        "operations": [
            {"include-name": name, "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "422"]}}}
            for name in MAY_REFUSE
        ],
    }
    schema = schemathesis.openapi.from_dict(completed(probe), config=schemathesis.Config.from_dict(config))
    failures, troubles, checks = [], [], 0
    answers = defaultdict[str, set[int]](set)
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            troubles.append(repr(event))
        if isinstance(event, events.ScenarioFinished):
            for made in event.recorder.interactions.values():
                if made.response is not None and event.label is not None:
                    answers[event.label].add(made.response.status_code // 100)
            for done in (check for rows in event.recorder.checks.values() for check in rows):
                checks += 1
                if done.failure_info is not None:
                    failures.append((event.label, done.name, done.failure_info.failure.message))
    assert not failures, "\n".join(map(str, failures))
    assert troubles == []
    assert checks > 1000
    for path, methods in schema.raw_schema["paths"].items():
        for method in methods:
            called = f"{method.upper()} {path}"
            assert "{" in path or 2 in answers[called], f"{called} was never seen to succeed"
            assert path == "/" or 4 in answers[called], f"{called} was never seen to refuse"
    assert probe.view("journal/summary")["totals"]["mock_errors"] == 0
