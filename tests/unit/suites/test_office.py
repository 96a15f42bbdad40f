"""What the suites tell a province and compare afterwards comes through redaction unchanged, whatever the seed."""

import random

from harness.upper_tester.contract import UpperTesterContract
from specs.redaction import redact
from tests.suites import office

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
