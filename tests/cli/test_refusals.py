"""Input that cannot be used: one line that says what is wrong and what to do, exit 2, and nothing that looks green."""

from dataclasses import replace
from pathlib import Path

import pytest

from cli.target_file import Answers
from tests.cli.command import lienthong, one_line_refusal
from tests.cli.installation import SECRETS
from tests.cli.target import nobody, refused, written


@pytest.fixture
def answers() -> Answers:
    """Three addresses at which nobody listens."""
    return nobody()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--select", "SYNC-0O4"], ["'SYNC-0O4'", "did you mean", "SYNC-"]),
        (["--select", "QQQ-9"], ["chooses no case"]),
        (["--select", "CONN-001", "--select", ""], ["''", "chooses no case"]),
        (["--policy", "nope"], ["no policy 'nope'", "first-light"]),
        (["--seed", "x"], ["--seed", "lienthong run --help"]),
        (["--seed", "99999999999999999999"], ["--seed"]),
        (["--lang", "fr"], ["--lang", "'vi'", "'en'"]),
        (["--nope"], ["--nope", "lienthong run --help"]),
        (["--deselect", "fault/test_sesion"], ["--deselect", "did you mean", "fault/test_session"]),
        (["--out", "province.toml/out"], ["province.toml is a file", "another folder"]),
        (["--out", "."], ["already holds something", "--out"]),
    ],
    ids=lambda value: " ".join(value) if value and value[0].startswith("--") else "",
)
def test_options(words: list[str], told: list[str], answers: Answers, tmp_path: Path) -> None:
    one_line_refusal(refused(written(tmp_path, answers), *words), *told)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[sut]", "[sut", ["line"]),
        ("quiet_s = 5.0", 'quiet_s = "5"', ["access.timers.quiet_s", "number"]),
        ("quiet_s = 5.0", "quiet_s = 0", ["access.timers.quiet_s"]),
        ('agency = "', 'agancy = "', ["access"]),
        ('"portal.sync" =', '"portal.snc" =', ["portal.snc"]),
        ('kind = "http"', 'kind = "carrier-pigeon"', ["carrier-pigeon", "http"]),
        ("[mocks.dvcqg]", "[mocks.core.nowhere]", ["mocks"]),
        ('profile = "dvcqg-2025"', 'profile = "dvcqg-1999"', ["dvcqg-1999"]),
        ('scheme = "century"', 'scheme = "range"', ["people", "first and last"]),
    ],
)
def test_target_files(old: str, new: str, told: list[str], answers: Answers, tmp_path: Path) -> None:
    one_line_refusal(refused(written(tmp_path, answers, old=old, new=new), env=SECRETS), *told)


def test_a_missing_target_file(tmp_path: Path) -> None:
    one_line_refusal(refused(tmp_path / "none.toml"), "none.toml", "lienthong init")


@pytest.mark.parametrize("door", ["tester", "national", "control"])
def test_a_public_national_host_is_no_target(door: str, tmp_path: Path) -> None:
    sut = written(tmp_path, replace(Answers(), **{door: "https://dichvucong.gov.vn"}))  # type: ignore[arg-type]  # mypy takes the key for any field

    one_line_refusal(refused(sut), "dichvucong.gov.vn", "public national host")
    one_line_refusal(refused(sut, "--plan"), "dichvucong.gov.vn")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://dichvucong.gov.vn", "public national host"),
        ("https://DichVuCong.GOV.VN.:443/integration", "public national host"),
        ("https://x:y@dichvucong.gov.vn", "public national host"),
        ("dichvucong", "no address"),
        ("ftp://127.0.0.1", "no address"),
        ("http://127.0.0.1:99999", "no address"),
    ],
)
def test_a_province_serves_no_such_portal(url: str, told: str, tmp_path: Path) -> None:
    done = lienthong("province", "serve", "--portal", url, "--port", "0", cwd=tmp_path, env=SECRETS)

    one_line_refusal(done, told)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["demo"], ["province", "serve", "--portal", "http://127.0.0.1:9", "--port", "0"]])
def test_an_unknown_fault(words: list[str], tmp_path: Path) -> None:
    done = lienthong(*words, "--fault", "no-lookup", "--json", cwd=tmp_path, env=SECRETS)

    one_line_refusal(done, "no-lookup", "did you mean", "no-look-up")


@pytest.mark.parametrize("words", [["nonsense"], [], ["mocks"], ["province", "sreve"]])
def test_an_unknown_or_missing_command(words: list[str], tmp_path: Path) -> None:
    one_line_refusal(lienthong(*words, cwd=tmp_path), "ommand", "--help")


def test_demo_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    done = lienthong("demo", "--out", str(tmp_path), "--json", cwd=tmp_path)

    one_line_refusal(done, "already holds something")
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "value"),
    [("PYTEST_ADDOPTS", "--deselect fault/test_session.py"), ("PYTEST_PLUGINS", "deselecting_plugin")],
)
@pytest.mark.parametrize("face", ["run", "demo"])
def test_pytest_options_from_the_environment(
    name: str, value: str, face: str, answers: Answers, tmp_path: Path
) -> None:
    words = ["run", "--sut", str(written(tmp_path, answers))] if face == "run" else ["demo"]
    done = lienthong(*words, "--json", cwd=tmp_path, env={name: value})

    one_line_refusal(done, name, f"unset {name}")
