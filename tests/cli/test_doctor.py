"""`doctor` says what it looked at, and what an operator has to mend."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import lienthong, one_line_refusal
from tests.cli.installation import SECRETS, Installation, installation

TROUBLE = 2
VERDICT_WORDS = ("GO", "FAIL", "PASS", "VIOLATED", "DEMONSTRATED")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A portal and an honest province."""
    with installation(tmp_path_factory.mktemp("pair")) as made:
        yield made


def test_doctor_on_a_healthy_set_up(pair: Installation, tmp_path: Path) -> None:
    told = lienthong("doctor", "--sut", str(pair.target), cwd=tmp_path, env=SECRETS)
    made = lienthong("doctor", "--sut", str(pair.target), "--json", cwd=tmp_path, env=SECRETS)

    assert (told.code, made.code, told.stderr, made.stderr) == (0, 0, "", ""), told.stdout
    assert {row["fine"] for row in made.json} == {True}
    assert not any(word in told.stdout.split() for word in VERDICT_WORDS)


@pytest.mark.parametrize(
    ("lines", "env", "about"),
    [
        ({"url": 'url = "http://127.0.0.1:9"'}, {}, "upper tester"),
        ({"control": 'control = "http://127.0.0.1:9"'}, {}, "mock dvcqg"),
        ({"national": 'national = "http://127.0.0.1:9"'}, {}, "mock dvcqg"),
        ({"portal_sync": '"portal.sync" = false'}, {}, "statement"),
        ({"vneid": ""}, {}, "statement"),
        ({}, {"LIENTHONG_TESTER_TOKEN": "wrong"}, "upper tester"),
        ({}, {"LIENTHONG_CONTROL_TOKEN": "wrong"}, "mock dvcqg"),
        ({}, {"LIENTHONG_PORTAL_PASSWORD": ""}, "secret"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_doctor_on_a_broken_set_up(
    lines: dict[str, str], env: dict[str, str], about: str, pair: Installation, tmp_path: Path
) -> None:
    sut = pair.variant("broken", **lines)
    made = lienthong("doctor", "--sut", str(sut), "--json", cwd=tmp_path, env={**SECRETS, **env})
    wrong = [row for row in made.json if not row["fine"]]

    assert (made.code, made.stderr) == (TROUBLE, "")
    assert about in {row["about"] for row in wrong}
    assert all(row["mend"] for row in wrong)
    assert not any(word in made.stdout.replace('"', " ").split() for word in VERDICT_WORDS)


def test_doctor_when_the_province_has_another_password(tmp_path: Path) -> None:
    with installation(tmp_path / "pair") as made:
        made.province.kill()
        seen = made.control("identity").json()["journal_next"] - 1
        made.province.again(LIENTHONG_PORTAL_PASSWORD="another")
        made.control(f"journal?after={seen}&wait=10")
        told = lienthong("doctor", "--sut", str(made.target), "--json", cwd=tmp_path, env=SECRETS)

    assert told.code == TROUBLE
    assert [row["about"] for row in told.json if not row["fine"]] == ["credentials"]


def test_doctor_without_a_target_file(tmp_path: Path) -> None:
    one_line_refusal(lienthong("doctor", "--sut", "none.toml", "--json", cwd=tmp_path), "none.toml")
