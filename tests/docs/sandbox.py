"""The mocks that a page of `docs/systems` calls, on free ports: where they are, and what they made of the calls."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from mocks.registry import ENTRIES
from tests.cli.installation import SECRETS, part
from tests.docs.pages import blocks
from tests.hygiene.sources import ROOT

SYSTEMS = ROOT / "docs" / "systems"
TOKEN = "LIENTHONG_CONTROL_TOKEN"
CONTROL_PORT = 18100
PORTS = {row.system: CONTROL_PORT + place for place, row in enumerate(ENTRIES, start=1)}
"""The default port of each system, as `mocks serve` gives them out."""
DEFAULT_PORT = re.compile(r"\b127\.0\.0\.1:(?P<port>181\d\d)\b")
PLACE = re.compile(rf"\b127\.0\.0\.1:{CONTROL_PORT}/(?P<system>[a-z0-9-]+)/control/1\b")
WISH = re.compile(r"--system (?P<system>[a-z0-9-]+)")


@dataclass(frozen=True)
class Sandbox:
    """Systems that are played, each as `mocks serve --json` tells of it."""

    control: str
    systems: Sequence[Mapping[str, Any]]

    def addressed(self, script: str) -> str:
        """A script with the addresses of this sandbox in the place of the default ones."""
        places = {PORTS[row["system"]]: row["national"] for row in self.systems} | {CONTROL_PORT: self.control}
        return DEFAULT_PORT.sub(lambda found: urlsplit(places[int(found["port"])]).netloc, script)

    def asked(self, system: str, what: str) -> Any:
        """What the control port says of a system."""
        url = f"{self.control}/{system}/control/1/{what}"
        answer = httpx.get(url, headers={"Authorization": f"Bearer {SECRETS[TOKEN]}"}, trust_env=False)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.json()

    def calls(self, system: str) -> list[dict[str, Any]]:
        """What arrived at a system so far."""
        return list(self.asked(system, "journal?after=0&direction=from-sut")["exchanges"])


@contextmanager
def sandbox(systems: Sequence[str]) -> Iterator[Sandbox]:
    """Play these systems, all of them where none is named, while the block lasts."""
    words = ["mocks", "serve", "--port", "0", *(word for system in systems for word in ("--system", system))]
    with part(words) as mocks:
        yield Sandbox(mocks.said["control"], mocks.said["systems"])


def called_by(page: Path) -> list[str]:
    """The systems that the blocks of a page call at their default ports."""
    called = {int(found["port"]) for block in blocks(page) for found in DEFAULT_PORT.finditer(block.text)}
    return [system for system, port in PORTS.items() if port in called]


def needed_by(page: Path) -> list[str]:
    """Those, and the systems whose place on the control port a page calls or that it starts by `--system`."""
    text = page.read_text(encoding="utf-8")
    named = {found["system"] for pattern in (PLACE, WISH) for found in pattern.finditer(text)}
    assert named <= set(PORTS), named - set(PORTS)
    return [system for system in PORTS if system in {*called_by(page), *named}]
