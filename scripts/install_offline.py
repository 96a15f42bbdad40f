"""Installs lienthong from this folder, without a network: `python3 install.py FOLDER`. Standard library only.

Every file is held against SHA256SUMS, and every package against the hash that the lock names. Nothing is written
outside FOLDER, where `bin/lienthong` stands afterwards.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUMS = "SHA256SUMS"
NO_WAY_OUT = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def contradictions(folder: Path) -> list[str]:
    """The files of a bundle that are missing, changed, or in no list."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    listed = {name: told for told, name in (line.split("  ", 1) for line in lines)}
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    wrong = [f"{name} is missing" for name in listed if name not in found]
    for name, path in found.items():
        if name == SUMS:
            continue
        if name not in listed:
            wrong.append(f"{name} is in no list")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != listed[name]:
            wrong.append(f"{name} is not the file that was packed")
    return wrong


def install(folder: Path) -> None:
    """Make an environment in an empty folder, and put the packages into it by the lock."""
    pip = next((HERE / "wheels").glob("pip-*.whl"))
    python = folder / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    words = ["install", "--quiet", "--no-index", "--no-deps", "--no-cache-dir", "--require-hashes"]
    lock = ["--find-links", str(HERE / "wheels"), "-r", str(HERE / "lock.txt")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")} | NO_WAY_OUT
    subprocess.run([str(python), "-I", f"{pip}/pip", *words, *lock], check=True, env=environment)


def main(arguments: list[str]) -> int:
    """Exit status: 0 it is installed, 1 venv or pip refused, 2 wrong use or a bundle that is not whole."""
    if len(arguments) != 1 or (Path(arguments[0]).exists() and any(Path(arguments[0]).iterdir())):
        sys.stderr.write("usage: python3 install.py FOLDER, which is new or empty\n")
        return 2
    wrong = contradictions(HERE)
    if wrong:
        sys.stderr.write("install: " + "\ninstall: ".join(wrong) + "\n")
        return 2
    try:
        install(Path(arguments[0]).resolve())
    except subprocess.CalledProcessError as exc:
        sys.stderr.write(f"install: {exc}\n")
        return 1
    sys.stdout.write(f"install: {arguments[0]}/bin/lienthong\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
