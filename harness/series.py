"""A load series as evidence: what one run of the load generator, or one recount after it, left behind."""

from collections.abc import Mapping
from dataclasses import dataclass

from harness.exchange import Json


@dataclass(frozen=True)
class Series:
    """Rows and figures under one id; `raw` is the whole event of the record.

    `of` says what it holds: `calls` (what the generator sent and when it was answered), `sightings` (when the portal
    saw what), `recount` (each dossier after quiescence, as the province and the portal have it), `ministries` (each
    dossier of a ministry's system, as that one and the province have it), `watch` (what waited, and how the mocks bore
    it, second by second), `search` (the steps of a search for the capacity).
    """

    id: str
    of: str
    raw: Mapping[str, Json]


def read_series(raw: Mapping[str, Json]) -> Series:
    """Parse a `series` event. Raises KeyError where it is none."""
    return Series(raw["id"], raw["of"], raw)
