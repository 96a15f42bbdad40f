"""What the source documents demand: their sentences, the demands that these make, and the systems that they name.

`specs/demands.toml` holds demands and systems, `specs/documents/<letter>.toml` each document sentence by sentence.
Both are read whole or refused whole.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from specs import FOLDER
from specs.errors import SpecError

PAGE = "demands.toml"
ROLES = ("mock", "target", "record")


@dataclass(frozen=True)
class Demand:
    """One row. `not_tested` says in vi and en what of it nothing judges and why, and `by` who decided so."""

    number: int
    area: str
    text: Mapping[str, str]
    derived: bool
    not_tested: Mapping[str, str] | None


@dataclass(frozen=True)
class System:
    """A system that the documents name: its part here, the folders of `specs/interfaces` that are its own.

    `demands` are those of whose answers it is the object too, beside what rests on its interfaces.
    """

    id: str
    name: Mapping[str, str]
    documents: tuple[str, ...]
    role: str
    interfaces: tuple[str, ...]
    demands: tuple[int, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence in its own words, with the demands that it makes, or the key of the reason why it makes none."""

    text: str
    demands: tuple[int, ...]
    none: str


@dataclass(frozen=True)
class Document:
    """A source document: its letter, its title, its date (`YYYY-MM` or `YYYY-MM-DD`) and all its sentences."""

    letter: str
    title: str
    date: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Sources:
    """Everything: demands by number, systems by id, documents by letter, reasons for no demand by key."""

    demands: Mapping[int, Demand]
    systems: Mapping[str, System]
    documents: Mapping[str, Document]
    reasons: Mapping[str, Mapping[str, str]]

    def documents_of(self, demand: int) -> list[str]:
        """Letters of the documents of which a sentence makes the demand."""
        return [
            letter
            for letter, document in self.documents.items()
            if any(demand in sentence.demands for sentence in document.sentences)
        ]


@cache
def load_sources(folder: Path = FOLDER) -> Sources:
    """Read all of it, and hold it against itself. Raises SpecError with file, row and reason."""
    page = _toml(folder / PAGE)
    demands = {row.number: row for row in (_read(Demand, _demand(item), item) for item in page["demand"])}
    systems = {row.id: row for row in (_read(System, _system(item), item) for item in page["system"])}
    letters = sorted((folder / "documents").glob("*.toml"))
    documents = {row.letter: row for row in (_document(path) for path in letters)}
    sources = Sources(demands, systems, documents, page["none"])
    _refuse_unknown(sources, page)
    return sources


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise SpecError(path.name, 0, f"cannot be read: {exc}") from exc


def _read(kind: type, row: Mapping[str, Any], item: Mapping[str, Any]) -> Any:
    extra = sorted(set(item) - set(row))
    missing = sorted(name for name, value in row.items() if value is None and name != "not_tested")
    if extra or missing:
        which = item.get("number", item.get("id", "a row"))
        raise SpecError(PAGE, which, f"{'unknown' if extra else 'missing'}: {', '.join(extra or missing)}")
    return kind(**row)


def _demand(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item.get(name) for name in ("number", "area", "text", "not_tested")} | {
        "derived": bool(item.get("derived"))
    }


def _system(item: Mapping[str, Any]) -> dict[str, Any]:
    lists = {name: tuple(item[name]) for name in ("documents", "interfaces", "demands") if name in item}
    return {name: item.get(name) for name in ("id", "name", "documents", "role", "interfaces", "demands")} | lists


def _document(path: Path) -> Document:
    row = _toml(path)
    sentences = []
    for number, item in enumerate(row["sentence"], 1):
        if ("demands" in item) == ("none" in item):
            raise SpecError(path.name, number, "a sentence makes demands, or says why it makes none")
        sentences.append(Sentence(item["text"], tuple(item.get("demands", ())), item.get("none", "")))
    return Document(row["letter"], row["title"], row["date"], tuple(sentences))


def _refuse_unknown(sources: Sources, page: Mapping[str, Any]) -> None:
    if list(sources.demands) != list(range(1, len(page["demand"]) + 1)):
        raise SpecError(PAGE, "demand", "numbers run from 1 without a gap, each once")
    if len(sources.systems) != len(page["system"]):
        raise SpecError(PAGE, "system", "an id stands twice")
    for system in sources.systems.values():
        if system.role not in ROLES or not set(system.demands) <= set(sources.demands):
            raise SpecError(PAGE, system.id, f"role {system.role!r} or a demand of {system.demands} is unknown")
        if not set(system.documents) <= set(sources.documents):
            raise SpecError(PAGE, system.id, f"a document of {system.documents} is unknown")
    for document in sources.documents.values():
        for number, sentence in enumerate(document.sentences, 1):
            if sentence.none not in {"", *sources.reasons} or not set(sentence.demands) <= set(sources.demands):
                where = f"{document.letter}.toml"
                raise SpecError(where, number, f"{sentence.none or sentence.demands} stands in no row of {PAGE}")
