"""The reference province answers generated calls as the upper-tester contract says: every operation, every corner."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from schemathesis.engine import events, from_schema

from cli.reference import TESTER
from specs import FOLDER
from tests.cli.installation import SECRETS

DOCUMENT = FOLDER / "interfaces" / "upper-tester" / "1" / "openapi.json"
BY_CHANCE = {"/version", "/outbox", "/dossiers", "/reset", "/clock"}
"""Paths of which some generated call must succeed; the others ask for something that was made before."""
EXAMPLES = 6
GENERATED_S = 400
"""Every operation, its schemas' corners and sequences by their links: about 100 calls each."""


@dataclass
class Played:
    """What came of the calls: broken checks, troubles of the engine, hundreds of statuses by last step of the path."""

    failures: list[tuple[str, str, str]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    answers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    checks: int = 0

    def note(self, event: Any) -> None:
        """Count one scenario that is over."""
        for made in event.recorder.interactions.values():
            if made.response is not None:
                called = f"{made.request.method} {made.request.uri.rpartition('/')[2]}"
                self.answers[called].add(made.response.status_code // 100)
        for done in (check for rows in event.recorder.checks.values() for check in rows):
            self.checks += 1
            if done.failure_info is not None:
                self.failures.append((event.label, done.name, done.failure_info.failure.message))


def play(schema: Any) -> Played:
    """Generate and make the calls."""
    played = Played()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            played.troubles.append(repr(event))
        if isinstance(event, events.ScenarioFinished):
            played.note(event)
    return played


@pytest.mark.timeout(GENERATED_S)
def test_generated_calls_are_answered_as_the_document_says(upper_tester: str) -> None:
    config = {
        "seed": 7,
        "base-url": upper_tester,
        "headers": {"Authorization": f"Bearer {SECRETS[TESTER]}"},
        "cache": {"enabled": False},
        "generation": {"max-examples": EXAMPLES, "database": "none"},
    }
    schema = schemathesis.openapi.from_path(str(DOCUMENT), config=schemathesis.Config.from_dict(config))
    played = play(schema)

    assert played.failures == [], "\n".join(map(str, played.failures))
    assert played.troubles == []
    assert played.checks > 1000
    for path, methods in schema.raw_schema["paths"].items():
        for method in methods.keys() - {"parameters"}:
            called = f"{method.upper()} {path.rpartition('/')[2]}"
            # That an act on what is known succeeds is left to sequences: chance may not come to it.
            assert path not in BY_CHANCE or 2 in played.answers[called], f"{called} was never seen to succeed"
            assert method == "get" or path == "/reset" or 4 in played.answers[called], f"{called} never refused"
