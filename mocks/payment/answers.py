"""How both protocols word their answers: codes and messages of the profile, spelt as told."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.behaviour import MESSAGE, BehaviourKind
from mocks.core.system import Answer, Call
from specs.profile import Profile

Json: TypeAlias = Any
CODE: Final = {"type": ["string", "integer"], "pattern": "^-?[0-9]{1,4}$", "minimum": -9999, "maximum": 9999}
ANSWER_BEHAVIOURS: Final = (
    BehaviourKind(
        "refuse",
        {
            "type": "object",
            "properties": {"code": CODE, "message": MESSAGE},
            "required": ["code", "message"],
            "additionalProperties": False,
        },
        'refuse {"code": code, "message": text}',
        "call",
        "Refused with this code before any side effect.",
        "Từ chối với mã lỗi này trước khi xử lý.",
    ),
    BehaviourKind(
        "spelling",
        {
            "type": "object",
            "properties": {"code": {"enum": [0, "0", "00"]}},
            "required": ["code"],
            "additionalProperties": False,
        },
        'spelling {"code": 0|"0"|"00"}',
        "call",
        "Success is spelt so.",
        "Mã thành công được viết như thế này.",
    ),
)


class Wording:
    """Codes and messages of one profile; `code` and `message` are what the members are called on the wire."""

    def __init__(self, profile: Profile, *, code: str, message: str) -> None:
        self._codes = {name: row["value"] for name, row in profile.settings["codes"].items()}
        self._messages = {name: row["value"] for name, row in profile.settings["messages"].items()}
        self._code = code
        self._message = message

    def success(self, call: Call, message: str | None, facts: Mapping[str, Json], **more: Json) -> Answer:
        """Accepted; `message` None: the profile's word for it."""
        spelling = call.behaviours.take("spelling")
        code = self._codes["success"] if spelling is None else spelling["code"]
        text = self._messages["success"] if message is None else message
        return Answer(body={self._code: code, self._message: text} | more, facts=facts)

    def refusal(self, name: str, facts: Mapping[str, Json], *, status: int = 200, **more: Json) -> Answer:
        """The refusal of that name in the profile's [settings.codes]."""
        body = {self._code: self._codes[name], self._message: self._messages[name]} | more
        return Answer(status=status, body=body, facts=facts, accepted=False, reason=name.replace("_", "-"))

    def told_refusal(self, wish: Json, facts: Mapping[str, Json], *, status: int = 200, **more: Json) -> Answer:
        """A refusal that a behaviour asks for."""
        body = {self._code: wish["code"], self._message: wish["message"]} | more
        return Answer(status=status, body=body, facts=facts, accepted=False, reason="told-to-refuse")
