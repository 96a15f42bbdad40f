"""The machine's own Chromium, headless, with no way out."""

import shutil
from typing import Final

PATIENCE_MS: Final = 60_000
"""How long a page may take to show what is awaited; a machine that does other things is slow."""
NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def find_program() -> str:
    """The browser. Raises LookupError without one: a page that nobody looked at has not been shown to work."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise LookupError("these tests need the package chromium, which is not installed")
    return found
