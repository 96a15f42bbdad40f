"""The target file: every refusal is one line that names the place, and none shows a secret."""

from pathlib import Path

import pytest

from harness.errors import Refused
from harness.ixit import LoadAccess, Target, load_target, secret
from specs.people import IdentityScheme

TEXT = """[sut]
name = "Demo"
supplier = "S"
version = "1"
[statement]
"portal.sync" = true
[access]
agency = "H56.14"
destination = "VN"
[access.upper_tester]
kind = "http"
url = "http://127.0.0.1:1"
[access.portal]
username = "u"
password_env = "PORTAL_PASSWORD"
[access.timers]
sync_within_s = 5
quiet_s = 0.5
read_timeout_s = 2
first_pause_s = 0.1
[mocks.dvcqg]
profile = "dvcqg-2025"
national = "http://127.0.0.1:2"
control = "http://127.0.0.1:3"
token_env = "TOKEN"
"""


def target_of(folder: Path, text: str = TEXT) -> Target:
    """The target of a file."""
    (folder / "province.toml").write_text(text, encoding="utf-8")
    return load_target(folder / "province.toml")


def test_a_target_is_read(tmp_path: Path) -> None:
    target = target_of(tmp_path)

    assert target.answers == {"portal.sync": True}
    assert target.access.timers.sync_within_s == 5.0
    assert target.access.upper_tester.token_env is None
    assert target.mocks["dvcqg"].control == "http://127.0.0.1:3"


@pytest.mark.parametrize(
    ("good", "bad", "place"),
    [
        ('name = "Demo"\n', "", r"sut: 'name' is a required"),
        ('"portal.sync" = true', '"portal.sync" = "yes"', r"statement\['portal\.sync'\]"),
        ('agency = "H56.14"', 'agency = "h56"', "access.agency"),
        ('kind = "http"', 'kind = "smoke"', "access.upper_tester.kind"),
        ("quiet_s = 0.5", "quiet_s = 0", "access.timers.quiet_s"),
        ("quiet_s = 0.5", "quiet_s = true", "access.timers.quiet_s"),
        ("quiet_s = 0.5", "quiet_s = inf", "access.timers.quiet_s: inf"),
        ("sync_within_s = 5", "sync_within_s = nan", "access.timers.sync_within_s: nan"),
        ('url = "http://127.0.0.1:1"', 'url = "https://dvc.moet.gov.vn"', "access.upper_tester.url: .*national host"),
        (
            'national = "http://127.0.0.1:2"',
            'national = "http://dichvucong.gov.vn"',
            "mocks.dvcqg.national: .*national host",
        ),
        ('control = "http://127.0.0.1:3"', 'control = "ftp://x"', "mocks.dvcqg.control"),
        ("[mocks.dvcqg]", "[mocks.dvcgq]", "mocks"),
        ("[sut]", "[sot]", "top level"),
        ("[sut]", "[sut", "line 1"),
    ],
)
def test_a_bad_target_is_refused_in_one_line(tmp_path: Path, good: str, bad: str, place: str) -> None:
    assert good in TEXT
    with pytest.raises(Refused, match=rf"province\.toml: .*{place}") as caught:
        target_of(tmp_path, TEXT.replace(good, bad, 1))

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("table", "scheme"),
    [
        ("", IdentityScheme("century")),
        ('[people]\nscheme = "century"\n', IdentityScheme("century")),
        ('[people]\nscheme = "prefix"\n', IdentityScheme("prefix")),
        (
            '[people]\nscheme = "range"\nfirst = "001199000000"\nlast = "001199000999"\n',
            IdentityScheme("range", "001199000000", "001199000999"),
        ),
    ],
    ids=["left out", "century", "prefix", "range"],
)
def test_the_target_says_whose_numbers_the_people_have(tmp_path: Path, table: str, scheme: IdentityScheme) -> None:
    assert target_of(tmp_path, TEXT + table).people == scheme


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("", "people: 'scheme' is a required"),
        ('scheme = "luck"', "people.scheme: 'luck' is not one of"),
        ('scheme = "range"', 'people: scheme "range" wants first and last'),
        ('scheme = "range"\nfirst = "001199000000"', 'people: scheme "range" wants first and last'),
        ('scheme = "range"\nfirst = "1199"\nlast = "001199000999"', r"people\.first: '1199' does not match"),
        ('scheme = "range"\nfirst = 1199\nlast = "001199000999"', r"people\.first: 1199 is not of type"),
        ('scheme = "range"\nfirst = "001199000009"\nlast = "001199000000"', "people: first .* comes after last"),
        ('scheme = "range"\nfirst = "000199000009"\nlast = "001199000000"', "people: first .* 000 names nobody"),
        ('first = "001199000000"\nlast = "001199000009"\nscheme = "century"', 'people: .* not to "century"'),
        ('scheme = "prefix"\nlast = "001199000009"', 'people: .* not to "prefix"'),
        ('scheme = "prefix"\nseed = 1', "people: .*seed"),
    ],
)
def test_figures_that_do_not_suit_the_scheme_are_refused_in_one_line(tmp_path: Path, rows: str, told: str) -> None:
    with pytest.raises(Refused, match=rf"province\.toml: {told}") as caught:
        target_of(tmp_path, f"{TEXT}[people]\n{rows}\n")

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["PORTAL_PASSWORD", "TOKEN"])
def test_a_secret_in_the_place_of_its_name_is_not_shown(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match=r"_env: the name of an environment variable") as caught:
        target_of(tmp_path, TEXT.replace(f'"{name}"', '"hunter2 canary!"'))

    assert "canary" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such file; `lienthong init` writes one"):
        load_target(tmp_path / "none.toml")
    with pytest.raises(Refused, match="Is a directory"):
        load_target(tmp_path)
    (tmp_path / "x.toml").write_bytes(b"\xff")
    with pytest.raises(Refused, match=r"x\.toml: 'utf-8'"):
        load_target(tmp_path / "x.toml")


def test_secrets_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_TEST_SECRET", "s")

    assert secret("LIENTHONG_TEST_SECRET", purpose="a test") == "s"
    monkeypatch.setenv("LIENTHONG_TEST_SECRET", "")
    with pytest.raises(Refused, match=r"LIENTHONG_TEST_SECRET \(a test\) is not set"):
        secret("LIENTHONG_TEST_SECRET", purpose="a test")


HTTP = 'kind = "http"\nurl = "http://127.0.0.1:1"\n'
PYTHON = 'kind = "python"\nurl = "http://127.0.0.1:1"\nclass = "vendor.acts:Acts"\n'


def test_the_kind_of_upper_tester_is_http_where_it_is_left_out(tmp_path: Path) -> None:
    access = target_of(tmp_path, TEXT.replace('kind = "http"\n', "")).access.upper_tester
    assert (access.kind, access.url) == ("http", "http://127.0.0.1:1")


def test_a_class_comes_with_its_folder_and_settings(tmp_path: Path) -> None:
    more = 'path = "robots/one"\nsettings = { depth = 2, key_env = "VENDOR_KEY" }\n'
    access = target_of(tmp_path, TEXT.replace(HTTP, PYTHON + more)).access.upper_tester
    assert (access.kind, access.implementation) == ("python", "vendor.acts:Acts")
    assert access.folder == (tmp_path / "robots" / "one").resolve()
    assert access.settings == {"depth": 2, "key_env": "VENDOR_KEY"}


def test_a_person_has_ten_minutes_for_an_act_unless_more_is_given(tmp_path: Path) -> None:
    text = TEXT.replace('version = "1"\n', 'version = "1"\nbuild = "b"\n')
    for row, deadline_s in (("", 600.0), ("deadline_s = 900\n", 900.0)):
        access = target_of(tmp_path, text.replace(HTTP, f'kind = "manual"\n{row}')).access.upper_tester
        assert (access.deadline_s, access.url) == (deadline_s, "")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('kind = "http"\n', "url is needed with kind 'http'"),
        ('url = "http://127.0.0.1:1"\ndeadline_s = 5\n', "deadline_s is not known with kind 'http'"),
        (PYTHON + 'token_env = "T"\n', "token_env is not known with kind 'python'"),
        ('kind = "python"\nurl = "http://127.0.0.1:1"\n', "class is needed with kind 'python'"),
        (PYTHON.replace("vendor.acts:Acts", "vendor/acts.py"), r"access\.upper_tester\.class"),
        (PYTHON + 'settings.key_env = "hunter2 canary!"\n', "the name of an environment variable is wanted"),
        (PYTHON.replace("http://127.0.0.1:1", "https://dichvucong.gov.vn"), "url: .*national host"),
        ('kind = "manual"\nurl = "http://127.0.0.1:1"\n', "url is not known with kind 'manual'"),
        ('kind = "manual"\n', "sut: build is needed where a person acts"),
        ('kind = "manual"\ndeadline_s = 0\n', r"access\.upper_tester\.deadline_s"),
    ],
)
def test_a_table_that_does_not_suit_the_kind_is_refused_in_one_line(tmp_path: Path, table: str, told: str) -> None:
    with pytest.raises(Refused, match=told) as caught:
        target_of(tmp_path, TEXT.replace(HTTP, table))

    assert "\n" not in str(caught.value)
    assert "canary" not in str(caught.value)


def test_what_may_be_loaded_is_said(tmp_path: Path) -> None:
    table = '[load]\ntoken_env = "LOAD_TOKEN"\nprovince = "86"\n[load.volume]\nonline_share = 0.3\n'
    load = target_of(tmp_path, TEXT + table).load

    assert target_of(tmp_path).load is None
    assert load == LoadAccess("LOAD_TOKEN", "86", {"online_share": 0.3})
    with pytest.raises(Refused, match=r"load\.token_env: the name of an environment variable"):
        target_of(tmp_path, TEXT + table.replace("LOAD_TOKEN", "mật khẩu"))
