"""How a run or a case ends other than by passing. Four leaves, and whose trouble each one is.

Refused            the input is wrong: nothing was started, exit 2           (the operator's)
IntegrityBroken    a record contradicts itself, exit 21                      (somebody changed it)
Ending             how a test case ended
├── Nonconformity  the system under test broke a rule: FAIL                  (the system's)
├── Inconclusive   we could not find out: INCONC and a code                  (nobody's yet)
└── HarnessError   we, a mock or the environment are broken: ERROR and a code (ours)
"""

from harness.verdict import ERROR_CODES, INCONC_CODES, Code


class Refused(Exception):
    """The input cannot be used. The message is one line that says what is wrong and what to do."""


class IntegrityBroken(Exception):
    """A record does not agree with its own digests, chain or totals. The message says where."""


class Ending(Exception):
    """How a test case ended.

    An Exception and not a BaseException, because pytest keeps only those for the other cases of a shared scene; that
    none is swallowed is a hygiene test (no broad `except`).
    """


class Nonconformity(Ending):
    """The system under test broke a requirement. Raised by `judge`, after the judgement was recorded."""

    def __init__(self, requirement: str, expected: str, observed: str) -> None:
        super().__init__(f"{requirement}: expected {expected}; observed {observed}")
        self.requirement = requirement


class Inconclusive(Ending):
    """The harness worked and the data do not decide."""

    def __init__(self, code: Code, message: str) -> None:
        if code not in INCONC_CODES:
            raise ValueError(f"{code} is not a code of INCONC")
        super().__init__(message)
        self.code = code


class HarnessError(Ending):
    """The harness, one of its mocks or the environment is broken; it says nothing of the system under test."""

    def __init__(self, code: Code, message: str) -> None:
        if code not in ERROR_CODES:
            raise ValueError(f"{code} is not a code of ERROR")
        super().__init__(message)
        self.code = code
