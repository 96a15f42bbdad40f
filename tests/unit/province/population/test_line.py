"""What is sure after a call over a line that fails: that nobody has read it, or nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from mocks.province.outbox.line import Line
from mocks.province.outbox.trouble import Away, Silence, Trouble


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[str]:
    """A server that reads a request and answers it with these bytes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def ask(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        await Line(http, url, headers={}, timeout_s=5).send("/", b"<x/>")


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x00\x01\x02\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<x", b"HTTP/9 ?\r\n\r\n"],
    ids=["closed", "noise", "cut", "not HTTP"],
)
def test_whatever_comes_back_the_question_may_have_been_read(answer: bytes) -> None:
    async def story() -> None:
        async with answering(answer) as url:
            with pytest.raises(Silence):
                await ask(url)

    asyncio.run(story())


def test_where_nobody_listens_nobody_has_read_it() -> None:
    async def story() -> None:
        async with answering(b"") as url:
            pass
        with pytest.raises(Trouble) as caught:
            await ask(url)
        assert type(caught.value) is Away

    asyncio.run(story())
