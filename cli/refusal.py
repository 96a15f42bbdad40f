"""Which exceptions are the operator's to mend, and how they are told: one line, exit 2."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """One line that says what is wrong and what to do."""

    text: str

    def as_json(self) -> str:
        """The same, for `--json`: nothing was opened, so there is no answer."""
        row = {"schema": "lienthong/readiness/1", "answer": None, "exit_code": 2, "error": self.text}
        return json.dumps(row, ensure_ascii=False) + "\n"


def refusal_of(exception: Exception) -> Refusal | None:
    """The refusal that an exception is; None where it is a fault of ours."""
    from harness.errors import Refused
    from mocks.serve import PortInUse, UnknownSystem
    from specs.errors import SpecError

    if isinstance(exception, Refused | PortInUse | UnknownSystem | SpecError):
        return Refusal(" ".join(str(exception).split()))
    return None
