"""From the way a test case ended to its verdict. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.errors import HarnessError, Inconclusive, Nonconformity
from harness.verdict import Code, Verdict, worst


@dataclass(frozen=True)
class Outcome:
    """Verdict of one case run, the code where it is INCONC or ERROR, and one line of explanation."""

    verdict: Verdict
    code: Code | None = None
    message: str = ""


def ending_of(exception: BaseException | None) -> Outcome:
    """What an exception (or its absence) says of the case that it ended.

    None says nothing (NONE): only judgements make a case pass. A bare AssertionError, a skip, and anything that
    we did not foresee are ours (ERROR). An exception group is its worst member.
    """
    if exception is None:
        return Outcome(Verdict.NONE)
    if isinstance(exception, BaseExceptionGroup):
        members = [ending_of(member) for member in exception.exceptions]
        return max(members, key=lambda member: member.verdict.severity)
    if isinstance(exception, Nonconformity):
        return Outcome(Verdict.FAIL, None, str(exception))
    if isinstance(exception, Inconclusive):
        return Outcome(Verdict.INCONC, exception.code, str(exception))
    if isinstance(exception, HarnessError):
        return Outcome(Verdict.ERROR, exception.code, str(exception))
    text = f"{type(exception).__name__}: {exception}" if str(exception) else type(exception).__name__
    return Outcome(Verdict.ERROR, Code.HARNESS, text)


def outcome_of(judged: Sequence[Verdict], endings: Sequence[Outcome]) -> Outcome:
    """The verdict of a case run: the worst of its judgements and of how each of its phases ended.

    With no judgement and no trouble it is NONE.
    """
    verdict = worst([*judged, *(ending.verdict for ending in endings)])
    speaking = [ending for ending in endings if ending.verdict is verdict and (ending.code or ending.message)]
    if speaking:
        return speaking[0]
    if verdict is Verdict.NONE:
        return Outcome(Verdict.NONE, None, "the case judged nothing")
    return Outcome(verdict)
