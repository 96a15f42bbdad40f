"""Makes `.venv` from a lock: `python3 scripts/bootstrap.py run|full|dev`. Needs nothing but the standard library.

Every package is checked against the SHA-256 that the lock names. The project itself is not built: a path file and a
start script point at this checkout. A stamp makes a second call cost nothing.
"""

import fcntl
import hashlib
import html
import importlib.util
import os
import re
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path

OLDEST = (3, 11)
NAMES = ("python3", "python3.14", "python3.13", "python3.12", "python3.11")


def start_with_a_newer_interpreter() -> None:
    """Replace this process by the first interpreter on PATH that is new enough, or end with one line."""
    question = f"import sys; sys.exit(sys.version_info < {OLDEST!r})"
    for program in (f"{folder}/{name}" for name in NAMES for folder in os.get_exec_path()):
        if os.access(program, os.X_OK) and not subprocess.call([program, "-c", question], stderr=subprocess.DEVNULL):
            os.execv(program, [program, *sys.argv])  # noqa: S606 - this process has nothing else to do
    wanted, found = (".".join(str(part) for part in version[:3]) for version in (OLDEST, sys.version_info))
    sys.stderr.write(f"lienthong needs Python {wanted} or newer; PATH has only {found} ({sys.executable})\n")
    sys.exit(2)


if sys.version_info < OLDEST:  # such interpreters could not even read the annotations below
    start_with_a_newer_interpreter()

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "lienthong-stamp"
LOCKS = ("run", "full", "dev")
INDEX = "https://pypi.org/simple"
# Settings of pip that would put the packages somewhere else than into `.venv`.
ASTRAY = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_REQUIREMENT", "PIP_CONSTRAINT", "PIP_NO_DEPS")
START = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

sys.path[0] = {root!r}
from cli.main import main

sys.exit(main())
"""


class Refused(Exception):
    """The environment cannot be made; the message is the one line that the caller sees."""


def say(text: str) -> None:
    """Write one progress line at once; this script has no other output of its own."""
    sys.stdout.write(f"bootstrap: {text}\n")
    sys.stdout.flush()


def stamp_of(lock: str) -> str:
    """What `.venv` must have been made from: both input files, this script, and the place of the checkout."""
    digest = hashlib.sha256(str(ROOT).encode())
    for file in (ROOT / "locks" / f"{lock}.txt", ROOT / "pyproject.toml", Path(__file__)):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return f"{lock} {digest.hexdigest()}"


def is_current(lock: str) -> bool:
    """Whether `.venv` is as `lock` asks; the dev lock holds everything of the run lock at the same versions."""
    if not STAMP.is_file() or not works():
        return False
    return STAMP.read_text(encoding="utf-8") in {stamp_of(name) for name in LOCKS[LOCKS.index(lock) :]}


def python() -> str:
    """The interpreter of `.venv`."""
    return str(ENVIRONMENT / "bin" / "python")


def works(*arguments: str) -> bool:
    """Whether the interpreter of `.venv` starts, is new enough, and runs `-m` with these arguments if any are given."""
    command = ["-m", *arguments] if arguments else ["-c", f"import sys; sys.exit(sys.version_info < {OLDEST!r})"]
    try:
        return not subprocess.call([python(), "-I", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False


def make_environment() -> None:
    """Make `.venv` with pip in it; one that works is kept, a broken one is emptied first."""
    if works() and works("pip", "--version"):
        return
    say(f"making .venv with Python {sys.version.split()[0]}")
    if importlib.util.find_spec("venv") is None:
        raise Refused("this Python has no venv module (Debian, Ubuntu: apt-get install python3-venv)")
    base = getattr(sys, "_base_executable", sys.executable)  # `.venv` must not be made from itself
    command = [base, "-m", "venv", "--clear", str(ENVIRONMENT)]
    if importlib.util.find_spec("ensurepip") is not None:
        run(command, failure="python3 -m venv failed")
        return
    run([*command, "--without-pip"], failure="python3 -m venv --without-pip failed")
    with tempfile.TemporaryDirectory() as folder:
        wheel = fetch_pip(Path(folder))
        install = [python(), "-I", f"{wheel}/pip", "install", "--no-index", "--no-cache-dir", "--quiet", str(wheel)]
        run(install, failure="pip could not be installed from its wheel")


def run(command: list[str], *, failure: str) -> None:
    """Run a command to its end, or refuse with `failure` and what the command wrote."""
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=pip_settings())
    if done.returncode:
        raise Refused(f"{failure}: {(done.stderr or done.stdout).strip()}")


def pip_settings() -> dict[str, str]:
    """The caller's environment (index, proxy, certificates), quiet and with nothing that leads pip out of `.venv`."""
    kept = {name: value for name, value in os.environ.items() if name not in ASTRAY}
    return kept | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", "PIP_NO_INPUT": "1"}


def read_pip_pin(text: str) -> tuple[str, set[str]]:
    """The wheel's file name and the SHA-256 digests that `locks/pip.txt` allows."""
    version = re.search(r"^pip==(\S+)", text, re.MULTILINE)
    digests = set(re.findall(r"--hash=sha256:([0-9a-f]{64})", text))
    if version is None or not digests:
        raise Refused("locks/pip.txt names no pip with a sha256")
    return f"pip-{version[1]}-py3-none-any.whl", digests


def fetch_pip(folder: Path) -> Path:
    """Download the pinned wheel of pip from the package index into `folder`; refuse any other bytes."""
    name, digests = read_pip_pin((ROOT / "locks" / "pip.txt").read_text(encoding="utf-8"))
    index = os.environ.get("PIP_INDEX_URL", INDEX).rstrip("/")
    say(f"this Python brings no pip: fetching {name} from {index}")
    address = f"{index}/pip/" + ("index.html" if index.startswith("file:") else "")
    link = re.search(rf'href="([^"]*{re.escape(name)})(?:#[^"]*)?"', download(address).decode())
    if link is None:
        raise Refused(f"{address} offers no {name}")
    wheel = download(urllib.parse.urljoin(address, html.unescape(link[1])))
    if hashlib.sha256(wheel).hexdigest() not in digests:
        raise Refused(f"{name} from {index} is not the file that locks/pip.txt pins")
    (folder / name).write_bytes(wheel)
    return folder / name


def download(address: str) -> bytes:
    """The bytes at an address of the package index; certificates as pip takes them (PIP_CERT)."""
    trust = ssl.create_default_context(cafile=os.environ.get("PIP_CERT"))
    try:
        with urllib.request.urlopen(address, timeout=60, context=trust) as answer:  # noqa: S310 - the index is the caller's setting, the bytes are pinned
            return bytes(answer.read())
    except (urllib.error.URLError, OSError, ValueError) as exc:
        advice = "PIP_INDEX_URL names another index; apt-get install python3-venv makes this step needless"
        raise Refused(f"{address} cannot be read ({exc}); {advice}") from exc


def install_packages(lock: str) -> None:
    """Install what `locks/<lock>.txt` pins, by hash, and show how far it is; pip's own words only where it fails."""
    file = ROOT / "locks" / f"{lock}.txt"
    total = len(re.findall(r"^\w[\w.-]*==", file.read_text(encoding="utf-8"), re.MULTILINE))
    say(f"installing {total} packages from locks/{lock}.txt")
    cache = [] if "PIP_CACHE_DIR" in os.environ else ["--no-cache-dir"]  # nothing is written outside the checkout
    command = [python(), "-I", "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-compile", *cache, "-r"]
    words: list[str] = []
    with subprocess.Popen(
        [*command, str(file)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT, env=pip_settings()
    ) as process:
        for done in progress(process.stdout or (), words=words):
            say(f"{done} of {total}")
    if process.returncode:
        sys.stderr.write("".join(line for line in words[-40:] if not line.startswith("WARNING: Location")))
        raise Refused(f"locks/{lock}.txt could not be installed, pip says why above (PIP_INDEX_URL names the index)")


def progress(lines: Iterable[str], *, words: list[str]) -> Iterator[int]:
    """Count the packages that pip names; yields every fifteenth count, and keeps pip's lines in `words`."""
    done = 0
    for line in lines:
        words.append(line)
        if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied", "Ignoring ")):
            done += 1
            if done % 15 == 0:
                yield done


def install_project() -> None:
    """Point `.venv` at this checkout: a path file, a start script, and the metadata that names the version."""
    import tomllib  # noqa: PLC0415 - the interpreters that the guard above turns away do not have it

    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    packages = next((ENVIRONMENT / "lib").glob("python3.*/site-packages"))
    (packages / "lienthong.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    for old in packages.glob("lienthong-*.dist-info/METADATA"):
        old.unlink()
        old.parent.rmdir()
    metadata = packages / f"lienthong-{version}.dist-info"
    metadata.mkdir()
    text = f"Metadata-Version: 2.1\nName: lienthong\nVersion: {version}\n"
    (metadata / "METADATA").write_text(text, encoding="utf-8")
    script = ENVIRONMENT / "bin" / "lienthong"
    script.write_text(START.format(python=python(), root=str(ROOT)), encoding="utf-8")
    script.chmod(0o755)


def bootstrap(lock: str) -> None:
    """Bring `.venv` to what `lock` asks, unless it is there already."""
    began = time.monotonic()
    STAMP.unlink(missing_ok=True)
    make_environment()
    install_packages(lock)
    install_project()
    STAMP.write_text(stamp_of(lock), encoding="utf-8")
    say(f"ready in {time.monotonic() - began:.0f} s")


def main(arguments: list[str]) -> int:
    """Exit status: 0 the environment is current, 2 it cannot be made, 130 somebody interrupted."""
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        sys.stderr.write(f"usage: python3 scripts/bootstrap.py {'|'.join(LOCKS)}\n")
        return 2
    checkout = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(checkout, fcntl.LOCK_EX)  # two calls at once would unpack into each other
        if not is_current(arguments[0]):
            bootstrap(arguments[0])
    except Refused as exc:
        sys.stderr.write(f"bootstrap: {exc}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("bootstrap: interrupted; the next call begins again\n")
        return 130
    finally:
        os.close(checkout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
