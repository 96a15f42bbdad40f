"""Words for what a province says to the document axis (profile qcvn-102-2016; interfaces §6)."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.pco import ObservingPco
from harness.verdict import Code
from tests.suites.portal import heard, met

Pattern: TypeAlias = Mapping[str, Any]

SYSTEM = "vxp"
SEND, LIST, FETCH, ACKNOWLEDGE = "sendEdoc", "getReceivedEdocList", "getEdoc", "updateStatus"
DONE, FAIL = "done", "fail"
KINDS = ["0", "1", "2", "3"]
ARRIVED, ACCEPTED, FINISHED, AGREED = "01", "03", "06", "15"
RECIPIENT, NOBODY = "G22.99", "H99.99"
"""An agency that the axis plays, and one that no directory has."""
MESSAGES: Pattern = met({"operation": SEND})
"""Whatever was sent, where the axis was there."""
LETTERS: Pattern = {"operation": SEND, "where": {"facts:/business_type": KINDS}}
"""Documents that were sent and could be read."""


def door(campaign: Campaign) -> ObservingPco:
    """The door of the axis. Raises Inconclusive(PRECONDITION) where nobody plays it."""
    pco = campaign.pcos.get(SYSTEM)
    if pco is None:
        raise Inconclusive(Code.PRECONDITION, f"the target file names no [mocks.{SYSTEM}]")
    return pco


def letter(document: str) -> Pattern:
    """A document that was sent."""
    return {"operation": SEND, "where": {**LETTERS["where"], "facts:/document": document}}


def taken(document: str) -> Pattern:
    """The same, and the axis took it."""
    return {"operation": SEND, "where": {**letter(document)["where"], "facts:/accepted": True}}


def told(document: str, code: str) -> Pattern:
    """A business status of a document."""
    return {"operation": SEND, "where": {"facts:/document": document, "facts:/status_code": code}}


def fetched(number: str) -> Pattern:
    """A message that was handed out and arrived."""
    return heard({"operation": FETCH, "where": {"facts:/docID": number}})


def acknowledged(number: str, transport: str | None = None) -> Pattern:
    """The transport acknowledgement of a message, whatever it says unless `transport` is told."""
    more = {} if transport is None else {"/status": transport}
    return {"operation": ACKNOWLEDGE, "where": {"/docid": number, **more}}


def row(register: str, document: str, field: str) -> str:
    """Pointer to a field of a document in a register (`sent`, `received`) as the province shows it."""
    return f"reply:/{register}/[document={document.replace('/', '~1')}]/{field}"
