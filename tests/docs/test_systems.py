"""What the pages of the national systems tell people to type is run, and what they list is what is played."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mocks.registry import ENTRIES
from specs.operation import Operation
from specs.profile import load_profile
from tests.cli.installation import SECRETS
from tests.docs.pages import blocks, tables
from tests.docs.sandbox import (
    CONTROL_PORT,
    DEFAULT_PORT,
    PORTS,
    SYSTEMS,
    TOKEN,
    Sandbox,
    called_by,
    needed_by,
    sandbox,
)
from tests.docs.script import run_script, script_of

FRONT, FRAME = SYSTEMS / "README.md", SYSTEMS / "frame.md"
PAGES = sorted(SYSTEMS.glob("*.md"))
OF_SYSTEMS = [page for page in PAGES if page not in (FRONT, FRAME)]
HEADINGS = ["What it is", "Sign in", "Operations", "On the control port", "Assumed", "Not known"]
OF_THE_PROVINCE = "In the reference province"
"""A heading that stands where the reference province is connected to the system."""
# What `frame.md` says of all systems is not said again on the page of each.
EVERYWHERE = {
    "commands": {"province", "reset", "snapshot", "restore"},
    "views": {"pushes", "state/changes"},
}


def named(page: Path) -> str:
    return page.name


def played_by(page: Path) -> list[str]:
    """The systems whose page it is, as the front page has it."""
    (rows,) = tables(FRONT, "system")
    return [name for row in rows if f"]({page.name})" in row[0] for name in re.findall(r"`([\w-]+)`", row[0])]


def accepted(call: Mapping[str, Any]) -> bool:
    """Whether a call keeps the profile and was taken; one that met a fault is not judged."""
    return bool(call["behaviour"]) or (call["facts"].get("accepted") is True and not call["defects"])


def listed(page: Path, head: str) -> set[str]:
    """What the first column of the page's tables of that head names: the first word of each text in backticks."""
    cells = [row[0] for rows in tables(page, head) for row in rows]
    names = [text.split()[0] for cell in cells for text in re.findall(r"`([^`]+)`", cell)]
    return {name for name in names if not name.startswith("{")}


def wire(page: Path) -> list[Operation]:
    """What the systems of a page are called at, and what they call, in the profiles that are played by default."""
    profiles = [load_profile(row.system, row.profiles[0]) for row in ENTRIES if row.system in played_by(page)]
    return [row for profile in profiles for row in (*profile.operations, *profile.pushes)]


@pytest.fixture(scope="module")
def everything() -> Iterator[Sandbox]:
    """All systems, to be asked and not to be called."""
    with sandbox([]) as played:
        yield played


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_what_a_page_tells_people_to_type_is_accepted(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / page.stem
    folder.mkdir()
    with sandbox(needed_by(page)) as played:
        script = played.addressed(script_of(*dict.fromkeys([FRONT, page])))
        said = run_script(script, folder, env={TOKEN: SECRETS[TOKEN]})
        for row in played.systems:
            calls = played.calls(row["system"])
            refused = [call for call in calls if not accepted(call)]
            assert refused == [], f"{refused}\n{said}"
            assert calls or row["system"] not in called_by(page)


def test_a_call_that_is_refused_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "refused"
    folder.mkdir()
    call = f"curl -s http://127.0.0.1:{PORTS['evn']}/oauth2/token -d grant_type=client_credentials -d client_id=nobody"
    with sandbox(["evn"]) as played:
        with pytest.raises(AssertionError, match="ended with 22"):
            run_script(played.addressed(f"set -e; {call} -d client_secret=none; echo not reached"), folder)
        assert [accepted(call) for call in played.calls("evn")] == [False]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_block_is_run_or_says_that_it_is_not(page: Path) -> None:
    assert {block.language for block in blocks(page)} <= {"sh", "python", "console", "toml"}


@pytest.mark.parametrize("page", OF_SYSTEMS, ids=named)
def test_a_connection_is_to_a_system_that_is_played(page: Path) -> None:
    for block in blocks(page):
        if block.language == "toml":
            for name, row in tomllib.loads(block.text).items():
                assert row["url"] == f"http://127.0.0.1:{PORTS[name]}"


@pytest.mark.parametrize("page", OF_SYSTEMS, ids=named)
def test_the_pages_have_one_order(page: Path) -> None:
    headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)

    assert [heading for heading in headings if heading != OF_THE_PROVINCE] == HEADINGS


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_ports_of_a_page_are_those_of_its_systems(page: Path) -> None:
    own = {PORTS[system] for system in (played_by(page) or PORTS)}
    ports = {int(found["port"]) for found in DEFAULT_PORT.finditer(page.read_text(encoding="utf-8"))}
    assert ports <= {*own, CONTROL_PORT}
    assert page not in OF_SYSTEMS or set(called_by(page)) & set(played_by(page))


def test_the_front_page_has_every_system_with_its_port() -> None:
    (rows,) = tables(FRONT, "system")
    told = [(re.findall(r"`([\w-]+)`", row[0]), row[1].split(", ")) for row in rows]
    assert [(name, int(port)) for names, ports in told for name, port in zip(names, ports, strict=True)] == [
        *PORTS.items()
    ]
    assert {page for row in rows for page in re.findall(r"\]\((\S+)\)", row[0])} == {page.name for page in OF_SYSTEMS}


@pytest.mark.parametrize("page", OF_SYSTEMS, ids=named)
def test_a_page_names_the_operations_of_the_profile_and_their_fidelity(page: Path) -> None:
    text, rows = page.read_text(encoding="utf-8"), wire(page)
    assert listed(page, "operation") == {row.name for row in rows}
    assert {row.path for row in rows if row.path not in text} == set()
    told = {
        name: row[-1] for rows in tables(page, "operation") for row in rows for name in re.findall(r"`(\w+)`", row[0])
    }
    assert [(row.name, row.fidelity) for row in rows if row.fidelity not in told[row.name]] == []


@pytest.mark.parametrize("page", OF_SYSTEMS, ids=named)
def test_a_page_names_what_stands_on_the_control_port(page: Path, everything: Sandbox) -> None:
    frame = {*listed(FRAME, "fault")}
    for what, everywhere in {**EVERYWHERE, "behaviours": frame}.items():
        path, member = ("behaviours/known", "known") if what == "behaviours" else (what, what)
        told = {row["name"] for system in played_by(page) for row in everything.asked(system, path)[member]}
        assert listed(page, what.removesuffix("s")) == told - everywhere
