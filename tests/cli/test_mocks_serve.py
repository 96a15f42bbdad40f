"""`mocks serve`: what it plays, what it says of it, and what it takes from a target file."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from mocks.registry import ENTRIES
from specs.profile import INTERFACES
from tests.cli.command import command, environment, lienthong, one_line_refusal
from tests.cli.installation import SECRETS, part
from tests.cli.target import address, nobody, written

FREE = ("mocks", "serve", "--port", "0")


@contextmanager
def serving(*words: str, env: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """What `mocks serve WORDS --json` says first, while it serves."""
    with part(words, **(env or {})) as mocks:
        yield dict(mocks.said)


def identity(system: Mapping[str, Any], token: str) -> dict[str, Any]:
    """What the control port says of a system."""
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx.get(f"{system['control']}/control/1/identity", headers=headers, trust_env=False)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_it_plays_every_system_and_says_where_and_with_which_credentials() -> None:
    with serving(*FREE) as said:
        assert [row["system"] for row in said["systems"]] == [row.system for row in ENTRIES]
        for row, entry in zip(said["systems"], ENTRIES, strict=True):
            assert tuple(row["accounts"]) == entry.accounts
            told = identity(row, SECRETS["LIENTHONG_CONTROL_TOKEN"])
            assert (told["system"], told["profile"], told["national"]) == (
                row["system"],
                row["profile"],
                row["national"],
            )
            assert row["control"] == f"{said['control']}/{row['system']}"
        assert len({row["national"] for row in said["systems"]}) == len(ENTRIES)


def test_people_get_a_table_with_a_made_up_token() -> None:
    words = command(*FREE, "--system", "evn")
    with subprocess.Popen(words, env=environment(), stdout=subprocess.PIPE, text=True) as mocks:
        assert mocks.stdout is not None
        head, row, last = (mocks.stdout.readline() for _ in range(3))
        mocks.terminate()
    assert head.split()[:2] == ["system", "profile"]
    assert row.split()[:2] == ["evn", "assumed-2026"]
    assert "client_secret=" in row
    assert "made up; set LIENTHONG_CONTROL_TOKEN to choose it" in last
    assert mocks.returncode == 0


def test_credentials_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    told = []
    for seed in ("7", "7", "8"):
        with serving(*FREE, "--system", "evn", "--seed", seed) as said:
            told.append(said["systems"][0]["accounts"])
    assert told[0] == told[1] != told[2]


def test_another_profile_and_refusing_or_not_are_chosen_by_name() -> None:
    with serving(*FREE, "--system", "dvcqg=dvcqg-2021", "--lenient") as said:
        told = identity(said["systems"][0], SECRETS["LIENTHONG_CONTROL_TOKEN"])
    assert (told["profile"], told["lenient"]) == ("dvcqg-2021", True)


def test_an_overlay_replaces_one_profile_and_leaves_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "interfaces" / "evn" / "assumed-2026"
    folder.mkdir(parents=True)
    text = (INTERFACES / "evn" / "assumed-2026" / "operations.toml").read_text(encoding="utf-8")
    (folder / "operations.toml").write_text(
        text.replace('path = "/oauth2/token"', 'path = "/chinh-thuc/token"').replace(
            'profile = "assumed-2026"', 'profile = "assumed-2026"\nextends = "evn/assumed-2026"', 1
        ),
        encoding="utf-8",
    )
    with serving(*FREE, "--system", "evn", "--system", "bhxh", "--specs", str(tmp_path)) as said:
        evn, bhxh = said["systems"]
        form = {"grant_type": "client_credentials", **evn["accounts"]}
        assert httpx.post(f"{evn['national']}/chinh-thuc/token", data=form, trust_env=False).status_code == 200
        assert httpx.post(f"{evn['national']}/oauth2/token", data=form, trust_env=False).status_code == 404
        form = {"grant_type": "client_credentials", **bhxh["accounts"]}
        assert httpx.post(f"{bhxh['national']}/oauth2/token", data=form, trust_env=False).status_code == 200


MORE = """
[mocks.evn]
profile = "assumed-2026"
national = "{national}"
control = "{control}/evn"
token_env = "LIENTHONG_CONTROL_TOKEN"
accounts = {{ client_id = "tinh-56", client_secret_env = "EVN_TEST_SECRET" }}
"""


def with_evn(folder: Path, *, control: str | None = None) -> Path:
    """A target file with a portal and an EVN beside it, on one control port or on another."""
    answers, other = nobody(), nobody()
    sut = written(folder, answers)
    more = MORE.format(national=other.national, control=control or answers.control)
    sut.write_text(sut.read_text(encoding="utf-8") + more, encoding="utf-8")
    return sut


def test_a_target_file_names_systems_addresses_and_accounts(tmp_path: Path) -> None:
    sut = with_evn(tmp_path)
    with serving("mocks", "serve", "--sut", str(sut), env={"EVN_TEST_SECRET": "evn-secret"}) as said:
        portal, evn = said["systems"]
        assert portal["accounts"] == {"username": "province", "password": SECRETS["LIENTHONG_PORTAL_PASSWORD"]}
        assert evn["accounts"] == {"client_id": "tinh-56", "client_secret": "evn-secret"}
        assert identity(evn, SECRETS["LIENTHONG_CONTROL_TOKEN"])["system"] == "evn"


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--system", "bhxh"), "no [mocks.bhxh]"), ((), "EVN_TEST_SECRET"), (("--system", "dvcqg"), "")],
)
def test_what_a_target_file_does_not_have(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    sut = with_evn(tmp_path)
    if not told:
        with serving("mocks", "serve", "--sut", str(sut), *words) as said:
            assert [row["system"] for row in said["systems"]] == ["dvcqg"]
        return
    one_line_refusal(lienthong("mocks", "serve", "--sut", str(sut), *words, cwd=tmp_path, env=SECRETS), told)


def test_a_secret_in_the_target_file_and_two_control_ports_are_refused(tmp_path: Path) -> None:
    sut = with_evn(tmp_path, control=address(1))
    env = {**SECRETS, "EVN_TEST_SECRET": "s"}
    one_line_refusal(lienthong("mocks", "serve", "--sut", str(sut), cwd=tmp_path, env=env), "control ports", "--system")
    text = sut.read_text(encoding="utf-8").replace('client_secret_env = "EVN_TEST_SECRET"', 'client_secret = "x"')
    sut.write_text(text, encoding="utf-8")
    one_line_refusal(lienthong("mocks", "serve", "--sut", str(sut), cwd=tmp_path, env=env), "client_secret")
