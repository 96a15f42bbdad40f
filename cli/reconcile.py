"""`reconcile`: read what was handed over, ask it every question that it can answer, judge, and list for each agency."""

import json
import secrets
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path

import duckdb

from cli.ledger import entered
from cli.material import relative
from cli.part import conclude_part, show_part
from cli.reconcile_progress import ReconcileProgress
from cli.record_head import record_head
from cli.run import free_folder, make_folder, out_folder
from harness.errors import Refused
from harness.exchange import Json
from harness.ixit import Target, load_target
from harness.partial import MODE, Part, open_partial
from harness.policy import Policy, load_policy
from harness.reconcile.bulk_cases import BulkCases
from harness.reconcile.declaration import Reconciliation, load_reconciliation
from harness.reconcile.engine import EngineName, open_engine
from harness.reconcile.examination import Examination
from harness.reconcile.question import AGAINST
from harness.reconcile.questions import QUESTIONS
from harness.requirement import Requirement, load_catalogue
from harness.statement import ConformanceStatement, load_items, read_statement
from reports import reconcile_annex as annex
from reports.department_lists import write_lists
from specs import FOLDER

PART = "reconcile"
LISTS = "agencies"
BATCH = 10_000


@dataclass(frozen=True)
class ReconcileOptions:
    """What `reconcile` was asked to do. `profiles` are the dated demands that are asked for."""

    sut: Path
    out: Path | None = None
    policy: str = "bulk"
    engine: EngineName = "duckdb"
    memory: str = "3GB"
    profiles: tuple[str, ...] = ()
    language: str = "vi"
    json_only: bool = False


@dataclass(frozen=True)
class Material:
    """The input, read whole and held against itself."""

    target: Target
    reconciliation: Reconciliation
    catalogue: dict[str, Requirement]
    policy: Policy
    statement: ConformanceStatement


def reconcile_exports(options: ReconcileOptions) -> int:
    """Read, ask, judge, report; the exit code is that of the answer table over what was looked at."""
    material = _read(options)
    out = out_folder(options.out, material.target)
    with (
        ReconcileProgress(json_only=options.json_only) as progress,
        tempfile.TemporaryDirectory(prefix="lienthong-bulk-") as folder,
        open_engine(options.engine, memory=options.memory, folder=Path(folder)) as engine,
        progress.watch(engine.share),
    ):
        examination = Examination(material.reconciliation, engine, Path(folder), options.profiles)
        examination.read(progress.read)
        cases = BulkCases(examination, datetime.now(UTC), secrets.token_bytes(32))
        part = _part(material, examination, cases)
        head = entered(make_folder(out), _head(options, material), part=PART, mode=MODE)
        with open_partial(out / "record", part, head, progress.show) as record:
            for snapshot in examination.snapshots.values():
                record.append("snapshot", examination.evidence(snapshot))
            record.play()
        texts = {name: row.row["text"]["vi"] for name, row in material.catalogue.items()}
        lists = write_lists(_sorted_rows(cases.sheets), texts, out / LISTS) if cases.sheets else []
    return _conclude(options, material, part, out, lists)


def _read(options: ReconcileOptions) -> Material:
    free_folder(options.out)
    target = load_target(options.sut)
    if not target.sut.get("build"):
        raise Refused(f"{target.path}: sut: build is needed: an export cannot be asked which build it comes from")
    catalogue = load_catalogue(FOLDER / "requirements")
    policy = load_policy(FOLDER / "policies" / f"{options.policy}.toml", catalogue)
    if PART not in policy.parts:
        raise Refused(f"policy {policy.name} does not ask for reconcile: it needs {PART!r} in parts")
    unknown = sorted({*options.profiles} - {row.profile for row in QUESTIONS.values()})
    if unknown:
        raise Refused(f"there is no profile {unknown[0]!r}")
    policy.refuse_timers(asdict(target.access.timers))
    statement = read_statement(load_items(FOLDER / "statement.toml"), target.answers)
    own = {name: row for name, row in catalogue.items() if row.part == PART}
    return Material(target, load_reconciliation(options.sut), own, policy, statement)


def _part(material: Material, examination: Examination, cases: BulkCases) -> Part:
    played = cases.all()
    if not played:
        raise Refused(f"{material.target.path}: nothing can be asked of the snapshots that [reconcile] declares")
    looked = {name for case in played for name in case.requirements}
    reasons = {row.requirement: examination.why_not(row) for row in QUESTIONS.values()}
    left_out = {
        name: reasons.get(name) or "no pair of dossiers that has what it looks at is declared"
        for name in material.catalogue
        if name not in looked
    }
    return Part(PART, played, material.catalogue, left_out)


def _head(options: ReconcileOptions, material: Material) -> dict[str, Json]:
    words = [PART, "--sut", material.target.path.name, "--policy", options.policy, "--engine", options.engine]
    words += [word for name in options.profiles for word in ("--profile", name)]
    sut = dict(material.target.sut)
    return record_head(words, seed=0, sut=sut, statement=material.statement, policy=material.policy)


def _sorted_rows(sheets: Sequence[tuple[str, Path]]) -> Iterator[Mapping[str, Json]]:
    """Every row that speaks against a requirement, by agency; sorted outside memory where there are many."""
    columns = [_text(name) for name in AGAINST]
    with duckdb.connect() as database:
        tables = [
            database.read_parquet(str(path / "*.parquet" if path.is_dir() else path)).select(
                duckdb.ConstantExpression(requirement).alias("requirement"), *columns
            )
            for requirement, path in sheets
        ]
        rows = reduce(lambda one, other: one.union(other), tables)
        rows = rows.sort("agency", "requirement", "cause", "key", "detail")
        for batch in rows.to_arrow_reader(BATCH):
            yield from batch.to_pylist()


def _text(name: str) -> duckdb.Expression:
    """A column, "" where it is null: so that rows of no agency stand together."""
    column = duckdb.CoalesceOperator(duckdb.ColumnExpression(name), duckdb.ConstantExpression(""))
    return column.alias(name)


def _conclude(options: ReconcileOptions, material: Material, part: Part, out: Path, lists: Sequence[Path]) -> int:
    record, result = conclude_part(part, material.policy, out, sut=material.target.sut)
    page = out / "reconcile.html"
    if record is not None:
        page.write_text(annex.render(record, result), encoding="utf-8")
    if options.json_only:
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    else:
        show_part(record, result, language=options.language)
        sys.stdout.write(f"annex: {relative(page.resolve())}\n")
        if lists:
            sys.stdout.write(f"lists: {len(lists)} workbooks in {relative(lists[0].parent.resolve())}\n")
    return int(result["exit_code"])
