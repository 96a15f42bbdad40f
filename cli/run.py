"""`run`: one province, judged end to end. Read, review, campaign, seal, assess, report."""

import json
import os
import platform
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli import VERSION
from cli.material import SUITES, Material, code_digest, load_material, relative
from cli.national_side import national_side
from cli.options import RunOptions
from cli.processes import environment
from cli.progress import Progress
from cli.show import show_plan_of, show_result
from harness.campaign import identity_of, open_upper_tester
from harness.errors import HarnessError, Inconclusive, IntegrityBroken, Refused
from harness.gate import Exit
from harness.play import PROGRESS_FD
from harness.readiness import readiness_of
from harness.record import RecordWriter, load_record, open_record, read_events, seal
from harness.review import review_statement
from reports import html, junit

HARNESS = Path(__file__).parent.parent / "harness"
RUN_SCHEMA = "lienthong/run/1"


def run_target(options: RunOptions) -> int:
    """Run and answer with the exit code of the answer table. Raises Refused before anything was opened."""
    material = load_material(options)
    out = _out_folder(options, material)
    with national_side(material.target) as secrets, in_environment(secrets):
        sut = _who_answers(material)
        writer = open_record(out / "record", _run_json(options, material, sut))
        _review(material, writer)
        log = out / "pytest.log"
        with Progress(json_only=options.json_only, language=options.language) as progress:
            _campaign(options, out, secrets, progress, log)
    return conclude(options, material, out, sut)


def show_plan(options: RunOptions) -> int:
    """`run --plan`: what would be done, and nothing is done."""
    show_plan_of(load_material(options), json_only=options.json_only)
    return Exit.GO


def conclude(options: RunOptions, material: Material, out: Path, sut: Mapping[str, Any]) -> int:
    """Seal, assess, write readiness and reports, and show them."""
    now = datetime.now(UTC)
    seal(out / "record", at=now)
    intact, record = True, None
    try:
        record = load_record(out / "record")
    except IntegrityBroken as exc:
        intact = False
        sys.stderr.write(f"lienthong: {exc}\n")
    readiness = readiness_of(
        material.plan,
        material.catalogue,
        material.policy,
        read_events(out / "record"),
        sut=sut,
        today=now.date(),
        intact=intact,
    )
    (out / "readiness.json").write_text(json.dumps(readiness, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if record is not None:
        (out / "report.html").write_text(html.render(record, readiness), encoding="utf-8")
        (out / "junit.xml").write_text(junit.render(record, readiness), encoding="utf-8")
    show_result(record, readiness, out, options)
    return int(readiness["exit_code"])


def _out_folder(options: RunOptions, material: Material) -> Path:
    """An empty folder: the one that was given, or a new one below `runs/`."""
    name = "".join(letter if letter.isalnum() else "-" for letter in material.target.sut["name"].lower())
    out = options.out or Path("runs") / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{name}"
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(f"{relative(out.resolve())} already holds something: give an empty or new folder with --out")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise Refused(f"{out} cannot be made: {exc.strerror}") from exc
    return out


def _who_answers(material: Material) -> dict[str, Any]:
    """Ask the province who it is, before a record is opened."""
    access = material.target.access.upper_tester
    tester = open_upper_tester(material.target, key=b"not recorded", append=lambda _kind, _data: None)
    try:
        version = tester.version()
    except (Inconclusive, HarnessError) as exc:
        raise Refused(
            f"the province's upper tester does not answer at {access.url} ({exc}): start the province, "
            f"or mend [access.upper_tester] url; `lienthong doctor --sut {material.target.path}` says more"
        ) from exc
    finally:
        tester.close()
    declared = material.target.sut.get("build")
    if declared and declared != version.build:
        raise Refused(f"[sut] build is {declared}, the running province says {version.build}: test what will go live")
    return {**material.target.sut, **identity_of(version), "name": material.target.sut["name"]}


def _run_json(options: RunOptions, material: Material, sut: Mapping[str, Any]) -> dict[str, Any]:
    plan = material.plan
    started = datetime.now(UTC)
    return {
        "schema": RUN_SCHEMA,
        "run_id": f"{started:%Y%m%dT%H%M%SZ}-{random.SystemRandom().getrandbits(32):08x}",
        "started": started.isoformat(timespec="seconds"),
        "mode": plan.mode,
        "seed": options.seed,
        "command": ["lienthong", "run", "--sut", options.sut.name, "--seed", str(options.seed), *_chosen(options)],
        "harness": {"version": VERSION, "build": code_digest(), "python": platform.python_version()},
        "sut": dict(sut),
        "statement": dict(material.statement.answers),
        "policy": material.policy.to_json(),
        "plan": {
            "cases": [
                {
                    "id": item.case.id,
                    "requirements": list(item.case.requirements),
                    "phase": item.case.phase,
                    "purpose": item.case.purpose,
                    "selected": item.selected,
                    "reason": item.reason,
                }
                for item in plan.cases
            ],
            "not_applicable": dict(plan.not_applicable),
        },
        "requirements": [dict(row.row) for row in material.catalogue.values()],
    }


def _chosen(options: RunOptions) -> list[str]:
    return [word for name in options.select for word in ("--select", name)] + _pytest_words(options)


def _pytest_words(options: RunOptions) -> list[str]:
    """What is handed on to the pytest child; each makes the run diagnostic."""
    words = ["-k", options.keyword] if options.keyword else []
    words += [word for node in options.deselect for word in ("--deselect", node)]
    return words + (["-x"] if options.fail_fast else [])


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


def _campaign(options: RunOptions, out: Path, secrets: Mapping[str, str], progress: Progress, log: Path) -> None:
    """Play the cases in a pytest of its own: own configuration, no plugins but ours, nothing from the environment."""
    told, tell = os.pipe()
    command = [
        *(sys.executable, "-P", "-m", "pytest", str(SUITES)),
        *("-c", str(HARNESS / "pytest.ini"), "--rootdir", str(SUITES), "--confcutdir", str(SUITES)),
        *("-p", "harness.pytest_plugin", "--record", str(out / "record"), "--sut", str(options.sut)),
        *_pytest_words(options),
    ]
    own = environment(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PYTHONDONTWRITEBYTECODE="1", **secrets)
    own[PROGRESS_FD] = str(tell)
    with log.open("wb") as sink, os.fdopen(told, encoding="utf-8") as lines:
        child = subprocess.Popen(
            command, env=own, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT, pass_fds=(tell,)
        )
        os.close(tell)
        try:
            for line in lines:
                progress.show(json.loads(line))
        except KeyboardInterrupt:
            progress.note("Ctrl-C")  # the child got it too; it closes its record and ends
        child.wait()
