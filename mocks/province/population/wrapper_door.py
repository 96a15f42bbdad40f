"""The register through a JSON wrapper of the province's own: the XML of the answer is a text in it (source K2).

How such a wrapper is asked and signed in to was not seen; that is assumed.
"""

import base64
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import orjson

from mocks.province.outbox.line import Line
from mocks.province.outbox.trouble import Refused, Silence
from mocks.province.population.question import Element
from mocks.province.population.soap import read_xml

if TYPE_CHECKING:
    from lxml import etree

PATH: Final = "/api/dancu/"
SUCCESS: Final = frozenset({"0", "00"})


def wrapper_headers(settings: Mapping[str, str]) -> dict[str, str]:
    """Headers of every call, by the `user`, `secret_key` and `api_key` that were agreed upon."""
    credentials = base64.b64encode(f"{settings['user']}:{settings['secret_key']}".encode()).decode()
    key = settings["api_key"]
    return {"Authorization": f"Basic {credentials}", "ApiKey": key, "Content-Type": "application/json"}


class WrapperDoor:
    """Asks below the base of `line`, whose headers sign it in."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def ask(self, operation: str, members: Sequence[Element], query: Mapping[str, str]) -> "etree._Element":
        """The XML in the answer; raises Trouble."""
        reply = await self._line.send(f"{PATH}{operation}", orjson.dumps(_tree(members)), query=query)
        if reply.status == HTTPStatus.UNAUTHORIZED:
            raise Refused(operation, "not signed in")
        if reply.status != HTTPStatus.OK:
            raise Silence(f"HTTP {reply.status}")
        code, message = _read(reply.raw)
        if code not in SUCCESS:
            raise Refused(operation, code)
        return read_xml(message.encode())


def _tree(members: Sequence[Element]) -> dict[str, Any]:
    return {name: content if isinstance(content, str) else _tree(content) for name, content in members}


def _read(raw: bytes) -> tuple[str, str]:
    """Code and message; raises Silence where the answer has none, for then it says nothing."""
    try:
        body = orjson.loads(raw)
        return str(body["error_code"]), str(body["message"])
    except (orjson.JSONDecodeError, TypeError, KeyError) as exc:
        raise Silence("the answer is not that of a wrapper") from exc
