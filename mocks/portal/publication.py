"""What is published: procedures, online services, agencies, fields, and how the referee publishes and withdraws."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from mocks.core.clock import Clock
from mocks.core.system import Answer, Call, Command, CommandRefused, View
from mocks.portal.answers import Answers, Facts, Service
from mocks.portal.catalogue import LEVELS, PROCEDURE_KEYS, Catalogue, Row, make_procedure
from mocks.state.store import Store

Json: TypeAlias = Any
IN_FORCE, NO_LONGER = "Còn hiệu lực", "Hết hiệu lực"
WHOLLY_ONLINE = "4"
_TEXT = {"type": "string", "minLength": 1, "maxLength": 500}
_TEXTS = {"type": "array", "minItems": 1, "items": _TEXT}
_CODE = {"type": "string", "pattern": r"^\d\.\d{6}(?:\.(?:\d{3}\.\d{2}\.\d{2}\.)?H\d{2})?$"}
PUBLISH = {
    "type": "object",
    "properties": {
        "MATTHC": _CODE,
        "TENTTHC": _TEXT,
        "MALINHVUC": _TEXT,
        "TENLINHVUC": _TEXT,
        "level": {"enum": sorted(LEVELS)},
        "days": {"type": "integer", "minimum": 1},
        "fee": {"type": "integer", "minimum": 0},
        "papers": _TEXTS,
        "results": _TEXTS,
    },
    "required": ["MATTHC"],
    "additionalProperties": False,
}
WITHDRAW = {"type": "object", "properties": {"MATTHC": _CODE}, "required": ["MATTHC"], "additionalProperties": False}
SET_SERVICE = {
    "type": "object",
    "properties": {"MADVC": _TEXT, "state": {"enum": ["ready", "open"]}},
    "required": ["MADVC", "state"],
    "additionalProperties": False,
}


class Publication:
    """The catalogue with what has changed since: only the changes are kept in the store. `prepared`: what was there.

    A withdrawn procedure stays in the list, as no longer in force; a service that is not ready is not listed. Both are
    assumptions.
    """

    def __init__(self, answers: Answers, catalogue: Catalogue, *, store: Store, clock: Clock) -> None:
        self._answers = answers
        self._catalogue = catalogue
        self.prepared: tuple[Row, ...] = tuple(catalogue.procedures.values())
        self._changed = store.table("procedures")
        self._states = store.table("services")
        self._clock = clock
        self.services: Mapping[str, Service] = {
            "LayThuTuc": self._procedure,
            "LayDanhSachTTHC": lambda call, facts: answers.success(call, facts, result=list(self._list())),
            "LayDVC": lambda call, facts: answers.success(call, facts, result=list(self._ready())),
            "LayDanhMucCoQuan": lambda call, facts: answers.success(call, facts, result=catalogue.agencies),
            "LayDanhMucLinhVuc": lambda call, facts: answers.success(call, facts, result=catalogue.fields),
        }
        self.views = {
            "procedures": View(usage="procedures: code, name, state of publication", show=self._show_procedures),
            "end-to-end-services": View(usage="the 25 end-to-end services and their state", show=self._show_services),
        }
        self.commands = self._commands()

    def procedure(self, code: Json) -> Row | None:
        """One procedure whole; None where nothing of that code was ever published."""
        if not isinstance(code, str):
            return None
        change = self._changed.get(code)
        row = change["row"] if change and change["row"] else self._catalogue.procedures.get(code)
        return row if row is None or change is None else row | {"TRANGTHAI": change["state"]}

    def procedures(self) -> Iterator[Row]:
        """All that were ever published, whole."""
        codes = dict.fromkeys([*self._catalogue.procedures, *(code for code, _ in self._changed.items())])
        for code in codes:
            if (row := self.procedure(code)) is not None:
                yield row

    def _commands(self) -> dict[str, Command]:
        return {
            "procedures/publish": Command(
                usage='procedures/publish {"MATTHC": code of a withdrawn one, or a whole new procedure}',
                schema=PUBLISH,
                run=self._publish,
            ),
            "procedures/withdraw": Command(
                usage='procedures/withdraw {"MATTHC": code}', schema=WITHDRAW, run=self._withdraw
            ),
            "end-to-end-services/set": Command(
                usage='end-to-end-services/set {"MADVC": code, "state": "ready"|"open"}',
                schema=SET_SERVICE,
                run=self._set_service,
            ),
        }

    def _procedure(self, call: Call, facts: Facts) -> Answer:
        found = self.procedure(call.body.get("maTTHC"))
        facts["found"] = found is not None
        return self._answers.success(call, facts, result=found)

    def _list(self) -> Iterator[Row]:
        for row in self.procedures():
            yield {
                "MATTHC": row["MATTHC"],
                "TENTTHC": row["TENTTHC"],
                "MALINHVUC": row["LINHVUCTHUCHIEN"][0]["MALINHVUC"],
                "TENLINHVUC": row["LINHVUCTHUCHIEN"][0]["TENLINHVUC"],
                "TRANGTHAI": row["TRANGTHAI"],
            }

    def _ready(self) -> Iterator[Row]:
        for code, row in self._catalogue.services.items():
            if self._state(code) == "ready":
                yield {"MADVC": code, "TENDVC": row["TENDVC"], "MATTHC": row["MATTHC"], "MUCDO": WHOLLY_ONLINE}

    def _state(self, code: str) -> str:
        return str(self._states.get(code) or self._catalogue.services[code]["state"])

    def _show_procedures(self) -> Json:
        changes = dict(self._changed.items())
        return {
            "procedures": [
                {
                    "MATTHC": row["MATTHC"],
                    "TENTTHC": row["TENTTHC"],
                    "TRANGTHAI": row["TRANGTHAI"],
                    "changed": changes.get(row["MATTHC"], {}).get("at"),
                }
                for row in self.procedures()
            ]
        }

    def _show_services(self) -> Json:
        rows = [
            {"MADVC": code, "TENDVC": row["TENDVC"], "state": self._state(code), "with": row.get("with")}
            for code, row in self._catalogue.services.items()
        ]
        return {"services": rows, "ready": sum(row["state"] == "ready" for row in rows), "fidelity": "assumed"}

    def _publish(self, told: Mapping[str, Json]) -> Json:
        code = told["MATTHC"]
        if set(told) == PROCEDURE_KEYS:
            return self._change(
                code, IN_FORCE, make_procedure(len(self._catalogue.procedures) + len(self._changed), told)
            )
        if set(told) != {"MATTHC"} or self.procedure(code) is None:
            raise CommandRefused(f"a procedure that is new has {', '.join(sorted(PROCEDURE_KEYS))}")
        return self._change(code, IN_FORCE)

    def _withdraw(self, told: Mapping[str, Json]) -> Json:
        if self.procedure(told["MATTHC"]) is None:
            raise CommandRefused(f"no procedure {told['MATTHC']!r} was ever published")
        return self._change(told["MATTHC"], NO_LONGER)

    def _change(self, code: str, state: str, row: Row | None = None) -> Json:
        before = self._changed.get(code) or {"row": None}
        at = self._clock.now().isoformat()
        self._changed.put(code, {"state": state, "row": row or before["row"], "at": at})
        return {"MATTHC": code, "TRANGTHAI": state, "changed": at}

    def _set_service(self, told: Mapping[str, Json]) -> Json:
        if told["MADVC"] not in self._catalogue.services:
            raise CommandRefused(f"{told['MADVC']!r} is none of the services: {', '.join(self._catalogue.services)}")
        self._states.put(told["MADVC"], told["state"])
        return {"MADVC": told["MADVC"], "state": told["state"]}
