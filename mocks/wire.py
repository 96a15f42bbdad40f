"""What a mock does to the wire itself, below HTTP."""

import asyncio
import socket
import struct

RESET_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 s: closing sends RST instead of FIN


def reset(transport: asyncio.Transport | None) -> None:
    """Break the connection with a TCP reset."""
    if transport is not None:
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_ONCE)
        transport.abort()
