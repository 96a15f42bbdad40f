"""`reconcile --infer`: how an export might be read, for a person to complete."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from harness.errors import Refused
from harness.exchange import Json
from harness.reconcile.declaration import DATABASES, FILES
from harness.reconcile.infer import propose
from harness.reconcile.shapes import shapes

SERVERS: Final = tuple(kind for kind in DATABASES if kind not in FILES)
SEPARATORS: Final = (",", ";", "\t", "|")


def propose_mapping(export: str, shape: str, *, query: str = "", address_env: str = "") -> None:
    """Print a table for the target file. `export` is a file, or the kind of a database server that is asked `query`.

    Raises Refused where it cannot be opened, or is neither.
    """
    if shape not in shapes():
        raise Refused(f"--shape {shape!r}: there is none, but {', '.join(shapes())}")
    read = _server(export, query, address_env) if export in SERVERS else _file(Path(export), query)
    name = "-".join(re.findall("[a-z0-9]+", Path(export).stem.lower())) or shape
    sys.stdout.write(propose(name, read, shape))


def _server(kind: str, query: str, address_env: str) -> Mapping[str, Json]:
    if not query or not address_env:
        raise Refused(f"--infer {kind}: --query is needed, and with --address-env the variable that holds its address")
    return {"kind": kind, "address_env": address_env, "query": query}


def _file(path: Path, query: str) -> Mapping[str, Json]:
    kind = path.suffix.lower().removeprefix(".")
    if kind not in FILES or not path.is_file():
        endings = ", ".join(f".{ending}" for ending in FILES)
        raise Refused(f"--infer {path}: a file is needed whose name ends in {endings}, or {', '.join(SERVERS)}")
    if (kind in DATABASES) != bool(query):
        raise Refused(f"--infer {path}: --query is {'needed' if kind in DATABASES else 'for databases'}")
    read = {"kind": kind, "path": str(path.resolve())}
    if kind in DATABASES:
        return {**read, "query": query}
    separator = _separator(path) if kind == "csv" else ","
    return read if separator == "," else {**read, "delimiter": separator}


def _separator(path: Path) -> str:
    """The one that stands most often in the heading."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        heading = lines.readline()
    return max(SEPARATORS, key=heading.count)
