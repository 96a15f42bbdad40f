"""What the `run.json` of every record begins with: who looked at whom, when, by which words and which code."""

import platform
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from harness import VERSION
from harness.policy import Policy
from harness.sources import CAMPAIGN, CODE, digest_of
from harness.statement import ConformanceStatement

RUN_SCHEMA = "lienthong/run/1"


def record_head(
    words: Sequence[str],
    *,
    seed: int,
    sut: Mapping[str, Any],
    statement: ConformanceStatement,
    policy: Policy,
) -> dict[str, Any]:
    """The head of a record that is opened now; `words` are the command that makes it again."""
    started = datetime.now(UTC)
    return {
        "schema": RUN_SCHEMA,
        "run_id": f"{started:%Y%m%dT%H%M%SZ}-{random.SystemRandom().getrandbits(32):08x}",
        "started": started.isoformat(timespec="seconds"),
        "seed": seed,
        "command": ["lienthong", *words],
        "harness": {
            "version": VERSION,
            "build": digest_of(CODE),
            "campaign": digest_of(CAMPAIGN),
            "python": platform.python_version(),
        },
        "sut": dict(sut),
        "statement": dict(statement.answers),
        "policy": policy.to_json(),
        "time_budget_s": policy.time_budget_s,
    }
