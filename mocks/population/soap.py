"""The population database behind its one SOAP address: who may call, what is read, how it is answered or refused."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.nowhere import nowhere
from mocks.core.system import Answer, Call, Site
from mocks.population.envelope import SOAP_NS, enveloped, fault
from mocks.population.question import read_question
from mocks.population.serving import Serving
from mocks.population.signing import Signing
from mocks.population.xroad import BAD_REQUEST, NETWORK_ERROR, Platform, client_state
from specs.xml_tree import NotXml, parse_xml, read_tree

Json: TypeAlias = Any
Facts: TypeAlias = Mapping[str, Json]

MEDIA_TYPE: Final = "text/xml; charset=utf-8"
FAULT_STATUS: Final = 500  # SOAP 1.1, section 6.2: a fault is carried by status 500
SENSELESS: Final = frozenset({"media-type", "unreadable"})
"""Defects of which no sense can be made, however lenient the mock is."""


class PopulationDatabase:
    """The handler of the database."""

    def __init__(self, site: Site, serving: Serving) -> None:
        settings = site.profile.settings
        self._profile = site.profile
        self._serving = serving
        self._signing = Signing(site)
        self._platform = Platform(site)
        self._strict = not site.lenient
        self._codes = {name: row["value"] for name, row in settings["codes"].items()}
        self._messages = {name: row["value"] for name, row in settings["messages"].items()}

    def answer(self, call: Call) -> Answer:
        """Answer one request: 404 or 405 where it is not for the service, a fault of the platform, or the service."""
        if call.method not in self._profile.methods(call.path):
            return nowhere(self._profile, call)
        state = client_state(call.headers)
        facts = {"x_road_client": state}
        if (wish := call.behaviours.take("platform-fault")) is not None:
            kind = wish.get("error", NETWORK_ERROR)
            message = "The service could not be reached."
            return self._platform.fault(kind, message, reason="platform-fault", facts=facts)
        if self._platform.refuses(state) and not call.lax:
            message = "The header X-Road-Client does not name one client."
            return self._platform.fault(BAD_REQUEST, message, reason="x-road-client", facts=facts)
        return self._admit(call, facts)

    def _admit(self, call: Call, facts: Facts) -> Answer:
        signature = self._signing.inspect(call)
        facts = {**facts, **signature.facts, "soap_action": _soap_action(call)}
        if signature.reason is not None and not call.lax:
            return self._refusal(call, signature.reason, facts)
        if (wish := call.behaviours.take("refuse")) is not None:
            content = fault("Client", wish["message"], own_code=wish["code"])
            return self._faulted(call, content, reason="told-to-refuse", facts=facts)
        if (wish := call.behaviours.take("fault")) is not None:
            content = fault(wish["code"], self._messages["told-fault"])
            return self._faulted(call, content, reason="told-fault", facts=facts)
        return self._serve(call, facts)

    def _serve(self, call: Call, facts: Facts) -> Answer:
        if (reason := self._unread(call)) is not None or call.operation is None:
            return self._refusal(call, reason or "unknown-operation", facts)
        operation = call.operation.name
        question = read_question(call.body["Envelope"]["Body"][operation])
        facts = {**facts, **self._serving.inquiries.facts(question)}
        refused = self._serving.inquiries.refusal(operation, question)
        if refused is not None and not call.lax:
            return self._refusal(call, refused, facts)
        served = self._serving.serve(operation, question, call)
        facts = {**facts, **served.facts}
        if served.content is None:
            return self._refusal(call, served.reason or "malformed", facts)
        content = enveloped(served.content)
        return Answer(
            content=content,
            body=read_tree(content),
            media_type=MEDIA_TYPE,
            headers=self._platform.headers(call),
            facts=facts,
        )

    def _unread(self, call: Call) -> str | None:
        """Why no question can be read from the body; None where one can."""
        if call.operation is None:
            return "unknown-operation" if call.readable and call.raw else "unreadable"
        if not call.defects:
            return None
        if any(defect["rule"] in SENSELESS for defect in call.defects):
            return "unreadable"
        if _other_envelope(call.raw):
            return "version-mismatch"
        return "malformed" if self._strict else None

    def _refusal(self, call: Call, reason: str, facts: Facts) -> Answer:
        """The fault for a reason, with the profile's own code and message."""
        blamed = "VersionMismatch" if reason == "version-mismatch" else "Client"
        content = fault(blamed, self._messages[reason], own_code=self._codes[reason])
        return self._faulted(call, content, reason=reason, facts=facts)

    def _faulted(self, call: Call, content: bytes, *, reason: str, facts: Facts) -> Answer:
        return Answer(
            status=FAULT_STATUS,
            content=content,
            body=read_tree(content),
            media_type=MEDIA_TYPE,
            headers=self._platform.headers(call),
            facts=facts,
            accepted=False,
            reason=reason,
        )


def _soap_action(call: Call) -> str:
    """`empty` as clients send it, `absent`, or `other`."""
    given = call.headers.get("soapaction")
    if given is None:
        return "absent"
    return "empty" if given in ("", '""') else "other"


def _other_envelope(raw: bytes) -> bool:
    """Whether the root is an envelope of another version of SOAP."""
    try:
        return parse_xml(raw).tag != f"{{{SOAP_NS}}}Envelope"
    except NotXml:
        return False
