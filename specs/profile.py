"""Profiles: what one national system speaks, as data, and the operation that a request is.

`specs/interfaces/<system>/<name>/` holds `operations.toml` (one row an operation, with its fidelity and source keys),
`schemas/*.json` (JSON Schema 2020-12) and, for XML, `xsd/`. A profile may extend another one: it takes over what it
does not say itself. An overlay is a second folder of the same shape, which is looked into first; a profile there may
extend the shipped one of its own name. A bad row refuses the whole profile.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from specs.errors import SpecError
from specs.marked_schema import short_name
from specs.operation import Operation, read_operation, refuse_doubles
from specs.routing import Route

Json: TypeAlias = Any

INTERFACES: Final = Path(__file__).parent / "interfaces"
HEAD_KEYS: Final = frozenset({"system", "profile", "title", "extends", "settings", "security", "operation", "push"})


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What one system speaks.

    `operations` are the province's calls at the system, `pushes` the system's calls at the province. `settings` are its
    own figures and codes, `security` OpenAPI security schemes by name. `folders`: its own, then those it extends.
    """

    system: str
    name: str
    title: str
    operations: tuple[Operation, ...]
    pushes: tuple[Operation, ...]
    settings: Mapping[str, Json]
    security: Mapping[str, Json]
    folders: tuple[Path, ...]

    @property
    def folder(self) -> Path:
        """The profile's own folder."""
        return self.folders[0]

    def operation(self, name: str) -> Operation:
        """The operation or push of that name. Raises KeyError where the profile has none."""
        for operation in (*self.operations, *self.pushes):
            if operation.name == name:
                return operation
        raise KeyError(f"{self.name} has no operation {name!r}")

    def match(self, method: str, path: str, body: Json) -> Operation | None:
        """The operation that a request is, by method, path and discriminator; None where it is none of the profile."""
        return self.route(method, path).pick(body)

    def route(self, method: str, path: str) -> Route:
        """The operations at a method and a path, to be asked for each body that comes there."""
        found = [row for row in self.operations if row.method == method and row.path_values(path) is not None]
        return Route(found, path)

    def methods(self, path: str) -> tuple[str, ...]:
        """The methods that the profile knows at a path, sorted; none where the path is none of its."""
        known = {operation.method for operation in self.operations if operation.path_values(path) is not None}
        return tuple(sorted(known))

    def table(self, name: str) -> Mapping[str, Json]:
        """The data file `<name>.toml` of the profile, read once. Raises SpecError where it is missing or not TOML."""
        return _table(_find(self.folders, ".", f"{name}.toml"))

    def digest(self) -> str:
        """`sha256:<hex>` over every file of the profile and of what it extends, names and bytes, in a fixed order."""
        total = hashlib.sha256()
        for folder in self.folders:
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                total.update(f"{file.relative_to(folder).as_posix()}\0".encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
        return f"sha256:{total.hexdigest()}"


@cache
def load_profile(system: str, name: str, *, root: Path = INTERFACES, overlay: Path | None = None) -> Profile:
    """Read the profile `<system>/<name>` under `overlay` if it stands there, else under `root`.

    Raises SpecError(file, row, reason) for a missing file, an unknown key, a schema that is none, a name used twice,
    profiles that extend each other.
    """
    return _load(system, name, roots=(root,) if overlay is None else (overlay, root), extended_by=())


def _load(system: str, name: str, *, roots: tuple[Path, ...], extended_by: tuple[str, ...]) -> Profile:
    label = f"{system}/{name}"
    if label in extended_by:
        raise SpecError(label, "head", f"extends itself: {' -> '.join((*extended_by, label))}")
    candidates = [root / system / name / "operations.toml" for root in roots]
    place = next((place for place, path in enumerate(candidates) if path.is_file()), len(candidates) - 1)
    file = candidates[place]
    raw = _read_toml(file)
    _refuse_wrong_head(file, raw, system=system, name=name)
    base = None
    if (extended := raw.get("extends")) == label and place + 1 < len(roots):
        base = _load(system, name, roots=roots[place + 1 :], extended_by=extended_by)
    elif extended:
        base = _load(*_two(file, extended), roots=roots, extended_by=(*extended_by, label))
    profile = _made(file, raw, base)
    _refuse_bad_whole(file, profile)
    return profile


def _made(file: Path, raw: Mapping[str, Json], base: Profile | None) -> Profile:
    """The profile that a file says, with what it takes over from `base`."""
    folders = (file.parent, *(base.folders if base else ()))

    def operations(key: str, inherited: tuple[Operation, ...]) -> tuple[Operation, ...]:
        own = tuple(
            read_operation(
                file, number, row, profile=raw["profile"], find=lambda kind, name: _find(folders, kind, name)
            )
            for number, row in enumerate(raw.get(key, []), start=1)
        )
        refuse_doubles(file, own)
        said = {operation.name for operation in own}
        return (*(operation for operation in inherited if operation.name not in said), *own)

    return Profile(
        system=raw["system"],
        name=raw["profile"],
        title=str(raw.get("title", raw["profile"])),
        operations=operations("operation", base.operations if base else ()),
        pushes=operations("push", base.pushes if base else ()),
        settings=_merged(base.settings if base else {}, raw.get("settings", {})),
        security={**(base.security if base else {}), **raw.get("security", {})},
        folders=folders,
    )


def _refuse_wrong_head(file: Path, raw: Mapping[str, Json], *, system: str, name: str) -> None:
    if unknown := sorted(set(raw) - HEAD_KEYS):
        raise SpecError(short_name(file), "head", f"unknown key {', '.join(unknown)}")
    for key, expected in (("system", system), ("profile", name)):
        if raw.get(key) != expected:
            raise SpecError(short_name(file), "head", f"{key} is {raw.get(key)!r}, the folder says {expected!r}")


def _refuse_bad_whole(file: Path, profile: Profile) -> None:
    if not profile.operations:
        raise SpecError(short_name(file), "head", "no operation")
    refuse_doubles(file, profile.operations)
    for operation in (*profile.operations, *profile.pushes):
        if unknown := sorted(set(operation.security) - set(profile.security)):
            raise SpecError(short_name(file), operation.name, f"security {', '.join(unknown)} is nowhere described")


def _two(file: Path, label: str) -> tuple[str, str]:
    system, _, name = label.partition("/")
    if not system or not name:
        raise SpecError(short_name(file), "head", f"extends {label!r}; <system>/<profile> is needed")
    return system, name


def _merged(base: Mapping[str, Json], own: Mapping[str, Json]) -> dict[str, Json]:
    """`own` over `base`; tables are merged one level deep, so that one code can be said otherwise."""
    both = {name: {**base[name], **own[name]} for name in base.keys() & own.keys() if isinstance(own[name], dict)}
    return {**base, **own, **both}


def _find(folders: Iterable[Path], kind: str, name: str) -> Path:
    """The first folder's file of that name; where none has it, the path in the last, which then cannot be read."""
    files = [folder / kind / name for folder in folders]
    return next((file for file in files if file.is_file()), files[0])


@cache
def _table(file: Path) -> Mapping[str, Json]:
    return _read_toml(file)


def _read_toml(file: Path) -> dict[str, Json]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise SpecError(short_name(file), "file", f"cannot be read: {exc}") from exc
