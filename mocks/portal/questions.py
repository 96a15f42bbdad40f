"""Questions and answers between citizens, agencies and the portal. Only the names of the services are known (K1)."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from mocks.core.clock import Clock
from mocks.core.system import Answer, Call, Command, View
from mocks.core.vietnam_time import wire_time
from mocks.portal.answers import Answers, Facts, Service, rows_of
from mocks.portal.catalogue import Catalogue
from mocks.state.store import Store

Json: TypeAlias = Any
OPEN, ANSWERED = "0", "1"
ASK = {
    "type": "object",
    "properties": {"TieuDe": {"type": "string", "maxLength": 500}, "NoiDung": {"type": "string", "minLength": 1}},
    "required": ["NoiDung"],
    "additionalProperties": False,
}


class Questions:
    """Questions of the catalogue and of the referee. That one is answered is kept; the words only in memory."""

    def __init__(self, answers: Answers, catalogue: Catalogue, *, store: Store, clock: Clock) -> None:
        self._answers = answers
        self._prepared = catalogue.questions
        self._asked = store.table("questions-asked")
        self._replies = store.table("questions-answered")
        self._pairs = store.table("questions-published")
        self._words = store.memory("questions-words")
        self._clock = clock
        self.services: Mapping[str, Service] = {
            "DongBoHoiDap": self._take_pairs,
            "LayDanhSachHoiDapGuiTuDVCQG": lambda call, facts: self._tell(call, facts, to="province"),
            "LayDanhSachHoiDapBoCoQuan": lambda call, facts: self._tell(call, facts, to="ministry"),
            "DongBoKetQuaHoiDapGuiTuDVCQG": self._take_replies,
            "LayNoiDungTraLoiTheoCauHoi": self._tell_reply,
        }
        self.views = {"questions": View(usage="questions: to whom, answered or not; pairs published", show=self._show)}
        self.commands = {
            "questions/ask": Command(
                usage='questions/ask {"NoiDung": text, "TieuDe": text}: a citizen asks the province',
                schema=ASK,
                run=self._ask,
            )
        }

    def _known(self) -> dict[str, dict[str, Json]]:
        """Every question by its code: to whom, when, its words, and `NoiDungTraLoi` where it is answered."""
        known = {code: {"NgayGui": None} | dict(row) for code, row in self._prepared.items()}
        for code, row in self._asked.items():
            words = self._words.get(code) or {}
            known[code] = {"to": "province", "NgayGui": row["NgayGui"], **words}
        for code in dict(self._replies.items()):
            if code in known:
                known[code] |= {"NoiDungTraLoi": None, **(self._words.get(f"reply/{code}") or {})}
        return known

    def _tell(self, call: Call, facts: Facts, *, to: str) -> Answer:
        rows = [
            {
                "MaCauHoi": code,
                "TieuDe": row.get("TieuDe"),
                "NoiDung": row.get("NoiDung"),
                "NgayGui": row["NgayGui"],
                "TrangThai": ANSWERED if "NoiDungTraLoi" in row else OPEN,
            }
            for code, row in self._known().items()
            if row["to"] == to
        ]
        return self._answers.success(call, facts, result=rows)

    def _tell_reply(self, call: Call, facts: Facts) -> Answer:
        code = call.body.get("maCauHoi")
        row = self._known().get(code) if isinstance(code, str) else None
        facts["found"] = row is not None
        reply = None if row is None else {"MaCauHoi": code, "NoiDungTraLoi": row.get("NoiDungTraLoi")}
        return self._answers.success(call, facts, result=reply)

    def _take_replies(self, call: Call, facts: Facts) -> Answer:
        rows = rows_of(call, "MaCauHoi")
        if rows is None:
            return self._answers.malformed(call, facts)
        open_to_province = {code for code, row in self._known().items() if row["to"] == "province"}
        known = [row for row in rows if row["MaCauHoi"] in open_to_province]
        if len(known) < len(rows) and not call.lax:
            return self._answers.refusal(call, "unknown_question", facts, answered="unknown-question")
        for row in known:
            code = row["MaCauHoi"]
            times = (self._replies.get(code) or {"times": 0})["times"] + 1
            self._replies.put(code, {"times": times, "at": wire_time(self._clock.now())})
            self._words.put(f"reply/{code}", {"NoiDungTraLoi": row.get("NoiDungTraLoi")})
        facts["effect"] = "added"
        return self._answers.success(call, facts)

    def _take_pairs(self, call: Call, facts: Facts) -> Answer:
        rows = rows_of(call, "MaHoiDap")
        if rows is None:
            return self._answers.malformed(call, facts)
        for row in rows:
            times = (self._pairs.get(row["MaHoiDap"]) or {"times": 0})["times"] + 1
            self._pairs.put(row["MaHoiDap"], {"times": times, "answered": bool(row.get("TraLoi"))})
        facts["effect"] = "added"
        return self._answers.success(call, facts)

    def _ask(self, told: Mapping[str, Json]) -> Json:
        code = f"HD-{5001 + len(self._asked)}"
        self._asked.put(code, {"NgayGui": wire_time(self._clock.now())})
        self._words.put(code, {"TieuDe": told.get("TieuDe"), "NoiDung": told["NoiDung"]})
        return {"MaCauHoi": code}

    def _show(self) -> Json:
        replies = dict(self._replies.items())
        return {
            "questions": [
                {
                    "MaCauHoi": code,
                    "to": row["to"],
                    "answered": "NoiDungTraLoi" in row,
                    "times": replies.get(code, {"times": 0})["times"],
                }
                for code, row in self._known().items()
            ],
            "published": [{"MaHoiDap": code} | row for code, row in self._pairs.items()],
        }
