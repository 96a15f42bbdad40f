"""Exit criteria: a policy that names what does not exist, or that would block nothing, is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from harness.errors import Refused
from harness.policy import Policy, load_policy
from harness.requirement import Requirement, load_catalogue
from specs import FOLDER
from tests.unit.harness.sealed import POLICY

CATALOGUE = {
    name: Requirement(name, "SYNC", "MUST", "blocking", fidelity, "", derived=derived, row={})
    for name, fidelity, derived in (
        ("SYNC-001", "observed", True),
        ("SYNC-002", "observed", True),
        ("SYNC-003", "published", False),
    )
}
TEXT = POLICY.replace("SYNC = 1", "SYNC = 2").replace('ids = ["SYNC-001", "SYNC-004"]', 'ids = ["SYNC-001"]')


def policy_of(folder: Path, text: str = TEXT) -> Policy:
    """The policy `strict`."""
    (folder / "strict.toml").write_text(text, encoding="utf-8")
    return load_policy(folder / "strict.toml", CATALOGUE)


def test_a_policy_is_read_with_its_digest(tmp_path: Path) -> None:
    policy = policy_of(tmp_path)

    assert policy.digest.startswith("sha256:")
    assert policy.digest != policy_of(tmp_path, TEXT + "# a comment\n").digest
    assert policy.to_json()["valid_until"] == "2027-10-31"


def test_what_blocks(tmp_path: Path) -> None:
    policy = policy_of(tmp_path)

    assert policy.is_blocking(CATALOGUE["SYNC-001"])
    assert not policy.is_blocking(CATALOGUE["SYNC-002"]), "a derived one blocks only where it is named"
    assert policy.is_blocking(CATALOGUE["SYNC-003"])
    assert not policy.is_blocking(replace(CATALOGUE["SYNC-003"], fidelity="assumed"))
    assert not policy.is_blocking(replace(CATALOGUE["SYNC-003"], gate_class="major"))


@pytest.mark.parametrize(
    ("good", "bad", "reason"),
    [
        ('blocks = ["blocking"]', "blocks = []", "blocks"),
        ('blocks = ["blocking"]', 'blocks = ["bloking"]', "bloking"),
        ("SYNC = 2", "", "min_applicable"),
        ("SYNC = 2", "SYNK = 2", "SYNK"),
        ("SYNC = 2", "SYNC = 0", "min_applicable"),
        ('ids = ["SYNC-001"]', 'ids = ["SYNC-009"]', "unknown requirement.*SYNC-009"),
        ("attested = []", 'attested = ["SYNC-009"]', "unknown requirement.*SYNC-009"),
        ("attested = []\n", "", "attested"),
        ('valid_until = "2027-10-31"', 'valid_until = "soon"', "soon"),
        ('valid_until = "2027-10-31"', 'valid_until = "2026-10-31"', "valid 2026-11-01 to 2026-10-31"),
        ('name = "strict"', 'name = "lenient"', "name is 'lenient'"),
        ('reason = {vi = "a", en = "a"}', "", "reason"),
        ('version = "1.0.0"', 'version = "1.0.0', "line"),
    ],
)
def test_a_bad_policy_is_refused_in_one_line(tmp_path: Path, good: str, bad: str, reason: str) -> None:
    assert good in TEXT
    with pytest.raises(Refused, match=rf"^strict\.toml: .*{reason}") as caught:
        policy_of(tmp_path, TEXT.replace(good, bad))

    assert "\n" not in str(caught.value)


def test_a_policy_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refused, match=r"no policy 'first-dark'; there is .*first-light"):
        load_policy(FOLDER / "policies" / "first-dark.toml", CATALOGUE)


@pytest.mark.parametrize(
    ("timer", "value", "said"),
    [("sync_within_s", 100_000.0, "at most"), ("quiet_s", 0.01, "at least"), ("first_pause_s", 0.001, "at least")],
)
def test_a_timer_that_would_soften_the_judgement_is_refused(timer: str, value: float, said: str) -> None:
    policy = load_policy(FOLDER / "policies" / "first-light.toml", load_catalogue(FOLDER / "requirements"))
    stated = {"sync_within_s": 60.0, "quiet_s": 5.0, "read_timeout_s": 6.0, "first_pause_s": 1.0}

    policy.refuse_timers(stated)
    with pytest.raises(Refused, match=f"{timer}.*{said}"):
        policy.refuse_timers({**stated, timer: value})


def test_a_requirement_of_a_part_that_is_not_asked_for_may_not_block(tmp_path: Path) -> None:
    row = replace(CATALOGUE["SYNC-003"], row={"method": "load"})
    (tmp_path / "strict.toml").write_text(TEXT, encoding="utf-8")
    with pytest.raises(Refused, match="SYNC-003 blocks, and only `load` judges it"):
        load_policy(tmp_path / "strict.toml", {**CATALOGUE, row.id: row})

    asking = TEXT.replace("attested = []", 'attested = []\nparts = ["run", "load"]')
    (tmp_path / "strict.toml").write_text(asking, encoding="utf-8")
    assert load_policy(tmp_path / "strict.toml", {**CATALOGUE, row.id: row}).parts == ("run", "load")


def test_a_policy_asks_for_the_run_alone_unless_it_says_more(tmp_path: Path) -> None:
    assert policy_of(tmp_path).parts == ("run",)
