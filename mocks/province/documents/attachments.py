"""Attachments of edXML: base64 of a zip (interfaces 6.2), unpacked within bounds."""

import base64
import io
import zipfile
import zlib
from typing import Final

from mocks.province.documents.letter import File, Unreadable

MOST_UNPACKED: Final = 64 * 1024 * 1024
MOST_FILES: Final = 200
NO_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # zipfile: of a method of packing that it does not know
    RuntimeError,  # zipfile: of a file under a password
    EOFError,
    OSError,
    ValueError,
)
"""What base64, zipfile and zlib raise at an attachment that cannot be unpacked."""


def pack(file: File) -> str:
    """One file as base64 of a zip, the same whenever it is packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(file.name), file.content, zipfile.ZIP_DEFLATED)
    return base64.b64encode(packed.getvalue()).decode()


def unpack(encoded: str) -> list[File]:
    """The files of an attachment. Raises Unreadable where it is no zip, or grows beyond all bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(base64.b64decode("".join(encoded.split()), validate=True))) as archive:
            return _read(archive)
    except NO_ZIP as exc:
        raise Unreadable("an attachment that cannot be unpacked") from exc


def _read(archive: zipfile.ZipFile) -> list[File]:
    rows, left, files = archive.infolist(), MOST_UNPACKED, []
    for row in rows:
        with archive.open(row) as packed:
            files.append(File(row.filename, packed.read(left + 1)))
        left -= len(files[-1].content)
        if left < 0 or len(rows) > MOST_FILES:
            raise ValueError("beyond all bounds")
    return files
