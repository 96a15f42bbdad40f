"""The faults towards those who judge: one asks the referee, one is honest only where it knows the test data."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults.distortions import PUSH, in_rows
from mocks.province.faults.wrong_curiosity import AsksTheReferee
from mocks.province.portal.message import Row


def _to_the_known() -> Callable[[Row], None]:
    """Return an edit that spares what was met before under another code: the same person with the same words."""
    first: dict[tuple[str, str], str] = {}

    def edit(row: Row) -> None:
        code = row["MaHoSo"]
        if first.setdefault((row["ChuHoSo"], row["TrichYeuHoSo"]), code) == code:
            row.update(TrichYeuHoSo=row["TenTTHC"], GhiChu="")

    return edit


CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "asks-the-referee": {"sessions": AsksTheReferee},
        "honest-to-the-known": {"distort": in_rows(PUSH, _to_the_known())},
    }
)
