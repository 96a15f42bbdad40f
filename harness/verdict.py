"""The five verdicts of a test case and the codes that say why it did not decide (TTCN-3; ITU-T X.290).

NONE < PASS < INCONC < FAIL < ERROR. A verdict starts at NONE and only gets worse.
"""

from collections.abc import Iterable
from enum import Enum, StrEnum


class Verdict(Enum):
    """What one judgement, or one test case, came to. The order of the members is the order of severity."""

    NONE = "NONE"
    PASS = "PASS"
    INCONC = "INCONC"
    FAIL = "FAIL"
    ERROR = "ERROR"

    @property
    def severity(self) -> int:
        """0 for NONE up to 4 for ERROR."""
        return list(Verdict).index(self)


class Code(StrEnum):
    """Why a case is INCONC (the system under test did not let us find out) or ERROR (we are broken)."""

    NO_TRAFFIC = "NO_TRAFFIC"
    TIMEOUT = "TIMEOUT"
    PRECONDITION = "PRECONDITION"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"
    WRONG_REASON = "WRONG_REASON"
    FLAKY = "FLAKY"
    HARNESS = "HARNESS"
    MOCK = "MOCK"
    ENVIRONMENT = "ENVIRONMENT"
    CONFIG = "CONFIG"


INCONC_CODES = frozenset(
    {Code.NO_TRAFFIC, Code.TIMEOUT, Code.PRECONDITION, Code.INSUFFICIENT_DATA, Code.WRONG_REASON, Code.FLAKY}
)
ERROR_CODES = frozenset({Code.HARNESS, Code.MOCK, Code.ENVIRONMENT, Code.CONFIG})


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The most severe of the verdicts; NONE where there are none, because silence is not a pass."""
    return max(verdicts, key=lambda verdict: verdict.severity, default=Verdict.NONE)
