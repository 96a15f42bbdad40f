"""The national port of one system: a listening socket whose connections all lead to one door."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mocks.stage.line import Attendant, Line


@asynccontextmanager
async def listening(
    attendant: Attendant, listener: socket.socket, *, backlog: int, patience_s: float, tls: ssl.SSLContext | None = None
) -> AsyncIterator[None]:
    """Serve `listener` while the context is open. At its end answers under way have `patience_s` seconds left."""
    lines: set[Line] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Line(attendant, lines), sock=listener, backlog=backlog, ssl=tls)
    try:
        yield
    finally:
        server.close()
        await asyncio.gather(*(line.hang_up(after_s=patience_s) for line in list(lines)))
        attendant.serve()
