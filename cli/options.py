"""What `run` was asked to do."""

import random
from dataclasses import dataclass
from pathlib import Path


def new_seed() -> int:
    """A seed that no earlier run had: a province keeps its dossiers, and would refuse the same codes again."""
    return random.SystemRandom().randrange(2**31)


@dataclass(frozen=True)
class RunOptions:
    """Options of one run. `keyword`, `deselect`, `fail_fast` and `select` make it diagnostic.

    `repeat` is how often every case is played, `resume` whether the run that was killed in `out` is to go on.
    """

    sut: Path
    out: Path | None = None
    seed: int = 1
    repeat: int = 1
    resume: bool = False
    policy: str = "first-light"
    select: tuple[str, ...] = ()
    keyword: str = ""
    deselect: tuple[str, ...] = ()
    fail_fast: bool = False
    diagnostic: bool = False
    language: str = "vi"
    json_only: bool = False

    @property
    def is_diagnostic(self) -> bool:
        """Whether anything was chosen or left out by hand."""
        return bool(self.select or self.keyword or self.deselect or self.fail_fast or self.diagnostic)
