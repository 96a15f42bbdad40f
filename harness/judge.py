"""The one place where an observation becomes a judgement on a requirement: recorded first, raised afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from harness.checks import Observation
from harness.errors import HarnessError, Nonconformity
from harness.exchange import Json
from harness.verdict import Code, Verdict


@dataclass(frozen=True)
class Judgement:
    """PASS or FAIL on one requirement, with the observation it rests on and the case that made it.

    `marks` say how the evidence came about (`harness/marks.py`); they change no verdict.
    """

    requirement: str
    verdict: Verdict
    observation: Observation
    case: str
    instance: str
    attempt: int
    marks: tuple[Mapping[str, Json], ...] = ()

    def to_json(self) -> dict[str, Json]:
        """The data of a `judgement` event of the record."""
        seen = self.observation
        marked = {"marks": [dict(mark) for mark in self.marks]} if self.marks else {}
        return {
            "requirement": self.requirement,
            "verdict": self.verdict.value,
            "check": seen.check,
            "version": seen.version,
            "arguments": dict(seen.arguments),
            "evidence": list(seen.evidence),
            "expected": seen.expected,
            "observed": seen.observed,
            "case": self.case,
            "instance": self.instance,
            "attempt": self.attempt,
            **marked,
        }


@dataclass
class Judge:
    """Judges for one run of one case. A requirement that the case does not verify is our mistake: ERROR(HARNESS)."""

    case: str
    instance: str
    attempt: int
    requirements: tuple[str, ...]
    append: Callable[[str, Mapping[str, Json]], None]
    marks_of: Callable[[Sequence[str]], Sequence[Mapping[str, Json]]] = lambda _evidence: ()
    judgements: list[Judgement] = field(default_factory=list)

    def __call__(self, requirement: str, observation: Observation) -> None:
        """Record PASS or FAIL by what the check saw; then, on FAIL, raise Nonconformity."""
        if requirement not in self.requirements:
            raise HarnessError(Code.HARNESS, f"{self.case} judges {requirement} without verifies({requirement!r})")
        verdict = Verdict.PASS if observation.holds else Verdict.FAIL
        marks = tuple(self.marks_of(observation.evidence))
        judgement = Judgement(requirement, verdict, observation, self.case, self.instance, self.attempt, marks)
        self.judgements.append(judgement)
        self.append("judgement", judgement.to_json())
        if not observation.holds:
            raise Nonconformity(requirement, observation.expected, observation.observed)
