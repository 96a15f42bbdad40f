"""Which build of a mock this is."""

import hashlib
from pathlib import Path

from specs.profile import Profile

PACKAGE = Path(__file__).parent.parent


def build_digest(profile: Profile) -> str:
    """`sha256:<hex>` over the source files of this package and the data of `profile`."""
    total = hashlib.sha256()
    for file in sorted(PACKAGE.rglob("*.py")):
        total.update(f"{file.relative_to(PACKAGE).as_posix()}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    total.update(profile.digest().encode())
    return f"sha256:{total.hexdigest()}"
