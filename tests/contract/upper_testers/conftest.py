"""One upper tester of each kind, before the same real province."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harness.ixit import load_target
from harness.upper_tester import UpperTester
from harness.upper_tester.opening import open_upper_tester
from harness.upper_tester.terminal import VARIABLE
from tests.contract.upper_testers.person import Operator
from tests.unit.harness.test_ixit import TEXT
from tests.unit.province.processes import run_portal, run_province, running
from tests.unit.province.samples import options_for

TOKEN = "upper-tester-token"
KINDS = ("http", "python", "manual")
BUILD = 'version = "1"\nbuild = "sha256:declared"'
HTTP = 'kind = "http"\nurl = "http://127.0.0.1:1"'
TABLES = {
    "http": 'url = "{url}"\ntoken_env = "TESTER_TOKEN"',
    "python": 'kind = "python"\nurl = "{url}"\npath = "{folder}"\nclass = "clerk:{name}"\n'
    'settings.token_env = "TESTER_TOKEN"',
    "manual": 'kind = "manual"\ndeadline_s = {deadline_s}',
}


@dataclass
class Acting:
    """An upper tester, what it put on the record, and the person if one acts."""

    kind: str
    tester: UpperTester
    rows: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    operator: Operator | None = None

    def ids(self) -> set[str]:
        """The evidence on the record."""
        return {row["id"] for _, row in self.rows}


Make = Callable[..., Acting]


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base address of a running province's upper tester, with a portal behind it."""
    folder = tmp_path_factory.mktemp("province")
    with running(run_portal, {}) as portal:
        options = options_for(folder, portal["national"], token=TOKEN)
        with running(run_province, options) as told:
            yield told["url"]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Open an upper tester of a kind before a province at `url`."""
    monkeypatch.setenv("TESTER_TOKEN", TOKEN)
    monkeypatch.setattr(sys, "path", list(sys.path))
    made: list[Acting] = []

    def open_one(kind: str, url: str, *, name: str = "Clerk", deadline_s: float = 20.0) -> Acting:
        folder = Path(__file__).parent
        # The address of the contract is that of the system with the contract's own base behind it.
        place = url if kind == "python" else url.removesuffix("/upper-tester/1")
        table = TABLES[kind].format(url=place, folder=folder, name=name, deadline_s=deadline_s)
        path = tmp_path / "province.toml"
        path.write_text(TEXT.replace(HTTP, table).replace('version = "1"', BUILD), encoding="utf-8")
        operator = Operator(url, TOKEN) if kind == "manual" else None
        if operator:
            monkeypatch.setenv(VARIABLE, f"{operator.theirs} {operator.theirs} vi")
        rows: list[tuple[str, Mapping[str, Any]]] = []
        tester = open_upper_tester(load_target(path), key=b"k", append=lambda event, row: rows.append((event, row)))
        made.append(Acting(kind, tester, rows, operator))
        return made[-1]

    yield open_one
    for acting in made:
        acting.tester.close()
        if acting.operator:
            acting.operator.close()


@pytest.fixture(params=KINDS)
def acting(request: pytest.FixtureRequest, make: Make, province: str) -> Acting:
    """An upper tester of every kind."""
    return make(request.param, province)
