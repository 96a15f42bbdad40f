"""`demo`: the reference installation, judged as any province is."""

import sys
import tempfile
from pathlib import Path

from cli.faults import fault_named
from cli.material import refuse_pytest_environment
from cli.options import RunOptions
from cli.processes import parts, stopped_in_order
from cli.reference import install
from cli.run import free_folder, in_environment, run_target


def run_demo(
    *, fault: str | None, database: str | None, out: Path | None, seed: int, language: str, json_only: bool
) -> int:
    """Start everything, run, stop everything. The exit code is the answer's."""
    fault_named(fault)
    refuse_pytest_environment()
    free_folder(out)
    with tempfile.TemporaryDirectory(prefix="lienthong-demo-") as folder:
        name = f"reference province ({fault})" if fault else "reference province"
        made = install(Path(folder), name=name, fault=fault, database=database)
        if not json_only:
            sys.stderr.write(f"national portal on {made.answers.national}, province on {made.answers.tester}\n")
        options = RunOptions(sut=made.target, out=out, seed=seed, language=language, json_only=json_only)
        with stopped_in_order(), parts([made.nation, made.province]), in_environment(made.secrets):
            return run_target(options)
