"""How the portal words its answers: codes and messages of the profile, as the behaviours in force would have them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from mocks.behaviour import ERROR_CODE, MESSAGE, BehaviourKind
from mocks.system import Answer, Call
from specs.profile import Profile

Json: TypeAlias = Any


def _kind(name: str, usage: str, **properties: Mapping[str, Json]) -> BehaviourKind:
    schema = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return BehaviourKind(name, schema, f"{name} {usage}")


PORTAL_BEHAVIOURS = (
    _kind("spelling", '{"error_code": 0|"0"|"00"}', error_code={"enum": [0, "0", "00"]}),
    _kind("wording", '{"message": text}', message=MESSAGE),
    _kind("refuse", '{"error_code": code, "message": text}', error_code=ERROR_CODE, message=MESSAGE),
    _kind("exists-wording", '{"message": text}', message=MESSAGE),
    _kind("look-up-blind", "{}"),
)
"""What the portal can be told besides what every mock can: spelling and wording of success, a refusal before any side
effect, the wording of "exists already", and a look-up that does not find what is there."""


class Answers:
    """Makes the answers of one profile. Each knows whether it belongs to a sign-in, whose envelope differs."""

    def __init__(self, profile: Profile) -> None:
        self._codes = {name: row["value"] for name, row in profile.settings["codes"].items()}
        self._messages = {name: row["value"] for name, row in profile.settings["messages"].items()}
        self._login = profile.settings["login_operation"]

    def success(self, call: Call, facts: Mapping[str, Json], **content: Json) -> Answer:
        """Success, spelt and worded as told; `content` is `result=` or `session=`."""
        spelling = call.behaviours.take("spelling")
        wording = call.behaviours.take("wording")
        code = self._codes["success"] if spelling is None else spelling["error_code"]
        message = self._messages["success"] if wording is None else wording["message"]
        return self._answer(call, code, message, facts, content)

    def refusal(self, call: Call, name: str, facts: Mapping[str, Json], *, message: str | None = None) -> Answer:
        """The refusal of that name in the profile's `[settings.codes]`, in its own words unless `message` is given."""
        text = self._messages[name] if message is None else message
        return self._answer(call, self._codes[name], text, facts, None, reason=name.replace("_", "-"))

    def told_refusal(self, call: Call, wish: Mapping[str, Json], facts: Mapping[str, Json]) -> Answer:
        """A refusal that a behaviour asks for: its code and its message."""
        return self._answer(call, wish["error_code"], wish["message"], facts, None, reason="told-to-refuse")

    def _answer(
        self,
        call: Call,
        code: Json,
        message: str,
        facts: Mapping[str, Json],
        content: Mapping[str, Json] | None,
        *,
        reason: str | None = None,
    ) -> Answer:
        """`content` None: a refusal, for `reason`."""
        empty = {"session": None} if self._is_login(call) else {"result": None}
        body = {"error_code": code, "message": message} | empty | dict(content or {})
        return Answer(body=body, facts=facts, accepted=content is not None, reason=reason)

    def _is_login(self, call: Call) -> bool:
        return call.operation is not None and call.operation.name == self._login
