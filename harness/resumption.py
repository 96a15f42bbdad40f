"""Going on in the record of a run that was killed: whether that can be honest, and what the record says of the gap.

It can where nobody else was tested or played meanwhile, where the plan is the same, and where no clock was left ahead.
A case in whose middle the run was killed is closed as ERROR(ENVIRONMENT) and not played again: whoever kills a run
when a case goes badly gains nothing.
"""

import fcntl
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from harness.earlier import ENDED, RESUMED, Earlier, attempt_at_hand
from harness.errors import Refused
from harness.exchange import Json
from harness.lines import canonical, read_canonical
from harness.marks import PASSAGE
from harness.pco import ObservingPco
from harness.record import JOURNAL, MANIFEST, RUN, RecordWriter
from harness.verdict import Code, Verdict

OF_ITS_OWN = {"run_id", "started", "known"}
"""What each call of `run` says anew."""
KILLED = "the run was killed in the middle of this case, which is not played again"


def read_run(record: Path) -> Mapping[str, Json]:
    """`run.json` of a record that was never sealed. Raises Refused where there is none."""
    if not (record / RUN).is_file():
        raise Refused(f"{record} holds no record: give the --out of the run that was killed")
    if (record / MANIFEST).exists():
        raise Refused(f"{record} is sealed: that run came to its end")
    run: Mapping[str, Json] = read_canonical((record / RUN).read_bytes(), RUN)
    return run


def cut_torn_line(record: Path) -> None:
    """Take away what the killed writer left of its last line. Raises Refused where somebody still writes."""
    with (record / JOURNAL).open("r+b") as journal:
        try:
            fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            raise Refused(f"{record} is being written by another process: its campaign still runs") from exc
        written = journal.read()
        journal.truncate(written.rfind(b"\n") + 1)


def refuse_other_run(run: Mapping[str, Json], now: Mapping[str, Json]) -> None:
    """Raise Refused where this call would play another run than the one that was killed."""
    as_written = read_canonical(canonical(dict(now)), RUN)
    differ = sorted(name for name in {*run, *as_written} - OF_ITS_OWN if run.get(name) != as_written.get(name))
    if differ:
        raise Refused(
            f"this is not the run that was killed ({', '.join(differ)}): give the same options, before the same system"
        )


def refuse_gone(events: Sequence[Mapping[str, Json]], earlier: Earlier, mocks: Mapping[str, ObservingPco]) -> None:
    """Raise Refused where the campaign is over, a clock stands ahead, or a mock is another process than before."""
    why = [event["data"].get("why") for event in events if event["kind"] == ENDED]
    if any(why):
        raise Refused(f"its campaign was brought to an end ({why[0]}): start a new run")
    passages = [event["data"]["state"] for event in events if event["kind"] == PASSAGE]
    if passages[-1:] == ["begins"]:
        raise Refused("the run was killed while the clocks were set ahead: start system and mocks anew, and a new run")
    for system, pco in mocks.items():
        identity = pco.identity()
        played = [identity["build"], identity["started"]]
        if earlier.identity and earlier.identity["mocks"].get(system) != played:
            raise Refused(f"the mock of {system} is not the process that played it: what it saw is lost; run anew")


def take_back(events: Iterable[Mapping[str, Json]], mocks: Mapping[str, ObservingPco]) -> None:
    """Take away the misbehaviours that the killed run had asked for; of any other it is not known what it changed."""
    answered, unanswered = _asked_for(events)
    for system, pco in mocks.items():
        for row in pco.behaviours():
            if answered[row["id"], row["name"]] <= 0:
                if unanswered[row["name"]] <= 0:
                    raise Refused(
                        f"the mock of {system} misbehaves ({row['name']}), and not by this record: take it away"
                    )
                unanswered[row["name"]] -= 1
            pco.command("DELETE", f"/behaviours/{row['id']}")


def _asked_for(events: Iterable[Mapping[str, Json]]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """What a record asked for and did not take away: by id and name, and by name alone where no answer came.

    What had no answer before an earlier resumption was taken away by that.
    """
    answered: Counter[tuple[str, str]] = Counter()
    unanswered: Counter[str] = Counter()
    for event in events:
        kind, data = event["kind"], event["data"]
        arms = kind in {"commanding", "command"} and (data["method"], data["path"]) == ("POST", "/behaviours")
        if kind == RESUMED:
            unanswered.clear()
        elif kind == "commanding" and arms:
            unanswered[data["body"]["name"]] += 1
        elif arms and "id" in data["answer"]:
            unanswered[data["body"]["name"]] -= 1
            answered[data["answer"]["id"], data["body"]["name"]] += 1
        elif kind == "command" and data["method"] == "DELETE" and "id" in data["answer"]:
            answered[data["answer"]["id"], data["answer"]["name"]] -= 1
    return answered, unanswered


def note_resumption(writer: RecordWriter, events: Sequence[Mapping[str, Json]], earlier: Earlier, at: datetime) -> None:
    """Say in the record that there is a gap, and close the cases that were cut."""
    cut = [{"case": key.case, "instance": key.instance, "attempt": key.attempt} for key in earlier.cut]
    told = {"at": at.isoformat(timespec="seconds"), "attempt": attempt_at_hand(events), "cut": cut}
    writer.append(RESUMED, told)
    for run in cut:
        made = [event["data"] for event in events if event["kind"] == "judgement"]
        own = {canonical(row) for row in made if {name: row[name] for name in run} == run}
        ending = {"verdict": Verdict.ERROR.value, "code": Code.ENVIRONMENT.value, "message": KILLED}
        writer.append("case-ended", {**run, **ending, "judgements": len(own)})
