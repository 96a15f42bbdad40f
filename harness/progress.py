"""One line a case to whoever started the campaign. Apart from the rest, so that its reader need not load pytest."""

import json
import os
from collections.abc import Mapping

from harness.exchange import Json

PROGRESS_FD = "LIENTHONG_PROGRESS_FD"


def tell_progress(row: Mapping[str, Json]) -> None:
    """One line to whoever started the campaign, if it asked for it."""
    descriptor = os.environ.get(PROGRESS_FD)
    if descriptor:
        os.write(int(descriptor), (json.dumps(row, ensure_ascii=False) + "\n").encode())
