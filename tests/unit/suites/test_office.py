"""What the suites tell a province and compare afterwards comes through redaction unchanged, whatever the seed."""

import random
from types import SimpleNamespace
from typing import Any

import pytest

from harness.upper_tester.contract import UpperTesterContract
from specs.people import IdentityScheme, identity_prefixes
from specs.redaction import redact
from tests.suites import office
from tests.suites.scene import Scene

KEY = b"some key"
SEEDS = 2000


def test_what_is_compared_by_value_is_never_redacted() -> None:
    """File and result identifiers, components and a foreign code stay as they were told."""
    accepted, _ = UpperTesterContract().schemas("accept")
    for seed in range(SEEDS):
        rng = random.Random(seed)
        code = f"G09.20-20260609-{rng.randrange(10**7):07d}"
        told = office.application(rng, "2.001019", papers=[office.paper(rng, files=3)], code=code)
        results = [office.result(rng)]
        kept = redact(told, accepted, KEY).value
        compared = [(kept["code"], code), (kept["procedure"], told["procedure"])]
        compared += [
            (after[part], before[part])
            for before, after in zip(told["papers"], kept["papers"], strict=True)
            for part in ("component", "from_national_store")
        ]
        compared += [
            (after["id"], before["id"])
            for before, after in zip(told["papers"][0]["files"], kept["papers"][0]["files"], strict=True)
        ]
        compared += [(redact(results, None, KEY).value[0]["id"], results[0]["id"])]

        assert [pair for pair in compared if pair[0] != pair[1]] == [], seed


@pytest.mark.parametrize(
    "scheme", [IdentityScheme(), IdentityScheme("prefix"), IdentityScheme("range", "038199000000", "038199000999")]
)
def test_owners_have_numbers_of_the_scheme_that_the_target_asks_for(scheme: IdentityScheme) -> None:
    rng = random.Random(1)
    for told in (office.application(rng, "2.001019", people=scheme), {"owner": office.owner(rng, people=scheme)}):
        number = told["owner"]["identity"]["number"]
        begins = {"prefix": ("097", "098", "099"), "range": ("038199000",), "century": tuple(identity_prefixes())}
        assert number.startswith(begins[scheme.name])
        assert (number[3] in "45") == (scheme.name == "century")


def test_a_scene_asks_for_the_scheme_of_its_campaign() -> None:
    """Every dossier that a scene makes goes through one place, which takes the scheme from the campaign."""
    told: list[Any] = []

    class Tester:
        def accept(self, application: Any) -> Any:
            told.append(application)
            return SimpleNamespace(dossier=f"H56.14-261122-{len(told):04d}")

    scheme = IdentityScheme("range", "038199000000", "038199000999")
    campaign = SimpleNamespace(
        rng=random.Random(1), people=scheme, upper_tester=Tester(), profiles={"dvcqg": "dvcqg-2025"}
    )
    Scene(campaign, 0).accept("first")  # type: ignore[arg-type]  # as much of a campaign as a scene needs to accept

    assert told[0]["owner"]["identity"]["number"].startswith("038199000")
