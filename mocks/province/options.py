"""What a province is started with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Another system that this province is connected to: its base address, and the settings it has agreed with it.

    Settings are texts by name (accounts, keys, codes), some of them secrets.
    """

    url: str
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceOptions:
    """Everything that differs from one installation to the next. Times are in seconds.

    `portal` is the base address of the adapter before the national portal, `destination` its dstcode. `data` is a
    folder, made where it is missing; the records lie in it as an SQLite file unless `database_url` names another
    database by SQLAlchemy's address. `port` is the upper tester's, `inbound_port` that on which other systems call; 0
    takes a free one. `token` guards the upper tester where it is given; `load_token` is shown to whoever asks whether
    this may be loaded. `counterparts` are the other systems by name.
    Raises ValueError where the times make no sense.
    """

    data: Path
    portal: str
    portal_user: str
    portal_password: str = field(repr=False)
    destination: str
    host: str = "127.0.0.1"
    port: int = 0
    inbound_port: int = 0
    counterparts: Mapping[str, Counterpart] = field(default_factory=dict, repr=False)
    agency: str = "H56.14"
    read_timeout_s: float = 6.0
    first_pause_s: float = 1.0
    max_pause_s: float = 30.0
    token: str | None = field(default=None, repr=False)
    load_token: str | None = field(default=None, repr=False)
    database_url: str | None = field(default=None, repr=False)
    fault: str | None = None

    def __post_init__(self) -> None:
        if self.read_timeout_s <= 0 or not 0 < self.first_pause_s <= self.max_pause_s:
            raise ValueError("needs read_timeout_s > 0 and 0 < first_pause_s <= max_pause_s")

    @property
    def database(self) -> str:
        """The database by SQLAlchemy's address."""
        return self.database_url or f"sqlite:///{Path(self.data) / 'province.sqlite3'}"
