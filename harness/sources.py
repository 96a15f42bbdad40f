"""The files that decide a verdict, as one digest: of our whole code, or of what a campaign's own process loads."""

import hashlib
from collections.abc import Sequence

from specs import FOLDER

ROOT = FOLDER.parent
CAMPAIGN = ("harness", "specs", "tests/suites")
"""What the process that plays the cases reads: engine, specs and suites."""
CODE = ("cli", "mocks", "reports", *CAMPAIGN)


def digest_of(folders: Sequence[str]) -> str:
    """One digest over every file below some folders, by path and content; compiled modules are left out."""
    total = hashlib.sha256()
    files = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    for path in sorted(path for path in files if "__pycache__" not in path.parts and path.suffix != ".pyc"):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{total.hexdigest()}"
