"""Questions for lists, which the database answers later: they are queued, asked after, fetched and deleted.

That there are such requests is known from the names of operations alone (`GetRequests` and its kin); what is done here
with them is assumed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from mocks.core.system import Site
from mocks.population.citizens import Citizen
from mocks.population.question import Question, text_of

Json: TypeAlias = Any

PENDING: Final = "pending"
FINISHED: Final = "finished"
_AGES: Final = ("TuTuoi", "DenTuoi")
_OLDEST_Y: Final = 200
_CODE: Final = re.compile("[0-9]{1,5}")


class Requests:
    """The queued requests of one database, each finished after the time that the profile says, or by command."""

    def __init__(self, site: Site) -> None:
        self._clock = site.clock
        self._wait = timedelta(seconds=float(site.profile.settings["request_s"]["value"]))
        self._sexes = {row["value"]: sex for sex, row in site.profile.settings["sexes"].items()}
        self._table = site.store.table("requests")
        self._count = site.store.table("requests-count")

    def open(self, operation: str, question: Question) -> dict[str, Json]:
        """Queue a question for a list."""
        number = (self._count.get("last") or 0) + 1
        self._count.put("last", number)
        key = f"YC{number:08d}"
        made = self._clock.now().isoformat()
        self._table.put(key, {"operation": operation, "criteria": _criteria(question), "made": made, "finished": False})
        return self._row(key)

    def row(self, number: str) -> dict[str, Json] | None:
        """Number, operation, state and time of a request; None where there is none of that number."""
        return self._row(number) if number in self._table else None

    def rows(self) -> list[dict[str, Json]]:
        """All requests, in the order in which they came."""
        return [self._row(key) for key, _ in self._table.items()]

    def delete(self, number: str) -> None:
        """Forget a request."""
        self._table.delete(number)

    def finish(self, number: str | None = None) -> int:
        """Finish a request, or all of them, before their time; how many were pending."""
        pending = [row["number"] for row in self.rows() if row["state"] == PENDING and number in (None, row["number"])]
        for key in pending:
            self._table.put(key, self._table.get(key) | {"finished": True})
        return len(pending)

    def result(self, number: str, everybody: Iterator[Citizen]) -> list[Citizen]:
        """Who is on the list of a request, of everybody that there is."""
        kept = self._table.get(number)
        chooses = CHOICES[kept["operation"]]
        return [citizen for citizen in everybody if chooses(self, citizen, kept["criteria"])]

    def _row(self, key: str) -> dict[str, Json]:
        kept = self._table.get(key)
        due = datetime.fromisoformat(kept["made"]) + self._wait
        done = kept["finished"] or self._clock.now() >= due
        return {
            "number": key,
            "operation": kept["operation"],
            "state": FINISHED if done else PENDING,
            "made": kept["made"],
        }

    def in_place(self, citizen: Citizen, criteria: Mapping[str, Json]) -> bool:
        """Who lives in the province, and in the commune where one is named."""
        commune = text_of(criteria, "MaPhuongXa")
        same_province = citizen.residence.province == text_of(criteria, "MaTinhThanh")
        return same_province and commune in ("", citizen.residence.commune)

    def of_age(self, citizen: Citizen, criteria: Mapping[str, Json]) -> bool:
        """Who reaches, in this year, an age from the first to the second one."""
        age = self._clock.now().year - int(citizen.year)
        youngest, oldest = (text_of(criteria, name) for name in _AGES)
        return int(youngest or 0) <= age <= int(oldest or _OLDEST_Y)

    def of_sex(self, citizen: Citizen, criteria: Mapping[str, Json]) -> bool:
        """Who has the sex of that code."""
        return self._sexes.get(text_of(criteria, "GioiTinh")) == citizen.sex

    def of_blood(self, citizen: Citizen, criteria: Mapping[str, Json]) -> bool:
        """Who has the blood group of that code."""
        return citizen.blood == text_of(criteria, "NhomMau")

    def of_ethnicity(self, citizen: Citizen, criteria: Mapping[str, Json]) -> bool:
        """Who is of the ethnicity of that code."""
        return citizen.ethnicity == text_of(criteria, "DanToc")

    def of_religion(self, citizen: Citizen, criteria: Mapping[str, Json]) -> bool:
        """Who is of the religion of that code."""
        return citizen.religion == text_of(criteria, "TonGiao")


CHOICES: Final[Mapping[str, Callable[[Requests, Citizen, Mapping[str, Json]], bool]]] = {
    "CungCapDanhSachTheoDiaPhuong": Requests.in_place,
    "CungCapDanhSachTheoDoTuoi": Requests.of_age,
    "CungCapDanhSachTheoNhomMau": Requests.of_blood,
    "CungCapDanhSachTheoGioiTinh": Requests.of_sex,
    "CungCapDanhSachTheoDanToc": Requests.of_ethnicity,
    "CungCapDanhSachTheoTonGiao": Requests.of_religion,
}
"""Whom each question for a list chooses."""
CRITERIA: Final = frozenset(
    {"MaTinhThanh", "MaPhuongXa", "TuTuoi", "DenTuoi", "NhomMau", "GioiTinh", "DanToc", "TonGiao"}
)


def _criteria(question: Question) -> dict[str, str]:
    """What a list is asked by: codes and ages, which name nobody; few digits only, so that nothing else is stored."""
    told = {name: question.text(name) for name in sorted(CRITERIA)}
    return {name: value for name, value in told.items() if _CODE.fullmatch(value)}
