"""A supplier's class as the way to the system: what it must have, whose trouble it is, and that its acts are seen."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from harness.errors import HarnessError, Inconclusive, Refused
from harness.upper_tester import UpperTester
from harness.upper_tester.opening import open_upper_tester
from harness.verdict import Code
from tests.unit.harness.serving import served
from tests.unit.harness.test_ixit import TEXT, target_of

HTTP = 'kind = "http"\nurl = "http://127.0.0.1:1"'
CLASS = """
import httpx

class Clerk:
    def __init__(self, base, settings):
        self.base, self.settings = base, settings

    def _visit(self, path):
        headers = {"X-Key": self.settings.get("key", "none")}
        httpx.get(self.base + path, headers=headers, trust_env=False).raise_for_status()

    def accept(self, application):
        self._visit("/counter")
        self._visit("/counter/submit")
        return {"dossier": "H56.14-261122-0001", "status": "2", "at": self.settings["at"]}

    def act(self, dossier, name, body):
        if name == "return":
            return {"dossier": dossier, "status": "10"}
        self._visit("/gone")

    def view(self, name, key=""):
        self._visit("/records")
        return [1, 2]

class Lame:
    def __init__(self, base, settings):
        pass

class Broken:
    def __init__(self, base, settings):
        raise KeyError("robot")
"""
Rows = list[tuple[str, Mapping[str, Any]]]
Open = Callable[..., tuple[UpperTester, Rows]]


@pytest.fixture
def open_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Open an upper tester of the class of that name, before a system that answers 200 to all but /gone."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    package = tmp_path / "robots" / f"robot_{tmp_path.name.replace('-', '_')}.py"
    package.parent.mkdir()
    package.write_text(CLASS, encoding="utf-8")
    made: list[UpperTester] = []

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=410 if request.path == "/gone" else 200, text=request.headers["X-Key"])

    with served(answer) as url:

        def make(name: str = "Clerk", *more: str, build: str = 'build = "sha256:1"') -> tuple[UpperTester, Rows]:
            table = f'kind = "python"\nurl = "{url}"\npath = "robots"\nclass = "{package.stem}:{name}"\n'
            text = TEXT.replace(HTTP, table + "\n".join(more)).replace('version = "1"', f'version = "1"\n{build}')
            rows: Rows = []
            made.append(
                open_upper_tester(
                    target_of(tmp_path, text), key=b"k", append=lambda kind, row: rows.append((kind, row))
                )
            )
            return made[-1], rows

        yield make
        for tester in made:
            tester.close()


AT = 'settings.at = "2026-11-22T08:00:00+07:00"'


def test_an_act_is_confirmed_by_what_passed_the_proxy(open_one: Open) -> None:
    tester, rows = open_one("Clerk", AT)
    done = tester.accept({"summary": "x"})

    passed = [row["id"] for kind, row in rows if kind == "exchange"]
    stimulus = rows[-1][1]
    assert passed == ["sut-000001", "sut-000002"]
    assert (rows[-1][0], stimulus["crossed"], stimulus["kind"]) == ("stimulus", passed, "python")
    assert stimulus["by"].endswith(":Clerk")
    assert (done.dossier, done.exchange.id) == ("H56.14-261122-0001", stimulus["id"])


def test_a_word_without_a_deed_is_inconclusive(open_one: Open) -> None:
    tester, rows = open_one("Clerk", AT)
    with pytest.raises(Inconclusive, match="nothing passed the recording proxy"):
        tester.act("H56.14-261122-0001", "return", {})
    assert rows[-1][1]["told"]["status"] == "10"


def test_who_acts_is_declared_where_the_class_does_not_say(open_one: Open) -> None:
    version = open_one("Clerk", AT)[0].version()
    assert (version.name, version.version, version.build) == ("Demo", "1", "sha256:1")
    assert (version.clock, version.capabilities) == (None, frozenset())


def test_its_own_trouble_is_not_the_systems(open_one: Open) -> None:
    tester, rows = open_one("Clerk", AT)
    with pytest.raises(HarnessError, match=r"act broke: .*410") as caught:
        tester.act("H56.14-261122-0001", "process", {})
    assert caught.value.code is Code.ENVIRONMENT
    assert [(kind, row.get("told")) for kind, row in rows] == [("exchange", None), ("stimulus", None)]

    with pytest.raises(HarnessError, match="view gave list, not an object"):
        tester.view("dossiers", "H56.14-261122-0001")


def test_what_it_cannot_do_is_inconclusive(open_one: Open) -> None:
    tester, _ = open_one("Clerk", AT)
    with pytest.raises(Inconclusive, match="has no method outbox"):
        tester.outbox()


def test_a_secret_is_handed_over_by_its_variable_and_never_recorded(
    open_one: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match=r"LIENTHONG_KEY \(settings\.key\) is not set"):
        open_one("Clerk", AT, 'settings.key_env = "LIENTHONG_KEY"')
    monkeypatch.setenv("LIENTHONG_KEY", "key-canary")
    tester, rows = open_one("Clerk", AT, 'settings.key_env = "LIENTHONG_KEY"')
    tester.accept({})
    assert "key-canary" not in json.dumps(rows)
    assert rows[0][1]["response"]["text"].startswith("file-")


@pytest.mark.parametrize(
    ("name", "told"),
    [("Lame", "has no method accept"), ("Broken", r"cannot be made: KeyError\('robot'\)"), ("None_", "cannot be made")],
)
def test_a_class_that_cannot_be_used_is_a_wrong_configuration(open_one: Open, name: str, told: str) -> None:
    with pytest.raises(HarnessError, match=told) as caught:
        open_one(name)
    assert caught.value.code is Code.CONFIG
