"""The line that makes a recorded call again with curl.

What the record does not hold is named: the address and every secret are variables of the shell, to be set before. So
is a body that is too long for a page.
"""

import re
import shlex
from collections.abc import Mapping
from functools import cache
from typing import Final
from urllib.parse import quote, urlencode

import orjson

from reports.outside import Json, visible

LONGEST_BODY: Final = 12_000
TOO_LONG: Final = '"$BODY"'
MADE_BY_CURL: Final = frozenset(
    {"host", "content-length", "connection", "accept", "accept-encoding", "user-agent", "date"}
)
"""Headers that say nothing of the call: curl makes its own."""
_SECRET = "secret-"  # noqa: S105 - how every placeholder of a secret begins (specs/placeholders.py)
_NAMED = re.compile(rf'\b(\w{{1,64}})("?[:=] ?"?){_SECRET}[0-9a-f]{{16}}')


def curl_line(exchange: Mapping[str, Json]) -> str:
    """The command, over several lines. Values that were replaced in the body stand as they were recorded."""
    request = exchange["request"]
    pairs = [(name, value) for name, values in request["query"].items() for value in values]
    address = f"{quote(request['path'], safe='/%:@!$&()*+,;=-._~')}{'?' if pairs else ''}{urlencode(pairs)}"
    parts = [f'curl -X {shlex.quote(request["method"])} "${variable(exchange["system"])}_URL"{shlex.quote(address)}']
    parts += [f"-H {_header(name, value)}" for name, value in request["headers"].items() if name not in MADE_BY_CURL]
    body = request["text"] if request["body"] is None else orjson.dumps(request["body"]).decode()
    if body:
        parts.append(f"--data-raw {_body(body) if len(body) <= LONGEST_BODY else TOO_LONG}")
    return visible(" \\\n  ".join(parts))


@cache
def variable(name: str) -> str:
    """A name as a variable of the shell."""
    return re.sub(r"\W", "_", name, flags=re.ASCII).upper()


def _header(name: str, value: str) -> str:
    if _SECRET in value:
        return f'{shlex.quote(f"{name}: ")}"${variable(name)}"'
    return shlex.quote(f"{name}: {value}")


def _body(text: str) -> str:
    """The body in quotes of the shell; a secret with a name becomes the variable of that name."""
    quoted = text.replace("'", "'\"'\"'")
    if _SECRET in quoted:
        quoted = _NAMED.sub(lambda found: f"{found[1]}{found[2]}'\"${variable(found[1])}\"'", quoted)
    return f"'{quoted}'"
