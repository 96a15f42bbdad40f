"""`load`: expected dossiers at planned instants, watched, recounted and judged; the record is a partial one."""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.faults import fault_named
from cli.ledger import entered
from cli.load_progress import LoadProgress
from cli.load_target import clerk_of, confirmed_doors, takes_fees
from cli.material import relative
from cli.national_side import national_side
from cli.part import conclude_part, show_part
from cli.processes import killable, parts, stopped_in_order
from cli.record_head import record_head
from cli.reference import install
from cli.run import free_folder, in_environment, make_folder, out_folder, sut_of
from harness.campaign import open_campaign
from harness.errors import Refused
from harness.ixit import Target, load_target
from harness.partial import MODE, Part, open_partial
from harness.policy import Policy, load_policy
from harness.record import SealedRecord
from harness.requirement import Requirement, load_catalogue
from harness.series import Series
from harness.statement import ConformanceStatement, load_items, read_statement
from load.calls import Doors, Writer
from load.cases import Terms, cases_of
from load.drive import Drive
from load.plan import Limits
from load.runner import Generators, need_extra
from load.scenario import Scenario, load_scenario
from load.search import search
from load.volume import Volume, expected_volume
from load.watch import Hands
from reports import load_annex as annex
from reports import load_metrics as openmetrics
from specs import FOLDER

PART = "load"
NEVER = 2.0
"""A share of errors that no run has."""


@dataclass(frozen=True)
class LoadOptions:
    """What `load` was asked to do.

    Without `sut` the reference installation is started, with `fault`, `database`, and as large as `province`.
    """

    scenario: str
    sut: Path | None = None
    out: Path | None = None
    seed: int = 1
    policy: str = "volume"
    times: float = 1.0
    within: float | None = None
    generators: Generators = field(default_factory=Generators)
    fault: str | None = None
    database: str | None = None
    province: str | None = None
    language: str = "vi"
    json_only: bool = False


@dataclass(frozen=True)
class Material:
    """The input, read whole."""

    target: Target
    catalogue: dict[str, Requirement]
    policy: Policy
    statement: ConformanceStatement
    scenario: Scenario
    volume: Volume


def load_system(options: LoadOptions) -> int:
    """Load, judge, report; the exit code is that of the answer table over what was looked at."""
    need_extra()
    if options.sut and (options.fault or options.database or options.province):
        raise Refused("--fault, --database and --province are of the reference installation, and not for --sut")
    scenario = load_scenario(options.scenario)
    scenario = scenario.within(options.within) if options.within else scenario
    if options.sut and scenario.kills:
        raise Refused(f"scenario {scenario.name}: nobody here may kill and start the system of --sut")
    free_folder(options.out)
    with stopped_in_order(), _running(options) as (target, hands):
        material = _read(options, target, scenario)
        _refuse_nothing(material, options.times)
        doors = confirmed_doors(material.target)
        with national_side(material.target) as secrets, in_environment(secrets):
            return _load(options, material, doors, hands=hands)


@contextmanager
def _running(options: LoadOptions) -> Iterator[tuple[Path, Hands]]:
    """The target file of the system that is loaded, and who may kill it: nobody, or we, the reference one."""
    if options.sut is not None:
        yield options.sut, {}
        return
    with tempfile.TemporaryDirectory(prefix="lienthong-load-") as folder:
        made = install(Path(folder), fault=fault_named(options.fault), database=options.database)
        with parts([made.nation]), killable(made.province) as province, in_environment(made.secrets):
            yield made.target, {"province-killed": province.kill, "province-started": province.start}


def _read(options: LoadOptions, path: Path, scenario: Scenario) -> Material:
    target = load_target(path)
    catalogue = load_catalogue(FOLDER / "requirements")
    policy = load_policy(FOLDER / "policies" / f"{options.policy}.toml", catalogue)
    if PART not in policy.parts or not policy.volume:
        raise Refused(f"policy {policy.name} does not ask for load: it needs {PART!r} in parts, and a table [volume]")
    policy.refuse_timers(asdict(target.access.timers))
    if target.load is None:
        raise Refused(f"{target.path}: nothing may be loaded: [load] with token_env and province is missing")
    statement = read_statement(load_items(FOLDER / "statement.toml"), target.answers)
    volume = expected_volume(options.province or target.load.province, target.load.volume)
    own = {name: row for name, row in catalogue.items() if row.part == PART}
    return Material(target, own, policy, statement, scenario, volume)


def _refuse_nothing(material: Material, times: float) -> None:
    """Raise Refused where not one dossier is expected in the whole run: it would find nothing out."""
    scenario = material.scenario
    expected = times * sum(seconds * rate for seconds, rate in scenario.rates(material.volume))
    if expected < 1:
        raise Refused(
            f"scenario {scenario.name}: {expected:.2g} dossiers are expected in {scenario.span_s:g} s of it: "
            "too few to lay on; raise --times, or the figures of [load.volume]"
        )


def _load(options: LoadOptions, material: Material, doors: Doors, *, hands: Hands) -> int:
    sut = sut_of(material.target)
    out = make_folder(out_folder(options.out, material.target))
    evidence: list[Series] = []
    part = _part(material, evidence)
    head = entered(out, _head(options, material, sut), part=PART, mode=MODE)
    with LoadProgress(json_only=options.json_only) as progress:
        progress.assumptions(material.volume)
        with open_partial(out / "record", part, head, progress.show) as record:
            seed, target = options.seed, material.target
            campaign = open_campaign(target, material.statement, seed=seed, append=record.append)
            try:
                clerk, fees = clerk_of(campaign, target), takes_fees(campaign, target)
                writer = Writer(doors, seed, datetime.now(UTC), target.people, clerk, fees=fees)
                drive = Drive(campaign, material.volume, writer, out, record.append, progress.look, options.generators)
                drive.limits = _limits(material)
                drive.hands = hands
                evidence += _driven(drive, material, times=options.times, progress=progress)
                record.play()
            finally:
                campaign.close()
    sealed, result = conclude_part(part, material.policy, out, sut=sut)
    return _show(options, sealed, result, out)


def _limits(material: Material) -> Limits:
    """What stops a run: half of the calls failing, but where the system is killed on purpose."""
    late = Limits(schedule_error_ms=_terms(material).schedule_error_ms)
    return replace(late, errors=NEVER) if material.scenario.kills else late


def _driven(drive: Drive, material: Material, *, times: float, progress: LoadProgress) -> list[Series]:
    """The evidence of the scenario: of one run, or of a search."""
    if material.scenario.steps is None:
        return drive.run(material.scenario, times=times)
    terms = _terms(material)
    return search(drive, material.scenario, material.scenario.steps, terms, told=progress.note, first=times)


def _part(material: Material, evidence: list[Series]) -> Part:
    applicable = {name for name, row in material.catalogue.items() if material.statement.holds(row.applicable)}
    cases = [
        case
        for case in cases_of(material.scenario, _terms(material), evidence)
        if applicable.issuperset(case.requirements)
    ]
    looked = {name for case in cases for name in case.requirements}
    left_out = {
        name: f"scenario {material.scenario.name} does not look at it"
        if name in applicable
        else f"{row.applicable} is not claimed in the statement"
        for name, row in material.catalogue.items()
        if name not in looked
    }
    return Part(PART, cases, material.catalogue, left_out)


def _terms(material: Material) -> Terms:
    return Terms(material.policy.volume, material.target.access.timers.sync_within_s)


def _head(options: LoadOptions, material: Material, sut: Mapping[str, Any]) -> dict[str, Any]:
    """What `run.json` says beside the part; with every figure that the load rests on."""
    scenario = material.scenario
    words = [PART, "--sut", material.target.path.name, "--scenario", scenario.name, "--times", f"{options.times:g}"]
    words += ["--within", f"{options.within:g}"] if options.within else []
    words += ["--seed", str(options.seed), "--policy", options.policy]
    head = record_head(words, seed=options.seed, sut=sut, statement=material.statement, policy=material.policy)
    figures = [asdict(figure) for figure in material.volume.figures.values()]
    told = {"name": scenario.name, "vi": scenario.vi, "en": scenario.en, "compression": scenario.compression}
    return {
        **head,
        "scenario": told,
        "figures": json.loads(json.dumps(figures)),
        "thresholds": dict(material.policy.volume),
    }


def _show(options: LoadOptions, record: SealedRecord | None, result: Mapping[str, Any], out: Path) -> int:
    if record is not None:
        (out / "load.html").write_text(annex.render(record, result), encoding="utf-8")
        (out / "load.openmetrics").write_text(openmetrics.render(record, result), encoding="utf-8")
    if options.json_only:
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    else:
        show_part(record, result, language=options.language)
        sys.stdout.write(f"report: {relative((out / 'load.html').resolve())}\n")
    return int(result["exit_code"])
