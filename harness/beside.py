"""What persons say beside records, in files: waivers, challenges, expected failures; and the answer of one with them.

None changes what was judged. Whatever they can do to an answer is decided in `harness/gate.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from harness.challenge import challenges_told, load_challenges
from harness.combination import combine
from harness.errors import Refused
from harness.exchange import Json
from harness.expectation import hold_against, load_expected
from harness.gate import Case
from harness.readiness import SCHEMA, answer_of
from harness.recomputation import part_of
from harness.record import digest
from harness.requirement import RUN
from harness.signature import Signer
from harness.verify import Verified
from harness.waiver import load_waivers, waivers_told


@dataclass(frozen=True)
class Beside:
    """The files that are given with records; None where there is none."""

    waivers: Path | None = None
    challenges: Path | None = None
    expected: Path | None = None

    def __bool__(self) -> bool:
        return bool(self.paths)

    @property
    def paths(self) -> list[Path]:
        """Those that were given."""
        return [path for path in (self.waivers, self.challenges, self.expected) if path]


NOTHING = Beside()


def with_files(
    case: Case, records: Sequence[Verified], files: Beside, *, keys: Sequence[Signer]
) -> tuple[Case, list[str]]:
    """The case of some records with what persons say of it, and what is to be told of that.

    Where the policy asks for signed records, waivers and challenges must be signed by an approver; what is expected to
    fail helps nobody, and is signed by no one. Raises Refused for a bad row.
    """
    known, signed, told = case.catalogue, bool(case.policy.evidence.signed_by), list[str]()
    if files.waivers:
        build = records[-1].record.run["sut"]["build"]
        granted, words = load_waivers(files.waivers, known, build=build, today=case.today, keys=keys, signed=signed)
        case = replace(case, waivers=granted)
        told += [*words, *waivers_told(case)]
    if files.challenges:
        suites = {verified.record.run["harness"]["build"] for verified in records}
        disputed, words = load_challenges(files.challenges, known, suites=suites, keys=keys, signed=signed)
        case = replace(case, challenges=disputed)
        told += [*words, *challenges_told(case)]
    if files.expected:
        sut = records[-1].record.run["sut"]["name"]
        case = replace(case, expected=load_expected(files.expected, known, sut=sut, today=case.today))
    return case, told


def readiness_with(verified: Verified, files: Beside, *, keys: Sequence[Signer], on: date) -> dict[str, Json]:
    """The readiness of one record on a day, by the policy that it keeps, with what was given beside it.

    What was given, and what the record comes to without it, stands under `beside`. Raises Refused for a part, which has
    no answer that could be lifted.
    """
    run = verified.record.run
    if part_of(run) != RUN:
        raise Refused(f"a record of `{part_of(run)}` alone has no answer: give it to `gate` with its run")
    case, told = with_files(combine([verified], verified.policy, waivers=(), today=on), [verified], files, keys=keys)
    answer = {"schema": SCHEMA, **answer_of(case, sut=run["sut"])}
    for name, row in verified.readiness["requirements"].items():
        answer["requirements"][name] |= {"attempts": row["attempts"]} if "attempts" in row else {}
    answer["beside"] = {
        "on": on.isoformat(),
        "without": {name: verified.readiness[name] for name in ("answer", "exit_code")},
        "files": {path.name: digest(path.read_bytes()) for path in files.paths},
        "waivers": [dict(waiver.row) for waiver in case.waivers],
        "challenges": [dict(challenge.row) for challenge in case.challenges],
        "expected": hold_against(case),
        "told": told,
    }
    return answer
