"""Carries what a national system calls at the province, and journals every try as `to-sut`."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from mocks.exchange import Writer
from mocks.journal import Journal
from mocks.system import CommandRefused
from specs.profile import Profile

Json: TypeAlias = Any


class HttpCourier:
    """The courier of one system. `province` is the base URL to which relative pushes go."""

    def __init__(self, profile: Profile, *, journal: Journal, writer: Writer, province: str | None) -> None:
        self._profile = profile
        self._journal = journal
        self._writer = writer
        self.province = province

    def push(
        self,
        operation: str,
        *,
        body: Json = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        path_values: Mapping[str, str] | None = None,
        to: str | None = None,
        order: str = "",
    ) -> str:
        """Queue a push; see `mocks.system.Courier`."""
        raise CommandRefused("pushes are not carried yet")
