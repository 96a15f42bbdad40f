"""The reference installation: the national side and the reference province, on free ports of this machine."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cli.counterparts import AGREED
from cli.national_side import serve_words
from cli.ports import free_ports
from cli.processes import Part
from cli.target_file import Answers, Played, connections_text, target_text

PASSWORD: Final = "LIENTHONG_PORTAL_PASSWORD"  # noqa: S105 - the name of a variable
TOKEN: Final = "LIENTHONG_CONTROL_TOKEN"  # noqa: S105 - the name of a variable
TESTER: Final = "LIENTHONG_TESTER_TOKEN"
LOAD: Final = "LIENTHONG_LOAD_TOKEN"
TIMERS: Final = {"sync_within_s": 4.0, "quiet_s": 0.25, "read_timeout_s": 0.8, "first_pause_s": 0.1}
MAX_PAUSE_S: Final = 1.0


@dataclass(frozen=True)
class Installation:
    """Files and commands of one installation; nothing runs yet.

    `nation` plays every system of the target file, `province` is what is judged. Each gets its own `secrets` alone: the
    token of the control port is never shown to the province.
    """

    target: Path
    answers: Answers
    nation: Part
    province: Part
    secrets: Mapping[str, str]


def _made_up(_name: str) -> str:
    return secrets.token_urlsafe(16)


def install(
    folder: Path,
    *,
    name: str = "reference province",
    fault: str | None = None,
    database: str | None = None,
    timers: Mapping[str, float] = TIMERS,
    portal_of_province: str | None = None,
    make_secret: Callable[[str], str] = _made_up,
) -> Installation:
    """Write the files into `folder` and choose ports and secrets.

    `portal_of_province`: where the province looks for the portal instead; `database`: an empty one for its records,
    instead of an SQLite file.
    """
    answers = _answers(name, timers)
    target, connections = folder / "province.toml", folder / "connections.toml"
    target.write_text(target_text(answers), encoding="utf-8")
    connections.write_text(connections_text(answers), encoding="utf-8")
    of_mocks = (PASSWORD, TOKEN, *(name for row in AGREED for name in row.secrets_of_mock))
    of_province = (PASSWORD, TESTER, LOAD, *(name for row in AGREED for name in row.secrets_of_province))
    made = {name: make_secret(name) for name in sorted({*of_mocks, *of_province})}
    chosen = {"portal": portal_of_province or answers.national, "fault": fault, "database": database}
    province = _province_words(answers, chosen, data=folder / "data", connections=connections)
    nation = serve_words(target, ["dvcqg", *(row.system for row in AGREED)], province=answers.inbound)
    return Installation(
        target, answers, Part(nation, _only(made, of_mocks)), Part(province, _only(made, of_province)), made
    )


def _answers(name: str, timers: Mapping[str, float]) -> Answers:
    """What the target file says, with free ports."""
    national, control, tester, inbound, *more = (f"http://127.0.0.1:{port}" for port in free_ports(4 + len(AGREED)))
    return Answers(
        name=name,
        supplier="lienthong",
        version="0.1.0",
        tester=tester,
        national=national,
        control=control,
        inbound=inbound,
        tester_token_env=TESTER,
        load_token_env=LOAD,
        timers=timers,
        others=tuple(Played(row, url) for row, url in zip(AGREED, more, strict=True)),
    )


def _only(made: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    return {name: made[name] for name in names}


def _province_words(answers: Answers, chosen: Mapping[str, str | None], *, data: Path, connections: Path) -> list[str]:
    words = ["province", "serve", "--port", answers.tester.rpartition(":")[2]]
    words += ["--inbound-port", str(answers.inbound).rpartition(":")[2], "--connect", str(connections)]
    words += ["--data", str(data), "--agency", answers.agency, "--destination", answers.destination]
    words += ["--token-env", TESTER, "--load-token-env", LOAD, "--max-pause-s", str(MAX_PAUSE_S)]
    for name in ("read_timeout_s", "first_pause_s"):
        words += [f"--{name.replace('_', '-')}", str(answers.timers[name])]
    for name, value in chosen.items():
        words += [f"--{name}", value] if value else []
    return words
