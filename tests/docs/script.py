"""A page's commands as one bash script, run from the top to the end in one folder, as a reader would."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.docs.pages import Block, blocks

READY_WITHIN_S = 30
LONGEST_S = 450
HEAD = f"""set -eu
serve() {{  # a server runs until the script's end; it is there when it has said its first line
  local said; said=$(mktemp -p "$HOME")
  bash -c "$1" > "$said" 2>&1 &
  local own=$!
  for _ in $(seq {READY_WITHIN_S * 10}); do
    if [ -s "$said" ]; then kill -0 "$own" && return 0; fi
    sleep 0.1
  done
  cat "$said" >&2; return 1
}}
ends_with() {{  # the block ends with this code
  local code=0; bash -c "$2" || code=$?
  if [ "$code" != "$1" ]; then echo "ended with $code and not with $1" >&2; return 1; fi
}}
"""
# What a reader would see in the answer ends the script: curl alone is content with any answer.
CURLRC = "fail-with-body\nshow-error\n"


def script_of(*read: Path) -> str:
    """The blocks marked `sh` and `python` of the pages, in order."""
    lines = [_lines(block) for page in read for block in blocks(page) if block.language in {"sh", "python"}]
    return HEAD + "".join(lines)


def _lines(block: Block) -> str:
    if block.language == "python":
        return f"python3 -c {shlex.quote(block.text)}\n"
    if "server" in block.words:
        return f"serve {shlex.quote('exec ' + block.text)}\n"
    expected = [word.removeprefix("exits=") for word in block.words if word.startswith("exits=")]
    if expected:
        return f"ends_with {expected[0]} {shlex.quote(block.text)}\n"
    return block.text


def run_page(page: Path, folder: Path) -> str:
    """Run a page's script in `folder`; gives what it printed."""
    return run_script(script_of(page), folder)


def run_script(script: str, folder: Path, *, env: Mapping[str, str] | None = None) -> str:
    """Run a script in `folder`; gives what it printed. Its servers end with it; a failure is an assertion."""
    home = folder.parent / f"{folder.name}-home"
    home.mkdir()
    (home / ".curlrc").write_text(CURLRC, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not _reaches_in(name)}
    own = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(home)}
    process = subprocess.Popen(
        ["bash", "-c", script],  # noqa: S607 - whichever bash the reader has
        cwd=folder,
        env=kept | own | dict(env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said, trouble = process.communicate(timeout=LONGEST_S)
    finally:
        _end(process)
    assert process.returncode == 0, f"{folder.name} ended with {process.returncode}:\n{said[-3000:]}\n{trouble[-3000:]}"
    return said


def _reaches_in(name: str) -> bool:
    """Whether a variable of ours would change what a page does: a secret, pytest's own, a proxy before this machine."""
    return name.startswith(("LIENTHONG_", "PYTEST_")) or name.lower().endswith("_proxy")


def _end(process: "subprocess.Popen[str]") -> None:
    """End what the script started: it is a process group of its own."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
    except ProcessLookupError:
        return  # nothing of it runs any more
