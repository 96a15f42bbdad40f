"""A MariaDB server of our own, from Debian's `mariadb-server-core`: in a temporary folder, on a socket in it alone."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

OPTIONS: Final = ("--no-defaults", "--skip-networking", "--skip-grant-tables", "--character-set-server=utf8mb4")
STARTED: Final = "ready for connections"


@contextmanager
def running_mariadb() -> Iterator[str]:
    """Run a server while the block lasts; gives the address of an empty database, as SQLAlchemy reads it."""
    program = shutil.which("mariadbd", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        raise RuntimeError("mariadbd is not installed: apt-get install mariadb-server-core (or run .ci/run)")
    with tempfile.TemporaryDirectory(prefix="lienthong-mariadb-") as name:
        folder = Path(name)
        data, socket = folder / "data", folder / "socket"
        (data / "export").mkdir(parents=True)
        owner = pwd.getpwuid(os.geteuid()).pw_name
        server = subprocess.Popen(
            [program, *OPTIONS, f"--datadir={data}", f"--socket={socket}", f"--user={owner}"],
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            _wait(server)
            yield f"mariadb://root@localhost/export?unix_socket={socket}&charset=utf8mb4"
        finally:
            server.kill()
            server.communicate()


def _wait(server: "subprocess.Popen[str]") -> None:
    """Until it says that it is ready. Its later words are few and stay in the pipe."""
    said = []
    for line in server.stderr or ():
        said.append(line)
        if STARTED in line:
            return
    raise RuntimeError(f"mariadbd did not start: {''.join(said)[-2000:]}")
