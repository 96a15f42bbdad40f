"""Files that come with dossiers: taken with their digest (K7, step B3), handed on from memory, never on disk."""

import hashlib
from typing import Any, Final, TypeAlias

from mocks.bearer.reading import optional_text, row_of
from mocks.bearer.wording import Refused
from mocks.core.system import Answer, Call, Site

Json: TypeAlias = Any
PART: Final = "file"


class Files:
    """Files by number. Of each the digest is kept; the content only as long as the process lives.

    A result that the mock itself made up is written again from its name, so it can be fetched after a restart too.
    """

    def __init__(self, site: Site) -> None:
        self._kept = site.store.table("files")
        self._contents = site.store.memory("files")
        self._algorithm: str = site.profile.settings["file_hash"]["value"]

    def upload(self, call: Call) -> Answer:
        """B3: take a file and tell its number and digest."""
        content = _content(row_of(call.body).get(PART))
        number = f"tep-{len(self._kept) + 1:06d}"
        digest = self._digest(content)
        lost = call.behaviours.take("lost-file") is not None
        self._kept.put(number, {"digest": digest, "size": len(content), "lost": lost})
        if not lost:
            self._contents.put(number, {"content": content.decode("latin-1")})
        told = digest if call.behaviours.take("wrong-hash") is None else digest[::-1]
        return Answer(body={"IdTepTin": number, "HashTepTin": told}, facts={"answered": "ok", "size": len(content)})

    def download(self, call: Call) -> Answer:
        """The content of a file. Refused where there is none, or it was lost."""
        number = call.path_values["IdTepTin"]
        kept = self._kept.get(number)
        if kept is None or call.behaviours.take("lost-file") is not None:
            raise Refused("unknown-file")
        if "text" in kept:
            return Answer(
                content=kept["text"].encode(), media_type="application/octet-stream", facts={"answered": "ok"}
            )
        held = self._contents.get(number)
        if held is None:
            raise Refused("unknown-file")
        content = held["content"].encode("latin-1")
        return Answer(content=content, media_type="application/octet-stream", facts={"answered": "ok"})

    def write(self, text: str) -> tuple[str, str]:
        """Keep a made-up text as a file; its number and digest."""
        number, digest = f"tep-{len(self._kept) + 1:06d}", self._digest(text.encode())
        self._kept.put(number, {"digest": digest, "size": len(text.encode()), "text": text})
        return number, digest

    def refuse_unfit(self, paper: Json) -> None:
        """Refuse a paper that names a file that is not there or has another digest, or that names no file or result."""
        number = optional_text(paper, "IdGiayTo")
        if number is None:
            if optional_text(paper, "MaKetQua") is None:
                raise Refused("malformed")
            return
        kept = self._kept.get(number)
        if kept is None or kept.get("lost"):
            raise Refused("unknown-file")
        if kept["digest"] != (optional_text(paper, "HashTepTin") or "").lower():
            raise Refused("wrong-hash")

    def _digest(self, content: bytes) -> str:
        return hashlib.new(self._algorithm, content).hexdigest()


def _content(part: Json) -> bytes:
    """The bytes of a part, whether it came as a file or as a field."""
    if isinstance(part, str):
        return part.encode()
    text = row_of(part).get("content")
    if not isinstance(text, str):
        raise Refused("malformed")
    return text.encode("latin-1")
