"""Packs what an air-gapped machine needs into one file: `.venv/bin/python scripts/bundle.py run|full [FOLDER]`.

Wheels of a lock, by their hashes, for this machine's system and Python; our own wheel; pip; an install script; a list
of checksums. At the end it is installed once into a temporary folder, without an index, and verifies a record.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("run", "full")
GOLDEN = ROOT / "tests" / "golden" / "records" / "0.1.0"
NOWHERE = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")


def run(*words: object, **more: str) -> None:
    """A command to its end; raises CalledProcessError where it fails."""
    subprocess.run([str(word) for word in words], check=True, cwd=ROOT, env={**os.environ, **more})


def pack(lock: str, folder: Path) -> str:
    """Everything into an empty folder; our version."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    download = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--require-hashes",
        "--no-deps",
        "--only-binary",
        ":all:",
    ]
    for name in (lock, "pip"):
        run(*download, "-d", wheels, "-r", ROOT / "locks" / f"{name}.txt")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", wheels, PIP_NO_INDEX="1")
    ours = next(wheels.glob("lienthong-*.whl"))
    text = (ROOT / "locks" / f"{lock}.txt").read_text(encoding="utf-8")
    version = ours.name.split("-")[1]
    (folder / "lock.txt").write_text(f"{text}lienthong=={version} --hash=sha256:{digest(ours)}\n", encoding="utf-8")
    shutil.copy(ROOT / "scripts" / "install_offline.py", folder / "install.py")
    shutil.copy(ROOT / "LICENSE", folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = "".join(f"{digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    return version


def digest(path: Path) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def try_out(archive: Path, folder: Path) -> None:
    """Unpack, install with every way out shut, and verify a record of the checkout with what was installed."""
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (unpacked,) = folder.iterdir()
    run(sys.executable, unpacked / "install.py", folder / "installed", **NOWHERE)
    lienthong = folder / "installed" / "bin" / "lienthong"
    run(lienthong, "verify", GOLDEN / "record", "--key", GOLDEN / "assessor.pub.json", **NOWHERE)


def main(arguments: list[str]) -> int:
    """Exit status: 0 it is packed and was tried out, 2 wrong use; a command that fails ends with its own trouble."""
    if len(arguments) not in {1, 2} or arguments[0] not in LOCKS:
        sys.stderr.write("usage: .venv/bin/python scripts/bundle.py run|full [FOLDER]\n")
        return 2
    lock, out = arguments[0], Path(arguments[1] if arguments[1:] else ROOT / "dist").resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        made = Path(place, "made")
        version = pack(lock, made)
        archive = out / f"lienthong-{version}-{lock}-bundle.tar"
        with tarfile.open(archive, "w") as tar:  # wheels are packed already
            tar.add(made, archive.stem)
        try_out(archive, Path(place, "tried"))
    sys.stdout.write(f"bundle: {archive}, {archive.stat().st_size / 1e6:.0f} MB, sha256:{digest(archive)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
