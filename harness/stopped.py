"""Records that were opened and never sealed: what their runs had come to when somebody or something stopped them.

A run may be killed when it goes badly. What it had found until then stands in its journal, and a policy that asks
anything of records hears it; an outage of the assessor's machine leaves no violation and stands in nobody's way.
"""

from collections.abc import Mapping
from pathlib import Path

from harness.assessment import Status
from harness.errors import IntegrityBroken
from harness.exchange import Json
from harness.ledger import Entry
from harness.lines import read_canonical, read_chain
from harness.policy import Policy
from harness.readiness import assess
from harness.recomputation import catalogue_of, plan_of
from harness.record import JOURNAL, RUN, genesis


def stands_in_the_way(root: Path, entry: Entry, policy: Policy) -> str:
    """Why an unfinished record does: it is gone, or shows a blocking requirement violated; "" where it does not.

    Raises IntegrityBroken where what it holds cannot be read or is no chain.
    """
    folder = root / entry.folder / "record"
    run = read_canonical((folder / RUN).read_bytes(), RUN) if (folder / RUN).is_file() else {}
    if run.get("run_id") != entry.run_id or not (folder / JOURNAL).is_file():
        return f"the unfinished record of this build in {entry.folder} is gone: put it back"
    try:
        named = _violated(folder, run, policy)
    except (LookupError, TypeError, ValueError) as exc:
        raise IntegrityBroken(f"{folder} holds no record that a run writes: {exc!r}") from exc
    return f"the run in {entry.folder} was stopped after it had shown {', '.join(named[:5])} violated" if named else ""


def _violated(folder: Path, run: Mapping[str, Json], policy: Policy) -> list[str]:
    catalogue = catalogue_of(run)
    results, _ = assess(plan_of(run), catalogue, read_chain(folder / JOURNAL, genesis(folder), torn=True))
    found = (name for name, result in results.items() if result.status is Status.VIOLATED)
    return sorted(name for name in found if policy.is_blocking(catalogue[name]))
