"""A push as bytes: its address and its body, as the media type of its operation has them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import orjson

from mocks.core.behaviour import Applied
from mocks.core.system import Judge
from specs.operation import FORM_TYPE, JSON_TYPE, MULTIPART_TYPE, XML_TYPES, Operation
from specs.profile import Profile

Json: TypeAlias = Any
State: TypeAlias = Literal["queued", "delivered", "failed", "lost"]


DEFAULTS: Final = {"attempts": 3, "first_pause_s": 0.5, "factor": 2.0, "timeout_s": 10.0}
"""Where `[settings.push]` of a profile says nothing else. Ours: no source tells how often a national system tries."""


def push_settings(profile: Profile) -> dict[str, float]:
    """Attempts, first pause, factor and time-out of the pushes of a profile."""
    told = profile.settings.get("push", {})
    values = {name: row["value"] if isinstance(row, Mapping) else row for name, row in told.items()}
    return {name: values.get(name, default) for name, default in DEFAULTS.items()}


@dataclass(kw_only=True)
class Push:
    """Something to be carried to the province, and how far it has come.

    `url` is absolute, `headers` have their names in lower case. `applied` is what its first try meets. `tries` counts
    the times it was sent, `status` is the HTTP status of the last answer.
    """

    id: str
    operation: Operation
    url: str
    path_values: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes
    order: str
    applied: Applied
    judge: Judge | None = None
    state: State = "queued"
    tries: int = 0
    status: int | None = None

    @property
    def path(self) -> str:
        """The path of its address, as it is sent."""
        return urlsplit(self.url).path or "/"

    @property
    def query(self) -> dict[str, list[str]]:
        """The query of its address."""
        return parse_qs(urlsplit(self.url).query, keep_blank_values=True)


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is to be said: a body for the operation's media type, or the bytes themselves; `headers` beside it."""

    body: Json = None
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def wrap(operation: Operation, message: Message) -> tuple[dict[str, str], bytes]:
    """Headers, names in lower case, and bytes of a push.

    Raises TypeError for a body that the media type of the operation cannot hold; XML comes as `content`.
    """
    headers = {name.lower(): text for name, text in message.headers.items()}
    if message.content is not None:
        return {"content-type": operation.request_type or "application/octet-stream"} | headers, message.content
    if message.body is None or not operation.request_type:
        return headers, b""
    media, raw = _written(operation.request_type, message.body)
    return {"content-type": media} | headers, raw


def address(operation: Operation, *, base: str, path_values: Mapping[str, str], query: Mapping[str, str]) -> str:
    """The address of a push at `base`. Raises KeyError where a name of its path has no value."""
    path = operation.path
    for name in operation.path_names:
        path = path.replace("{" + name + "}", quote(path_values[name], safe=""))
    return base.rstrip("/") + path + ("?" + urlencode(query) if query else "")


def _written(media: str, body: Json) -> tuple[str, bytes]:
    if media == JSON_TYPE:
        return media, orjson.dumps(body)
    if media == FORM_TYPE:
        return media, urlencode(body, doseq=True).encode()
    if media == MULTIPART_TYPE:
        return _multipart(body)
    if media in XML_TYPES and isinstance(body, str):
        return f"{media}; charset=utf-8", body.encode()
    raise TypeError(f"a body of {media} is given as content")


def _multipart(parts: Mapping[str, Json]) -> tuple[str, bytes]:
    """A multipart body (RFC 7578): texts, and files as {"filename", "type", "content": bytes, or text in Latin-1}."""
    boundary = secrets.token_hex(16)
    lines: list[bytes] = []
    for name, value in parts.items():
        head, content = f'Content-Disposition: form-data; name="{_quoted(name)}"', value
        if isinstance(value, Mapping):
            head += f'; filename="{_quoted(value["filename"])}"\r\nContent-Type: {value["type"]}'
            content = value["content"]
        data = content if isinstance(content, bytes) else content.encode("latin-1" if content is not value else "utf-8")
        lines += [f"--{boundary}\r\n{head}\r\n\r\n".encode(), data, b"\r\n"]
    return f"{MULTIPART_TYPE}; boundary={boundary}", b"".join([*lines, f"--{boundary}--\r\n".encode()])


def _quoted(text: str) -> str:
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
