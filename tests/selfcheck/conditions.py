"""Conditions that are nobody's fault: under each, and under any mixture of them, the faultless province passes.

What a line or a clock costs is stated as a supplier would state it for that installation, in the timers of the target.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import httpx

from cli.processes import Part
from cli.reference import MAX_PAUSE_S, TESTER, TIMERS, TOKEN
from cli.reference import Installation as Prepared
from harness.ixit import load_target
from tests.cli.command import lienthong
from tests.cli.installation import SECRETS, Installation, prepared, started
from tests.selfcheck.rows import Row, read_row
from tests.selfcheck.security_server import security_server
from tests.selfcheck.slow_line import slow_line

SEEDS: Final = range(1, 21)
LATENCIES_MS: Final = (0, 50, 500)
PLATFORM: Final = "dvcqg-2025-ndxp"
PROFILES: Final = ("dvcqg-2025", "dvcqg-2021", PLATFORM)
SKEWS_S: Final = (-90, 0, 90)
COMBINATIONS, COMBINED_BY = 20, 20_261_122
ERR_CHANCE: Final = 0.05
"""How many of the calls meet a national system that errs: half of them before the effect, half after it."""
ERRORS: Final = ("unavailable", "answer-lost")
LONGEST_S: Final = 600
TURNS: Final = 30
"""The most calls that stand one behind another between an act and the last that it leads to."""

NewDatabase = Callable[[], AbstractContextManager[str]]

KNOWN_BY_ADDRESS = frozenset({"vneid", "vnconnect"})
"""Identity providers: their tokens name them by address, and behind another one nobody may believe them."""


@dataclass(frozen=True)
class Condition:
    """One installation: where the province keeps its records, how far the portal is, what the portal and clocks do."""

    database: str = "sqlite"
    latency_ms: int = 0
    errs: bool = False
    profile: str = PROFILES[0]
    skew_s: int = 0
    seed: int = 1

    @property
    def name(self) -> str:
        """Says all of it, and is a file name."""
        errs = "errs" if self.errs else "never-errs"
        return f"{self.database}_{self.latency_ms}ms_{errs}_{self.profile}_{self.skew_s:+d}s_seed-{self.seed}"

    @property
    def timers(self) -> dict[str, float]:
        """What a supplier states for such an installation, seconds."""
        far = self.latency_ms / 1000
        pause = MAX_PAUSE_S if self.errs else 0.0
        return {
            **TIMERS,
            "read_timeout_s": TIMERS["read_timeout_s"] + far,
            "quiet_s": TIMERS["quiet_s"] + 2 * far + pause,
            "sync_within_s": TIMERS["sync_within_s"] + TURNS * far + 4 * pause,
        }


def conditions() -> list[Condition]:
    """Each alone, then random combinations of them; every one once."""
    plain = Condition()
    alone = [
        *(replace(plain, seed=seed) for seed in SEEDS),
        *(replace(plain, latency_ms=latency) for latency in LATENCIES_MS),
        *(replace(plain, profile=profile) for profile in PROFILES),
        *(replace(plain, skew_s=skew) for skew in SKEWS_S),
        replace(plain, errs=True),
        replace(plain, database="postgresql"),
    ]
    rng = random.Random(COMBINED_BY)
    found = dict.fromkeys(alone)
    while len(found) < len(dict.fromkeys(alone)) + COMBINATIONS:
        found[_drawn(rng)] = None
    return list(found)


def _drawn(rng: random.Random) -> Condition:
    return Condition(
        database=rng.choice(["sqlite", "postgresql"]),
        latency_ms=rng.choice(LATENCIES_MS),
        errs=rng.random() < 1 / 2,
        profile=rng.choice(PROFILES),
        skew_s=rng.choice(SKEWS_S),
        seed=rng.randrange(2**31),
    )


def play(condition: Condition, folder: Path, new_database: NewDatabase) -> Row:
    """Judge the faultless province under this condition."""
    with installed(condition, folder / "pair", new_database) as made:
        words = ["run", "--sut", str(made.target), "--out", str(folder / "out"), "--json"]
        done = lienthong(*words, "--seed", str(condition.seed), cwd=folder, env=SECRETS, longest_s=LONGEST_S)
    if not (folder / "out" / "readiness.json").is_file():
        raise RuntimeError(done.stderr[-1000:] or done.stdout[-1000:])
    return read_row(folder / "out")


@contextmanager
def installed(condition: Condition, folder: Path, new_database: NewDatabase) -> Iterator[Installation]:
    """An installation in which it holds."""
    with ExitStack() as stack:
        database = stack.enter_context(new_database()) if condition.database == "postgresql" else None
        made = prepared(folder, timers=condition.timers, database=database)
        if condition.profile != PROFILES[0]:
            _rewrite(made.target, {PROFILES[0]: condition.profile})
        if condition.latency_ms:
            made = stack.enter_context(_far_apart(made, condition.latency_ms / 1000))
        if condition.profile == PLATFORM:
            portal = made.province.words[made.province.words.index("--portal") + 1]
            line = {portal: stack.enter_context(security_server(portal))}
            made = replace(made, province=_called_at(made.province, line))
        pair = stack.enter_context(started(folder, made))
        if condition.skew_s:
            _skew(pair, condition.skew_s)
        if condition.errs:
            _let_err(pair, condition.seed)
        yield pair


@contextmanager
def _far_apart(made: Prepared, round_trip_s: float) -> Iterator[Prepared]:
    """Every line between the province and the national side is a slow one, in both directions."""
    with ExitStack() as stack:
        mocks = load_target(made.target).mocks.values()
        ends = [mock.national for mock in mocks if mock.system not in KNOWN_BY_ADDRESS]
        if made.answers.inbound:
            ends.append(made.answers.inbound)
        lines = {end: stack.enter_context(slow_line(end, round_trip_s=round_trip_s)) for end in ends}
        _rewrite(made.target.with_name("connections.toml"), lines)
        yield replace(made, province=_called_at(made.province, lines), nation=_called_at(made.nation, lines))


def _called_at(part: Part, lines: Mapping[str, str]) -> Part:
    return replace(part, words=[lines.get(word, word) for word in part.words])


def _rewrite(path: Path, texts: Mapping[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in texts.items():
        text = text.replace(f'"{old}', f'"{new}')
    path.write_text(text, encoding="utf-8")


def _skew(made: Installation, seconds: int) -> None:
    """Set the province's clock wrong."""
    bearer = {"Authorization": f"Bearer {SECRETS[TESTER]}"}
    url = f"{made.answers.tester}/upper-tester/1/clock"
    now = datetime.now(UTC) + timedelta(seconds=seconds)
    httpx.post(url, json={"now": now.isoformat()}, headers=bearer, trust_env=False).raise_for_status()


def _let_err(made: Installation, seed: int) -> None:
    """Let every national system err now and then, as long as the installation lasts."""
    bearer = {"Authorization": f"Bearer {SECRETS[TOKEN]}"}
    for mock in load_target(made.target).mocks.values():
        for name in ERRORS:
            wish = {"name": name, "chance": ERR_CHANCE / len(ERRORS), "seed": seed, "arguments": {"status": 503}}
            url = f"{mock.control}/control/1/behaviours"
            httpx.post(url, json=wish, headers=bearer, trust_env=False).raise_for_status()
