"""The axis itself: who may call, what each call does, and in which order things are looked at."""

import base64
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from mocks.core.credentials import same
from mocks.core.nowhere import nowhere
from mocks.core.system import Answer, Call, Site
from mocks.documents.answers import Answers
from mocks.documents.counterpart import Counterpart
from mocks.documents.directory import AXIS, PROVINCE, Directory, is_code
from mocks.documents.edxml import told
from mocks.documents.letterbox import Letterbox
from mocks.documents.post import DONE, FAIL, Post

Json: TypeAlias = Any
Facts: TypeAlias = dict[str, Json]
CREDENTIALS: Final = {"x-systemid": "system_id", "x-secretkey": "secret_key"}
"""Header by header, the name of the account's part that it must hold."""
WISHES: Final = ("id", "pcode", "code", "name", "mail")
"""What can be told of an agency."""


class Axis:
    """The handler of the axis."""

    def __init__(
        self, site: Site, *, post: Post, directory: Directory, letterbox: Letterbox, counterpart: Counterpart
    ) -> None:
        self._site = site
        self._post = post
        self._directory = directory
        self._counterpart = counterpart
        self._answers = Answers(site.profile)
        self._calls: Mapping[str, Callable[[Call, Facts], Answer]] = {
            "sendEdoc": letterbox.take_in,
            "getReceivedEdocList": self._received,
            "getSentEdocList": self._sent,
            "getEdoc": self._fetch,
            "updateStatus": self._acknowledge,
            "getAgenciesList": lambda call, facts: self._agencies(call, facts, both_eras=False),
            "getAgenciesListQD20": lambda call, facts: self._agencies(call, facts, both_eras=True),
            "registerAgency": self._register,
            "deleteAgency": self._delete,
            "getSynchronizeUnit": self._units,
        }

    def answer(self, call: Call) -> Answer:
        """Answer one request; an address that is none of the axis is 404, a wrong method 405."""
        if call.operation is None:
            return nowhere(self._site.profile, call)
        known = all(same(call.headers.get(name), self._site.accounts[part]) for name, part in CREDENTIALS.items())
        facts: Facts = {"credentials": "right" if known else "wrong"}
        if not (known or call.lax):
            return self._answers.refusal(call, "wrong_credentials", facts)
        if (wish := call.behaviours.take("refuse")) is not None and not call.lax:
            return self._answers.told_refusal(call, wish, facts)
        if not self._site.lenient and call.defects:
            return self._answers.refusal(call, "malformed", facts)
        return self._calls[call.operation.name](call, facts)

    def _received(self, call: Call, facts: Facts) -> Answer:
        messagetype = _asked(call)
        rows = self._post.waiting(messagetype)
        if messagetype == "status" and rows and call.behaviours.take("late-status") is not None:
            rows = []
        if rows and call.behaviours.take("document-twice") is not None:
            self._post.again(rows[0]["docID"])
            rows = self._post.waiting(messagetype)
        return self._answers.success(call, facts | {"listed": len(rows)}, result=[_row(row) for row in rows])

    def _sent(self, call: Call, facts: Facts) -> Answer:
        rows = [row for row in self._post.rows(_asked(call)) if row["origin"] == PROVINCE]
        return self._answers.success(call, facts | {"listed": len(rows)}, result=[_row(row) for row in rows])

    def _fetch(self, call: Call, facts: Facts) -> Answer:
        number = call.query.get("docId", [""])[0]
        row = self._post.get(number)
        content = self._post.content(number) if row is not None else None
        if row is None or content is None:
            if call.lax:
                return self._answers.success(call, facts, docID=number, edocFile="")
            return self._answers.refusal(call, "unknown_document", facts | {"known": row is not None})
        if call.behaviours.take("lost-document") is not None:
            return self._answers.refusal(call, "unknown_document", facts | {"known": True})
        if row["origin"] == AXIS:
            has_attachment = row["messagetype"] == "edoc"
            content = self._counterpart.spoiled(content, call.behaviours.take, has_attachment=has_attachment)
        facts |= {"docID": number, "document": told(row.get("DocumentId") or row["about"])}
        return self._answers.success(call, facts, docID=number, edocFile=base64.b64encode(content).decode())

    def _acknowledge(self, call: Call, facts: Facts) -> Answer:
        body = call.body if isinstance(call.body, dict) else {}
        row, transport = self._post.get(body.get("docid")), body.get("status")
        if transport not in (DONE, FAIL):
            return self._nothing(call, facts, "malformed")
        if row is None or row["origin"] != AXIS:
            return self._nothing(call, facts, "unknown_document")
        self._post.acknowledge(row["docID"], transport)
        return self._answers.success(call, facts | {"docID": row["docID"], "transport": transport})

    def _agencies(self, call: Call, facts: Facts, *, both_eras: bool) -> Answer:
        rows = self._directory.all()
        if call.behaviours.take("unknown-agency") is not None:
            rows = [row for row in rows if row.owner != AXIS]
        return self._answers.success(call, facts, result=self._directory.shown(rows, both_eras=both_eras))

    def _units(self, call: Call, facts: Facts) -> Answer:
        rows = self._directory.of(PROVINCE)
        return self._answers.success(call, facts, result=self._directory.shown(rows, both_eras=True))

    def _register(self, call: Call, facts: Facts) -> Answer:
        body = call.body if isinstance(call.body, dict) else {}
        wish = {name: text for name in WISHES if isinstance(text := body.get(name), str)}
        if (wrong := self._wrong_with(wish)) is not None:
            return self._nothing(call, facts, wrong)
        self._directory.enter(wish)
        return self._answers.success(call, facts | {"agency": wish["code"]})

    def _wrong_with(self, wish: Mapping[str, str]) -> str | None:
        """The refusal of an agency that cannot be entered; None where it can."""
        code = wish.get("code", "")
        if not is_code(code) or not wish.get("name", "").strip():
            return "malformed"
        if "pcode" in wish and self._directory.find(wish["pcode"]) is None:
            return "unknown_agency"
        if self._directory.is_closed(code):
            return "closed_agency"
        if not self._directory.is_below(PROVINCE, code):
            return "not_your_agency"
        return "exists" if self._directory.find(code) is not None else None

    def _delete(self, call: Call, facts: Facts) -> Answer:
        code = call.body.get("code") if isinstance(call.body, dict) else None
        found = self._directory.find(code)
        if found is None:
            return self._nothing(call, facts, "unknown_agency")
        if not found.registered:
            return self._nothing(call, facts, "not_your_agency")
        self._directory.take_out(found)
        return self._answers.success(call, facts | {"agency": found.code102})

    def _nothing(self, call: Call, facts: Facts, name: str) -> Answer:
        """A refusal; or success without effect where anything is to be accepted."""
        return self._answers.success(call, facts) if call.lax else self._answers.refusal(call, name, facts)


def _asked(call: Call) -> str:
    return call.query.get("messagetype", ["edoc"])[0]


def _row(row: Mapping[str, Json]) -> dict[str, Json]:
    return {
        "docID": row["docID"],
        "from": row["from"],
        "to": row["to"],
        "servicetype": "eDoc",
        "messagetype": row["messagetype"],
        "status": row["transport"],
        "created": row["created"],
    }
