"""The JSON wrapper that a province puts before the database, in the two shapes that were seen.

One answers `{error_code, message}` with the XML of the database in `message` (K2); the other is asked with
`{accessToken, lgspAccessToken, AuthHash, data}` (K1). How the first is signed in to, and what the second answers, was
not seen: HTTP Basic with a key, and the answer of the first.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from lxml import etree

from mocks.core.credentials import same
from mocks.core.nowhere import nowhere
from mocks.core.system import Answer, Call, Site
from mocks.population.envelope import enveloped
from mocks.population.question import read_question, text_of
from mocks.population.serving import Serving
from mocks.population.signing import Signing, basic_credentials
from mocks.population.tokens import UNAUTHORISED, Tokens
from specs.operation import Operation

Json: TypeAlias = Any
Facts: TypeAlias = Mapping[str, Json]

TOKEN: Final = "LayToken"  # noqa: S105 - the name of an operation
SIGNED: Final = ("TraCuuCongDanLgsp", "XacThucCongDanLgsp")
"""The operations of the shape that carries tokens and a hash in the body."""
ENVELOPE: Final = "envelope"
NOT_SIGNED_IN: Final = "not-signed-in"


class Wrapper:
    """The handler of the wrapper."""

    def __init__(self, site: Site, serving: Serving, tokens: Tokens) -> None:
        settings = site.profile.settings
        self._profile = site.profile
        self._accounts = site.accounts
        self._serving = serving
        self._signing = Signing(site)
        self._tokens = tokens
        self._strict = not site.lenient
        self._operations = {name: row["value"] for name, row in settings["serves"].items()}
        self._codes = {name: row["value"] for name, row in settings["codes"].items()}
        self._messages = {name: row["value"] for name, row in settings["messages"].items()}
        self._whole = settings["message"]["value"] == ENVELOPE

    def answer(self, call: Call) -> Answer:
        """Answer one request."""
        if call.operation is None:
            return nowhere(self._profile, call)
        if call.operation.name == TOKEN:
            return self._tokens.answer(call)
        reason, facts = self._signed_in(call, call.operation)
        if reason is not None and not call.lax:
            return self._refusal(reason, facts)
        if (wish := call.behaviours.take("refuse")) is not None:
            body = {"error_code": wish["code"], "message": wish["message"]}
            return Answer(body=body, facts=facts, accepted=False, reason="told-to-refuse")
        return self._serve(call, call.operation, facts=facts)

    def _signed_in(self, call: Call, operation: Operation) -> tuple[str | None, Facts]:
        """Why a call is not let in, None where it is, and what the journal is told."""
        if operation.name not in SIGNED:
            return self._by_header(call)
        signature = self._signing.inspect(call, given=text_of(call.body, "AuthHash"))
        states = self._tokens.states(call)
        facts = {**signature.facts, "tokens": states}
        if any(state != "valid" for state in states.values()):
            return "no-token", facts
        return signature.reason, facts

    def _by_header(self, call: Call) -> tuple[str | None, Facts]:
        known = basic_credentials(call.headers.get("authorization", "")) == (
            self._accounts["user"],
            self._accounts["secret_key"],
        )
        has_key = same(call.headers.get("apikey"), self._accounts["api_key"])
        facts = {"credentials": "right" if known else "wrong", "api_key": "right" if has_key else "wrong"}
        return (None if known and has_key else NOT_SIGNED_IN), facts

    def _serve(self, call: Call, operation: Operation, *, facts: Facts) -> Answer:
        members = call.body.get("data") if isinstance(call.body, dict) and operation.name in SIGNED else call.body
        if not call.lax and (not isinstance(members, dict) or (self._strict and call.defects)):
            return self._refusal("malformed", facts)
        served_as = self._operations[operation.name]
        question = read_question(members)
        facts = {**facts, **self._serving.inquiries.facts(question)}
        refused = self._serving.inquiries.refusal(served_as, question)
        if refused is not None and not call.lax:
            return self._refusal(refused, facts)
        served = self._serving.serve(served_as, question, call)
        if served.content is None:
            return self._refusal(served.reason or "malformed", {**facts, **served.facts})
        body = {"error_code": self._success(call), "message": self._written(served.content)}
        return Answer(body=body, facts={**facts, **served.facts})

    def _success(self, call: Call) -> Json:
        spelling = call.behaviours.take("spelling")
        return self._codes["success"] if spelling is None else spelling["error_code"]

    def _written(self, content: "etree._Element") -> str:
        """The XML of an answer as text: the whole envelope, or what stands in its body."""
        if self._whole:
            return enveloped(content).decode()
        return etree.tostring(content, encoding="unicode")

    def _refusal(self, reason: str, facts: Facts) -> Answer:
        """A refusal in the body; by status 401 where the credentials of the header are wrong."""
        body = {"error_code": self._codes[reason], "message": self._messages[reason]}
        if reason != NOT_SIGNED_IN:
            return Answer(body=body, facts=facts, accepted=False, reason=reason)
        asked = {"WWW-Authenticate": "Basic"}
        return Answer(status=UNAUTHORISED, body=body, headers=asked, facts=facts, accepted=False, reason=reason)
