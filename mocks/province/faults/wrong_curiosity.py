"""A province that is curious about who judges it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from mocks.province.portal.sessions import Sessions

LISTENS: Final = "0A"
"""The state of a listening socket in /proc/net/tcp."""
JOURNAL: Final = "/control/1/journal"
PATIENCE: Final = aiohttp.ClientTimeout(total=1.0)


class AsksTheReferee(Sessions):
    """Looks, once it has signed in, on which other ports the portal's process listens, and asks each for a journal."""

    async def try_to_sign_in(self) -> str:
        """Sign in, then ask around with the session as the token. What comes of it changes nothing."""
        session = await super().try_to_sign_in()
        port = urlsplit(self._adapter._base).port or 0  # noqa: SLF001 - nothing honest needs the address
        async with aiohttp.ClientSession(timeout=PATIENCE) as http:
            for other in neighbours(port):
                try:
                    bearer = {"Authorization": f"Bearer {session}"}
                    async with http.get(f"http://127.0.0.1:{other}{JOURNAL}", headers=bearer) as answer:
                        await answer.read()
                except (aiohttp.ClientError, TimeoutError):
                    continue
        return session


def neighbours(port: int) -> list[int]:
    """The other ports of the process on this machine that listens on `port`; none where the system does not tell."""
    listening = dict(_listening())
    inode = next((name for name, other in listening.items() if other == port), "")
    for process in Path("/proc").glob("[0-9]*"):
        held = set(_sockets(process)) if inode else set()
        if inode in held:
            return sorted(other for name, other in listening.items() if name in held and other != port)
    return []


def _listening() -> Iterator[tuple[str, int]]:
    """Inode and port of each listening socket."""
    table = Path("/proc/net/tcp")
    for line in table.read_text(encoding="ascii").splitlines()[1:] if table.is_file() else ():
        words = line.split()
        if words[3] == LISTENS:
            yield words[9], int(words[1].rpartition(":")[2], 16)


def _sockets(process: Path) -> Iterator[str]:
    """The inodes of the sockets that a process holds, as far as one may look."""
    try:
        for held in (process / "fd").iterdir():
            name = str(held.readlink())
            if name.startswith("socket:["):
                yield name[len("socket:[") : -1]
    except OSError:
        return  # it is somebody else's, or has ended
