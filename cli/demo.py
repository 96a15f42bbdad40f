"""`demo`: the national side and the reference province on free ports, judged as any province is."""

import secrets
import sys
import tempfile
from pathlib import Path

from cli.faults import fault_named
from cli.material import refuse_pytest_environment
from cli.national_side import serve_words
from cli.options import RunOptions
from cli.ports import free_ports
from cli.processes import parts, stopped_in_order
from cli.run import free_folder, in_environment, run_target
from cli.target_file import Answers, target_text

PASSWORD, TOKEN, TESTER = "LIENTHONG_PORTAL_PASSWORD", "LIENTHONG_CONTROL_TOKEN", "LIENTHONG_TESTER_TOKEN"
TIMERS = {"sync_within_s": 4.0, "quiet_s": 0.25, "read_timeout_s": 0.8, "first_pause_s": 0.1}
MAX_PAUSE_S = 1.0


def run_demo(*, fault: str | None, out: Path | None, seed: int, language: str, json_only: bool) -> int:
    """Start everything, run, stop everything. The exit code is the answer's."""
    fault_named(fault)
    refuse_pytest_environment()
    free_folder(out)
    with tempfile.TemporaryDirectory(prefix="lienthong-demo-") as folder:
        national, control, tester = free_ports(3)
        made = {name: secrets.token_urlsafe(16) for name in (PASSWORD, TOKEN, TESTER)}
        answers = Answers(
            name=f"reference province ({fault})" if fault else "reference province",
            supplier="lienthong",
            version="0.1.0",
            tester=f"http://127.0.0.1:{tester}",
            national=f"http://127.0.0.1:{national}",
            control=f"http://127.0.0.1:{control}",
            tester_token_env=TESTER,
            timers=TIMERS,
        )
        sut = Path(folder) / "province.toml"
        sut.write_text(target_text(answers), encoding="utf-8")
        if not json_only:
            sys.stderr.write(f"national portal on {answers.national}, province on {answers.tester}\n")
        portal = serve_words(sut, ["dvcqg"])
        province = _province_words(answers, Path(folder) / "data", tester, fault)
        with stopped_in_order(), parts([portal, province], secrets=made), in_environment(made):
            return run_target(RunOptions(sut=sut, out=out, seed=seed, language=language, json_only=json_only))


def _province_words(answers: Answers, data: Path, port: int, fault: str | None) -> list[str]:
    words = ["province", "serve", "--portal", answers.national, "--port", str(port), "--data", str(data)]
    words += ["--agency", answers.agency, "--destination", answers.destination, "--token-env", TESTER]
    words += ["--read-timeout-s", str(TIMERS["read_timeout_s"]), "--first-pause-s", str(TIMERS["first_pause_s"])]
    words += ["--max-pause-s", str(MAX_PAUSE_S)]
    return words + (["--fault", fault] if fault else [])
