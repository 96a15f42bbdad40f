"""What the database does for each operation, whatever the answer is wrapped in afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mocks.core.system import Call, Site
from mocks.population.citizens import Citizen
from mocks.population.inquiries import STATEMENTS, Inquiries
from mocks.population.question import BY_LIST, BY_NUMBER, NOTHING, Question
from mocks.population.records import BLOOD_ONLY, Look, collection, requests_told, verified
from mocks.population.requests import CHOICES, FINISHED, Requests

if TYPE_CHECKING:
    from lxml import etree

Json: TypeAlias = Any
EMPTY: Final = "empty"
WHOLE: Final = "whole"
LOOKS: Final = ("year-only", "other-name", "with-district")
"""Behaviours that change how records are shown."""


@dataclass(frozen=True, kw_only=True)
class Served:
    """`content` for the body of the answer, or the `reason` of a refusal; `facts` for the journal."""

    content: "etree._Element | None" = None
    reason: str | None = None
    facts: Mapping[str, Json] = field(default_factory=dict)


class Serving:
    """Serves the questions of one database."""

    def __init__(self, site: Site) -> None:
        settings = site.profile.settings
        self.inquiries = Inquiries(site)
        self.requests = Requests(site)
        self._clock = site.clock
        self._empty = settings["not_found"]["value"] == EMPTY
        self._look = Look(
            sexes={sex: row["value"] for sex, row in settings["sexes"].items()},
            whole_name=settings["name_place"]["value"] == WHOLE,
            district=bool(settings["district"]["value"]),
        )
        self._acts: Mapping[str, Callable[[str, Question, Call], Served]] = {
            "TraCuuThongTinCongDan": self._one,
            "CungCapThongTinCongDan": self._one,
            "CungCapThongTinNhomMau": self._one,
            "CungCapThongTinHoGiaDinh": self._household,
            "XacThucThongTinCongDan": self._verify,
            **dict.fromkeys(STATEMENTS, self._verify),
            **dict.fromkeys(CHOICES, self._queue),
            "GetRequests": self._list_requests,
            "GetRequestStatus": self._request,
            "GetRequestResult": self._result,
            "DeleteRequest": self._delete,
        }

    def serve(self, operation: str, question: Question, call: Call) -> Served:
        """Carry out one operation. Raises KeyError for one that no database has."""
        return self._acts[operation](operation, question, call)

    def _one(self, operation: str, question: Question, call: Call) -> Served:
        return self._collected(operation, question, call, whom=lambda citizen: [citizen])

    def _household(self, operation: str, question: Question, call: Call) -> Served:
        return self._collected(operation, question, call, whom=self.inquiries.residents.of_household)

    def _collected(
        self, operation: str, question: Question, call: Call, *, whom: Callable[[Citizen], list[Citizen]]
    ) -> Served:
        """The records of whoever belongs to the one who is asked for."""
        emptied = call.behaviours.take("empty-citizen") is not None
        hidden = call.behaviours.take("not-found") is not None
        citizen = None if emptied or hidden else self.inquiries.find(question, lax=call.lax)
        found = [] if citizen is None else whom(citizen)
        look = self._look_of(operation, call) if found else self._look
        self.inquiries.log(operation, question, kind=question.kind, found=bool(found))
        return Served(
            content=collection(found, look, empty=emptied or (self._empty and not hidden)),
            facts={"found": bool(found), "records": len(found)},
        )

    def _look_of(self, operation: str, call: Call) -> Look:
        told = {name for name in LOOKS if call.behaviours.take(name) is not None}
        return replace(
            self._look,
            only=BLOOD_ONLY if operation == "CungCapThongTinNhomMau" else (),
            year_only="year-only" in told,
            other_name="other-name" in told,
            district=self._look.district or "with-district" in told,
        )

    def _verify(self, operation: str, question: Question, call: Call) -> Served:
        hidden = call.behaviours.take("not-found") is not None
        citizen = None if hidden else self.inquiries.find(question, lax=call.lax)
        holds = citizen is not None and self.inquiries.holds(operation, question, citizen)
        self.inquiries.log(operation, question, kind=question.kind, found=citizen is not None)
        return Served(content=verified(holds=holds), facts={"found": citizen is not None, "holds": holds})

    def _queue(self, operation: str, question: Question, _call: Call) -> Served:
        row = self.requests.open(operation, question)
        self.inquiries.log(operation, question, kind=BY_LIST, found=True)
        return Served(content=requests_told([row]), facts={"request": row["number"]})

    def _list_requests(self, _operation: str, _question: Question, _call: Call) -> Served:
        return Served(content=requests_told(self.requests.rows()))

    def _request(self, _operation: str, question: Question, call: Call) -> Served:
        row = self._row(question, call)
        if row is None:
            return Served(reason="unknown-request")
        return Served(content=requests_told([row]), facts={"request": row["number"], "state": row["state"]})

    def _result(self, operation: str, question: Question, call: Call) -> Served:
        row = self._row(question, call)
        if row is None:
            return Served(reason="unknown-request")
        if row["state"] != FINISHED and not call.lax:
            return Served(reason="request-not-finished", facts={"request": row["number"]})
        everybody = self.inquiries.residents.everybody()
        found = self.requests.result(row["number"], everybody) if row["operation"] != NOTHING else []
        self.inquiries.log(operation, question, kind=BY_NUMBER, found=bool(found))
        look = self._look_of(operation, call)
        return Served(content=collection(found, look), facts={"request": row["number"], "records": len(found)})

    def _delete(self, _operation: str, question: Question, call: Call) -> Served:
        row = self._row(question, call)
        if row is None:
            return Served(reason="unknown-request")
        self.requests.delete(row["number"])
        return Served(content=requests_told([row]), facts={"request": row["number"]})

    def _row(self, question: Question, call: Call) -> dict[str, Json] | None:
        """The request that is asked for; one that never was where anything is to be accepted."""
        number = question.text("SoYeuCau")
        row = self.requests.row(number)
        if row is None and call.lax:
            made = self._clock.now().isoformat()
            return {"number": "YC00000000", "operation": NOTHING, "state": FINISHED, "made": made}
        return row
