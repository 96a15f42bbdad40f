"""Makes the probe push, and reads what became of it."""

from typing import Any

from tests.unit.mocks.playing import Side

BUSY = (503, "text/plain", b"busy")


def tell(probe: Side, operation: str = "Tell", **more: Any) -> str:
    values = {"path_values": {"box": "a b/ô"}} if operation == "Tell" else {}
    body = {} if operation == "CallBack" or "content" in more else {"body": {"id": "t-1"}}
    return str(probe.command("tell", **{"operation": operation} | values | body | more)["id"])


def tries(probe: Side, count: int) -> list[dict[str, Any]]:
    """The pushes in the journal, once there are `count`."""
    rows = probe.journal(wait=5)
    while len(found := [row for row in rows if row["direction"] == "to-sut"]) < count:
        rows += probe.journal(after=rows[-1]["seq"], wait=5)
    return found


def states(probe: Side) -> list[tuple[str, int, Any]]:
    return [(row["state"], row["tries"], row["status"]) for row in probe.view("pushes")["pushes"]]
