"""What arrived, as its media type says: JSON, a form, the parts of a multipart, XML."""

from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from functools import lru_cache
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl

import orjson

from specs.operation import FORM_TYPE, JSON_TYPE, MULTIPART_TYPE, XML_TYPES
from specs.xml_tree import NotXml, read_tree

Json: TypeAlias = Any
MOST_FIELDS: Final = 1000


@dataclass(slots=True, kw_only=True)
class Message:
    """A message as it was on the wire, header names in lower case.

    `known` is a memory of what its head looks like once it is redacted, where the same head comes again and again;
    `raw` are the bytes of an answer's body where it is JSON, and short enough to come again and again.

    `body` counts only where `readable`; `text` is what can be shown where not. A body of XML is a tree of dicts, one of
    a form or multipart a dict; a part that is a file is {"filename", "type", "content": text in Latin-1, "size"}.
    """

    headers: Mapping[str, str]
    size: int
    readable: bool = False
    body: Json = None
    text: str | None = None
    known: dict[str, Any] | None = None
    raw: bytes = b""


def read_message(headers: Mapping[str, str], raw: bytes, *, known: dict[str, Any] | None = None) -> Message:
    """Read `raw` as the header `content-type` says; what claims nothing known is tried as JSON."""
    media = media_type(headers)
    if not raw and media != JSON_TYPE:
        return Message(headers=headers, size=0, readable=True, known=known)
    try:
        body = orjson.loads(raw) if media == JSON_TYPE else _read(media, headers, raw)
    except (ValueError, NotXml):
        return Message(headers=headers, size=len(raw), text=raw.decode(errors="replace"), known=known)
    return Message(headers=headers, size=len(raw), readable=True, body=body, known=known)


def media_type(headers: Mapping[str, str]) -> str:
    """The media type without its parameters, in lower case; "" where none is said."""
    return _kind_of(headers.get("content-type", ""))


@lru_cache(maxsize=256)
def _kind_of(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _read(media: str, headers: Mapping[str, str], raw: bytes) -> Json:
    if media in XML_TYPES:
        return read_tree(raw)
    if media == FORM_TYPE:
        return _gathered(
            parse_qsl(raw.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_FIELDS)
        )
    if media == MULTIPART_TYPE:
        return _parts(headers["content-type"], raw)
    return orjson.loads(raw)


def _gathered(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Values by name; a name that comes twice has a list."""
    found: dict[str, Json] = {}
    for name, value in pairs:
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _parts(content_type: str, raw: bytes) -> dict[str, Json]:
    """The parts of a multipart body by name (RFC 7578). Raises ValueError where it is none."""
    whole = message_from_bytes(
        b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n" + raw, policy=policy.HTTP
    )
    if not whole.is_multipart() or whole.defects:
        raise ValueError("no multipart body")
    pairs: list[tuple[str, Json]] = []
    for part in whole.iter_parts():
        name = part.get_param("name", header="content-disposition")
        if not isinstance(name, str):
            raise ValueError("a part without a name")  # noqa: TRY004 - the reader of bodies knows this one
        content = part.get_payload(decode=True)
        data = content if isinstance(content, bytes) else b""
        pairs.append((name, _file(part.get_filename(), part.get_content_type(), data)))
    return _gathered(pairs)


def _file(filename: str | None, media: str, data: bytes) -> Json:
    if filename is None:
        return data.decode()
    return {"filename": filename, "type": media, "content": data.decode("latin-1"), "size": len(data)}
