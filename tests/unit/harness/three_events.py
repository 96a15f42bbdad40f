"""A record of three events, for tests to write on, seal and change."""

from datetime import UTC, datetime
from pathlib import Path

from harness.record import open_record
from tests.unit.harness.evidence import make_exchange

AT = datetime(2026, 11, 22, tzinfo=UTC)
RUN = {"mode": "certification", "plan": ["một"]}


def make_record(folder: Path) -> Path:
    """Write it, and leave it open."""
    writer = open_record(folder, RUN)
    writer.append("exchange", {**make_exchange(1).raw, "redacted": 2})
    writer.append("judgement", {"verdict": "FAIL", "text": "Đã cắt \U0001f600"})
    writer.append("campaign-ended", {"completed": True})
    writer.close()
    return folder
