"""A table whose personal fields never come to disk: they stay in memory, and after a restart they are null."""

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from mocks.state.store import Store

Json: TypeAlias = Any
PERSONAL: Final = frozenset(
    {"ChuHoSo", "ThongTinNguoiNop", "NguoiXuLy", "NoiDungXuLy", "HoTen", "SoTaiKhoan", "TenTaiKhoan"}
)
"""The fields of requests that the profile marks. What the mock itself made up may be kept (`synthetic`)."""


class DiscreetTable:
    """JSON objects by key."""

    def __init__(self, store: Store, name: str) -> None:
        self._kept = store.table(name)
        self._whole = store.memory(name)

    def get(self, key: str) -> Json:
        """The object of `key`, None where there is none."""
        whole = self._whole.get(key)
        return self._kept.get(key) if whole is None else whole

    def put(self, key: str, value: Json, *, synthetic: bool) -> None:
        """Set the object of `key`."""
        if synthetic:
            self._kept.put(key, value)
            self._whole.delete(key)
        else:
            self._kept.put(key, _without_people(value))
            self._whole.put(key, value)

    def items(self) -> Iterator[tuple[str, Json]]:
        """Every key with its object, in the order in which the keys first came."""
        for key, kept in self._kept.items():
            whole = self._whole.get(key)
            yield key, kept if whole is None else whole

    def __contains__(self, key: object) -> bool:
        return key in self._kept

    def __len__(self) -> int:
        return len(self._kept)


def _without_people(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: None if name in PERSONAL else _without_people(item) for name, item in value.items()}
    return [_without_people(item) for item in value] if isinstance(value, list) else value
