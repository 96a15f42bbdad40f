"""Attachments of edXML: base64 of a zip (interfaces 6.2), unpacked within bounds and never kept."""

import base64
import binascii
import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mocks.documents.signing import digest_of

Json: TypeAlias = Any
CHUNK: Final = 64 * 1024
ENTRY: Final = b"PK\x01\x02"
"""What every file in a zip begins with in its table of contents."""
ENTRIES_A_FILE: Final = 50
"""Tables of contents inside stored files are counted too: a zip of office files has many."""
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
NOT_UNPACKED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # zipfile: of a method of packing that it does not know
    RuntimeError,  # zipfile: of an encrypted file
    EOFError,
    OSError,
    ValueError,
)
"""What zipfile and zlib raise at an attachment that cannot be unpacked: all the same here."""


class Unreadable(ValueError):
    """An attachment that is no base64, no zip, encrypted, damaged, or beyond the bounds; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How large an attachment may be: the zip, what is in it altogether, and how many files."""

    most_bytes: int
    most_unpacked_bytes: int
    most_files: int


@dataclass(frozen=True, kw_only=True)
class Unpacked:
    """What an attachment turned out to be. `digest` is `sha256:<hex>` of the zip; sizes in bytes.

    `names` are those of its files: they may name people, and are not told.
    """

    digest: str
    size: int
    names: tuple[str, ...]
    unpacked: int

    def told(self, promised: str) -> dict[str, Json]:
        """As a fact of the journal; `named`: whether a file in it has the name that edXML promises."""
        sizes = {"size": self.size, "files": len(self.names), "unpacked": self.unpacked}
        return {"sha256": self.digest, **sizes, "named": "as-promised" if promised in self.names else "otherwise"}


def bounds_of(settings: Mapping[str, Json]) -> Bounds:
    """The bounds that a profile sets under [settings.attachments]."""
    told = {name: int(row["value"]) for name, row in settings["attachments"].items()}
    return Bounds(**told)


def unpack(encoded: str, bounds: Bounds) -> Unpacked:
    """Unpack an attachment to the end without keeping it. Raises Unreadable."""
    content = _decoded(encoded, bounds.most_bytes)
    if content.count(ENTRY) > bounds.most_files * ENTRIES_A_FILE:
        raise Unreadable("too-many-files")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            rows = [row for row in archive.infolist() if not row.is_dir()]
            if not rows or len(rows) > bounds.most_files:
                raise Unreadable("too-many-files" if rows else "empty-zip")
            left = bounds.most_unpacked_bytes
            for row in rows:
                left -= _size(archive, row, left)
    except NOT_UNPACKED as exc:
        raise exc if isinstance(exc, Unreadable) else Unreadable("no-zip") from exc
    unpacked = bounds.most_unpacked_bytes - left
    names = tuple(row.filename for row in rows)
    return Unpacked(digest=digest_of(content), size=len(content), names=names, unpacked=unpacked)


def pack(name: str, content: bytes) -> str:
    """One file as base64 of a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return base64.b64encode(packed.getvalue()).decode()


def _decoded(encoded: str, most: int) -> bytes:
    text = "".join(encoded.split())
    if len(text) > most // 3 * 4 + 4:
        raise Unreadable("too-large")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as exc:
        raise Unreadable("no-base64") from exc


def _size(archive: zipfile.ZipFile, row: zipfile.ZipInfo, left: int) -> int:
    """The true size of a file, read to its end and its checksum: what the table of contents says counts for nothing."""
    if row.compress_type not in METHODS:
        raise Unreadable("unknown-compression")
    size = 0
    with archive.open(row) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > left:
                raise Unreadable("too-large-unpacked")
    return size
