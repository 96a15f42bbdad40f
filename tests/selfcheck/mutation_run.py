"""One campaign with a proxy before each national system, one of which makes a kind of message wrong."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from cli.counterparts import AGREED
from cli.processes import Part
from harness.ixit import load_target
from specs.profile import load_profile
from tests.cli.command import lienthong
from tests.cli.installation import SECRETS, prepared, started
from tests.selfcheck.conditions import KNOWN_BY_ADDRESS, PROFILES
from tests.selfcheck.mutation_proxy import Mutant, Proxy, proxies
from tests.selfcheck.rows import Row, read_row

PORTAL = "dvcqg"
LONGEST_S = 300.0
Outgoing = Mapping[str, Mapping[str, Mapping[str, list[str]]]]
"""By system, operation and field (pointer, or "" for the whole message): the changes that apply to it."""


@dataclass(frozen=True)
class Played:
    """How a campaign ended, how many messages were made wrong in it, and what was sent."""

    row: Row
    hits: int
    outgoing: Outgoing


def profiles() -> dict[str, str]:
    """The systems of the reference installation that a proxy can stand before, and the profile that each speaks."""
    return {PORTAL: PROFILES[0]} | {row.system: row.profile for row in AGREED if row.system not in KNOWN_BY_ADDRESS}


def play(mutant: Mutant | None, folder: Path, *, select: Sequence[str], fail_fast: bool = False) -> Played:
    """Judge the faultless province behind the proxies by these requirements.

    Raises RuntimeError where there is no verdict.
    """
    made = prepared(folder / "pair")
    mocks = load_target(made.target).mocks
    found = {
        system: Proxy(
            mocks[system].national,
            load_profile(system, profile),
            mutant if mutant and mutant.system == system else None,
        )
        for system, profile in profiles().items()
    }
    with ExitStack() as stack:
        opened = stack.enter_context(proxies(list(found.values())))
        lines = dict(zip([proxy.target for proxy in found.values()], opened, strict=True))
        _rewrite(made.target.with_name("connections.toml"), lines)
        stack.enter_context(started(folder / "pair", replace(made, province=_called_at(made.province, lines))))
        words = ["run", "--sut", str(made.target), "--out", str(folder / "out"), "--seed", "1", "--json"]
        words += [word for name in select for word in ("--select", name)]
        words += ["--fail-fast"] if fail_fast else []
        done = lienthong(*words, cwd=folder, env=SECRETS, longest_s=LONGEST_S)
    if not (folder / "out" / "readiness.json").is_file():
        raise RuntimeError(done.stderr[-1000:] or done.stdout[-1000:])
    outgoing = {system: proxy.seen for system, proxy in found.items()}
    return Played(read_row(folder / "out"), sum(proxy.hits for proxy in found.values()), outgoing)


def _called_at(part: Part, lines: Mapping[str, str]) -> Part:
    return replace(part, words=[lines.get(word, word) for word in part.words])


def _rewrite(path: Path, lines: Mapping[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in lines.items():
        text = text.replace(f'"{old}', f'"{new}')
    path.write_text(text, encoding="utf-8")
