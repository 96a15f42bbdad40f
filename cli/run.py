"""`run`: one province, judged end to end. Read, review, campaign, seal, assess, report."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.campaign import play_attempts, pytest_words
from cli.ledger import entered, settled
from cli.material import Material, load_material, relative
from cli.national_side import national_side
from cli.options import RunOptions
from cli.processes import stopped_in_order
from cli.progress import Progress
from cli.province import refuse_without_terminal, who_answers
from cli.record_head import record_head
from harness.campaign import identity_of
from harness.errors import IntegrityBroken, Refused
from harness.gate import Exit
from harness.ixit import Target
from harness.plan import PlannedCase
from harness.readiness import readiness_of
from harness.record import RecordWriter, SealedRecord, load_record, open_record, seal
from harness.requirement import RUN
from harness.review import review_statement


def run_target(options: RunOptions) -> int:
    """Run and answer with the exit code of the answer table. Raises Refused before anything was opened."""
    material = load_material(options)
    pytest_words(options, material)
    out = out_folder(options.out, material.target)
    refuse_without_terminal(material.target)
    with stopped_in_order(), national_side(material.target) as secrets, in_environment(secrets):
        sut = sut_of(material.target)
        run = entered(make_folder(out), run_json(options, material, sut), part=RUN, mode=material.plan.mode)
        writer = open_record(out / "record", run)
        _review(material, writer)
        with Progress(json_only=options.json_only, language=options.language) as progress:
            play_attempts(options, material, out, secrets=secrets, progress=progress)
        return conclude(options, material, out, sut)


def show_plan(options: RunOptions) -> int:
    """`run --plan`: what would be done, and nothing is done."""
    from cli.show import show_plan_of

    show_plan_of(load_material(options), json_only=options.json_only)
    return Exit.GO


def conclude(options: RunOptions, material: Material, out: Path, sut: Mapping[str, Any]) -> int:
    """Seal, assess, write readiness and reports, and show them."""
    from cli.show import show_result
    from reports import html, junit

    now = datetime.now(UTC)
    record = _sealed(out / "record", now)
    readiness = readiness_of(
        material.plan,
        material.catalogue,
        material.policy,
        record.events if record else (),
        sut=sut,
        today=now.date(),
        intact=record is not None,
    )
    settled(out, readiness)
    (out / "readiness.json").write_text(json.dumps(readiness, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if record is not None:
        (out / "report.html").write_text(html.render(record, readiness), encoding="utf-8")
        (out / "junit.xml").write_text(junit.render(record, readiness), encoding="utf-8")
    show_result(record, readiness, out, options)
    return int(readiness["exit_code"])


def _sealed(folder: Path, now: datetime) -> SealedRecord | None:
    """The record, sealed and read back; None where it contradicts itself, or holds a line that cannot be read."""
    try:
        seal(folder, at=now)
        return load_record(folder)
    except IntegrityBroken as exc:
        sys.stderr.write(f"lienthong: {exc}\n")
        return None


def out_folder(given: Path | None, target: Target) -> Path:
    """An empty folder, or one that can be made: the one that was given, or a new one below `runs/`."""
    name = "".join(letter if letter.isalnum() else "-" for letter in target.sut["name"].lower())
    out = given or Path("runs") / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{name}"
    free_folder(out)
    return out


def free_folder(out: Path | None) -> None:
    """Refuse a folder that holds something, or that cannot be made. None is a new one, and always free."""
    if out is None:
        return
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(f"{relative(out.resolve())} already holds something: give an empty or new folder with --out")
    nearest = next(place for place in (out, *out.parents) if place.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        why = "no folder may be made there" if nearest.is_dir() else f"{nearest} is a file"
        raise Refused(f"--out {out} cannot be made: {why}; give another folder")


def make_folder(out: Path) -> Path:
    """The folder itself, once there is something to put into it."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise Refused(f"--out {out} cannot be made: {exc.strerror}; give another folder") from exc
    return out


def sut_of(target: Target) -> dict[str, Any]:
    """Who is tested, by its own word, before a record is opened."""
    version = who_answers(target)
    declared = target.sut.get("build")
    if declared and declared != version.build:
        raise Refused(f"[sut] build is {declared}, the running province says {version.build}: test what will go live")
    return {**target.sut, **identity_of(version), "name": target.sut["name"]}


def run_json(options: RunOptions, material: Material, sut: Mapping[str, Any]) -> dict[str, Any]:
    """What is known before any traffic."""
    plan = material.plan
    words = [
        "run",
        "--sut",
        options.sut.name,
        "--seed",
        str(options.seed),
        *_asked(options),
        *_chosen(options, material),
    ]
    head = record_head(words, seed=options.seed, sut=sut, statement=material.statement, policy=material.policy)
    return {
        **head,
        "mode": plan.mode,
        "repeat": options.repeat,
        "plan": {
            "cases": [_planned(item) for item in plan.cases],
            "not_applicable": dict(plan.not_applicable),
        },
        "requirements": [dict(row.row) for row in material.catalogue.values()],
    }


def _planned(item: PlannedCase) -> dict[str, Any]:
    return {
        "id": item.case.id,
        "requirements": list(item.case.requirements),
        "phase": item.case.phase,
        "purpose": item.case.purpose,
        "selected": item.selected,
        "reason": item.reason,
    }


def _asked(options: RunOptions) -> list[str]:
    return ["--policy", options.policy] + (["--repeat", str(options.repeat)] if options.repeat > 1 else [])


def _chosen(options: RunOptions, material: Material) -> list[str]:
    return [word for name in options.select for word in ("--select", name)] + pytest_words(options, material)


def _review(material: Material, writer: RecordWriter) -> None:
    """Static review, before there is any traffic; then the campaign takes the record over."""
    selected = {item.case.id for item in material.plan.cases if item.selected}
    review_statement(material.statement, [case for case in material.reviews if case.id in selected], writer.append)
    writer.close()


@contextmanager
def in_environment(secrets: Mapping[str, str]) -> Iterator[None]:
    """Let the doors of this process find the tokens that were made up for this run."""
    os.environ.update(secrets)
    try:
        yield
    finally:
        for name in secrets:
            os.environ.pop(name, None)
