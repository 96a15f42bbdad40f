"""People who have an account at the portal, and their results in the store: all of them made up by the mock."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson

from mocks.core.papers import make_pdf
from mocks.core.system import Answer, Call, Command, CommandRefused, Site, View
from mocks.portal.answers import Answers, Facts, Service
from mocks.portal.publication import Publication
from specs.people import Person, make_person

Json: TypeAlias = Any
OFFSETS = (0, 5)
"""Everybody has two results: that of the procedure at their own place in the catalogue, and that of another one."""
_NUMBER = {"type": "string", "pattern": r"^[0-9]{9,14}$"}
ADD_ACCOUNT = {
    "type": "object", "properties": {"mstorcmnd": _NUMBER}, "required": ["mstorcmnd"], "additionalProperties": False,
}  # fmt: skip
ADD_RESULT = {
    "type": "object",
    "properties": {"SoDinhDanhChuSoHuu": _NUMBER, "MaKetQua": {"type": "string", "minLength": 1}},
    "required": ["SoDinhDanhChuSoHuu", "MaKetQua"],
    "additionalProperties": False,
}


@dataclass(frozen=True, kw_only=True)
class Result:
    """A result of somebody: kind, name, number, the agency that keeps it, and where its file lies."""

    owner: str
    kind: str
    name: str
    number: str
    agency: str
    path: str

    def told(self) -> dict[str, Json]:
        """As the store tells it."""
        file = {"TenTep": f"{self.kind}.pdf", "DuongDan": self.path}
        return {
            "MaKetQua": self.kind,
            "TenGiayTo": self.name,
            "SoKyHieu": self.number,
            "CoQuanChuQuan": self.agency,
            "DanhSachTepDinhKem": [file],
        }


class ResultStore:
    """Accounts and results. What is made up comes out of the seed; what the referee adds is in memory only.

    An identity number from outside is personal data, so it goes to no table that outlives the process.
    """

    def __init__(self, answers: Answers, publication: Publication, site: Site) -> None:
        self._answers = answers
        self._publication = publication
        self._site = site
        self._more_accounts = site.store.memory("accounts")
        self._more_results = site.store.memory("results")
        count = site.profile.settings["accounts"]["value"]
        self._kinds = [row["KETQUATHUCHIEN"][0]["MAKETQUA"] for row in publication.prepared]
        self._people: tuple[Person, ...] = tuple(
            make_person(site.rng(f"account/{place}"), scheme=site.people) for place in range(count)
        )
        self.services: Mapping[str, Service] = {
            "TraCuuTechID": self._tell_account,
            "TraCuuKetQuaSoHoa": self._tell_results,
            "TaiTepKetQua": self._tell_file,
        }
        self.views = {
            "accounts": View(usage="people who have an account at the portal; all made up", show=self._show_accounts),
            "results": View(usage="results in the store, by owner", show=self._show_results),
        }
        self.commands = {
            "accounts/add": Command(
                usage='accounts/add {"mstorcmnd": number}', schema=ADD_ACCOUNT, run=self._add_account
            ),
            "results/add": Command(
                usage='results/add {"SoDinhDanhChuSoHuu": number, "MaKetQua": a MAKETQUA of the catalogue}',
                schema=ADD_RESULT,
                run=self._add_result,
            ),
        }

    def _accounts(self) -> dict[str, str]:
        made = {str(person.identity_number): person.account for person in self._people}
        return made | dict(self._more_accounts.items())

    def _results(self) -> Iterator[Result]:
        for place, person in enumerate(self._people):
            for offset in OFFSETS:
                yield self._made(str(person.identity_number), self._kinds[(place + offset) % len(self._kinds)])
        for row in dict(self._more_results.items()).values():
            yield self._made(row["owner"], row["kind"])

    def _made(self, owner: str, kind: str) -> Result:
        names = {
            result["MAKETQUA"]: result["TENKETQUA"]
            for row in self._publication.procedures()
            for result in row["KETQUATHUCHIEN"]
        }
        rng = self._site.rng(f"result/{owner}/{kind}")
        return Result(
            owner=owner,
            kind=kind,
            name=names[kind],
            number=f"{rng.randint(1, 9999):04d}/KQ-GL",
            agency="H56.14",
            path=f"/kho/{rng.getrandbits(64):016x}.pdf",
        )

    def _tell_account(self, call: Call, facts: Facts) -> Answer:
        number = call.body.get("mstorcmnd")
        account = self._accounts().get(number) if isinstance(number, str) else None
        facts["found"] = account is not None
        return self._answers.success(call, facts, result=account and {"TECHNICALID": account})

    def _tell_results(self, call: Call, facts: Facts) -> Answer:
        owner, wanted = call.body.get("SoDinhDanhChuSoHuu"), call.body.get("DanhSachDanhMucKetQua")
        filters = [row for row in wanted if isinstance(row, dict)] if isinstance(wanted, list) else []
        found = [row for row in self._results() if row.owner == owner and _is_wanted(row, filters)]
        facts |= {"found": bool(found), "results": len(found)}
        result = {"DanhSachGiayToKetQua": [row.told() for row in found]}
        signature = b64encode(hashlib.sha256(orjson.dumps(result)).digest()).decode()
        return self._answers.success(call, facts, signature=signature, result=result)

    def _tell_file(self, call: Call, facts: Facts) -> Answer:
        place = (call.body.get("CoQuanChuQuan"), call.body.get("DuongDan"))
        found = next((row for row in self._results() if (row.agency, row.path) == place), None)
        facts["found"] = found is not None
        if found is None and not call.lax:
            return self._answers.refusal(call, "unknown_file", facts, answered="unknown-file")
        lines = (found.name, found.number, found.kind) if found else ()
        return self._answers.file(call, facts, make_pdf(["KET QUA GIA LAP - SYNTHETIC RESULT", *lines]))

    def _add_account(self, told: Mapping[str, Json]) -> Json:
        account = make_person(self._site.rng(f"account/{told['mstorcmnd']}")).account
        self._more_accounts.put(told["mstorcmnd"], account)
        return {"TECHNICALID": account}

    def _add_result(self, told: Mapping[str, Json]) -> Json:
        owner, kind = told["SoDinhDanhChuSoHuu"], told["MaKetQua"]
        kinds = {row["MAKETQUA"] for found in self._publication.procedures() for row in found["KETQUATHUCHIEN"]}
        if kind not in kinds:
            raise CommandRefused(f"no procedure of the catalogue gives {kind!r}; known are {', '.join(sorted(kinds))}")
        self._more_results.put(f"{owner}/{kind}", {"owner": owner, "kind": kind})
        return self._made(owner, kind).told()

    def _show_accounts(self) -> Json:
        names = {str(person.identity_number): person.name for person in self._people}
        return {
            "accounts": [
                {"mstorcmnd": number, "TECHNICALID": account, "name": names.get(number)}
                for number, account in self._accounts().items()
            ]
        }

    def _show_results(self) -> Json:
        return {"results": [{"SoDinhDanhChuSoHuu": row.owner} | row.told() for row in self._results()]}


def _is_wanted(result: Result, filters: list[dict[str, Json]]) -> bool:
    """Whether one of the filters asks for it; each member that a filter has must fit. No filter: all are wanted."""
    return not filters or any(
        row.get("MaKetQua") in (None, result.kind) and row.get("SoKyHieu") in (None, result.number) for row in filters
    )
