"""Frozen sets of requirements (`specs/sets/*.toml`): what can block where a policy names one."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from harness.errors import Refused
from specs import FOLDER

SETS = FOLDER / "sets"


@dataclass(frozen=True)
class FrozenSet:
    """A set by its name, with the ids of its requirements."""

    name: str
    requirements: frozenset[str]


def load_set(name: str, folder: Path = SETS) -> FrozenSet:
    """Read a set. Raises Refused where there is none of that name, or it cannot be read."""
    path = folder / f"{name}.toml"
    if not path.is_file():
        raise Refused(f"no set {name!r}; there is {', '.join(sorted(other.stem for other in folder.glob('*.toml')))}")
    try:
        row = tomllib.loads(path.read_text(encoding="utf-8"))
        return FrozenSet(row["name"], frozenset(row["requirements"]))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as exc:
        raise Refused(f"{path.name}: {exc!r}") from exc
