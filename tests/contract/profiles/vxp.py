"""The document axis: credentials in two headers; what the province sends is made by the mock's samples."""

from typing import Any

from mocks.stage.played import Wish
from tests.contract.visiting import Case, body_of, is_broken, put, put_header, put_query
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="vxp"),)


class Visitor:
    """Sends a new document of the province each time, and asks for the one that waits for it."""

    known_refusals = frozenset({"not-your-agency", "unknown-agency", "closed-agency", "exists"})

    def __init__(self, side: Side, *, waiting: str, document: str) -> None:
        self._side = side
        self._waiting = waiting
        self._document = document
        self._made = 0

    def dress(self, operation: str, case: Case) -> None:
        put_header(case, "X-SystemId", self._side.accounts["system_id"])
        put_header(case, "X-SecretKey", self._side.accounts["secret_key"])
        if is_broken(case, "body"):
            return  # whatever is put in its place could mend it
        if operation == "sendEdoc":
            self._write(case)
        elif operation == "getEdoc":
            put_query(case, "docId", self._waiting)
        elif operation == "updateStatus":
            put(case, docid=self._waiting)
        elif operation in {"registerAgency", "deleteAgency"}:
            self._name(operation, case)

    def _write(self, case: Case) -> None:
        """Put a document, or a status of the one that waits, in place of the generated file."""
        body: Any = body_of(case)
        if not isinstance(body, dict) or "edocFile" not in body:
            return
        self._made += 1
        name = "status-01" if body.get("messageType") == "status" else "document-new"
        wish = {"sample": name, "from": "province", "number": self._made, "about": self._document}
        case.body = body | {"edocFile": self._side.command("samples/make", **wish)["xml"].encode()}

    def _name(self, operation: str, case: Case) -> None:
        """A code of its own below the province; what is taken out is what was entered last."""
        self._made += operation == "registerAgency"
        put(case, code=f"H56.{10 + self._made % 90}", pcode="H56")


def prepare(side: Side, sides: list[Side]) -> Visitor:
    """Let a document wait for the province, and have the province's test key made."""
    del sides
    side.view("certificates")
    made = side.command("documents/send-to-province")
    return Visitor(side, waiting=made["docID"], document=made["DocumentId"])
