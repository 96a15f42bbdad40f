"""How the portal words its answers: codes and messages of the profile, as the behaviours in force would have them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from mocks.core.behaviour import ERROR_CODE, MESSAGE, BehaviourKind, arguments_of
from mocks.core.system import Answer, Call
from specs.profile import Profile

Json: TypeAlias = Any
Facts: TypeAlias = dict[str, Json]
Service: TypeAlias = Callable[[Call, Facts], Answer]
"""What answers one operation, once it is clear who calls; the facts so far are the caller's."""

PLATFORM_TYPE = {"type": "string", "pattern": r"^(?:Client|Server)(?:\.[A-Za-z]{1,40}){1,4}$"}
DEFAULT_STATUS = 400


def _kind(name: str, usage: str, en: str, vi: str, **properties: Mapping[str, Json]) -> BehaviourKind:
    return BehaviourKind(name, arguments_of(**properties), f"{name} {usage}", "call", en, vi)


PORTAL_BEHAVIOURS = (
    _kind(
        "spelling", '{"error_code": 0|"0"|"00"}',
        "Success is spelt in that way.", "Mã thành công được viết theo cách này.",
        error_code={"enum": [0, "0", "00"]},
    ),
    _kind(
        "wording", '{"message": text}',
        "Success comes in these words.", "Thông báo thành công dùng câu chữ này.",
        message=MESSAGE,
    ),
    _kind(
        "refuse", '{"error_code": code, "message": text}',
        "Refused with that code, before any side effect.", "Từ chối với mã này, trước khi xử lý.",
        error_code=ERROR_CODE, message=MESSAGE,
    ),
    _kind(
        "exists-wording", '{"message": text}',
        '"Exists already" comes in these words.', 'Thông báo "đã tồn tại" dùng câu chữ này.',
        message=MESSAGE,
    ),
    _kind(
        "look-up-blind", "{}",
        "A look-up does not find the dossier that is there.", "Tra cứu không thấy hồ sơ dù hồ sơ có thật.",
    ),
    _kind(
        "platform-fault", '{"type": "Server.ServerProxy.NetworkError"}',
        "The data exchange platform before the portal fails: HTTP 500 with the header X-Road-Error, no side effect.",
        "Nền tảng chia sẻ dữ liệu phía trước Cổng bị lỗi: HTTP 500 kèm tiêu đề X-Road-Error, chưa xử lý gì.",
        type=PLATFORM_TYPE,
    ),
)  # fmt: skip
"""What the portal can be told besides what every mock can."""


class Answers:
    """Makes the answers of one profile. Some operations have an envelope of their own."""

    def __init__(self, profile: Profile) -> None:
        settings = profile.settings
        self._codes = {name: row["value"] for name, row in settings["codes"].items()}
        self._messages = {name: row["value"] for name, row in settings["messages"].items()}
        self._statuses = {name: row["value"] for name, row in settings["statuses"].items()}
        self._envelopes: Mapping[str, tuple[str, Mapping[str, Json]]] = {
            settings["login_operation"]: ("error_code", {"session": None}),
            "TraCuuKetQuaSoHoa": ("errorCode", {"signature": None, "result": None}),
        }

    def success(self, call: Call, facts: Facts, **content: Json) -> Answer:
        """Success, spelt and worded as told; `content` is `result=`, `session=` …."""
        spelling = call.behaviours.take("spelling")
        wording = call.behaviours.take("wording")
        code = self._codes["success"] if spelling is None else spelling["error_code"]
        message = self._messages["success"] if wording is None else wording["message"]
        name, empty = self._envelope(call)
        return Answer(body={name: code, "message": message, **empty, **content}, facts=facts)

    def file(self, call: Call, facts: Facts, content: bytes) -> Answer:
        """A PDF; the behaviours that spell and word success do not touch it."""
        del call
        return Answer(content=content, media_type="application/pdf", facts=facts)

    def refusal(self, call: Call, name: str, facts: Facts, *, answered: str, message: str | None = None) -> Answer:
        """The refusal of that name in the profile's `[settings.codes]`, in its own words unless `message` is given."""
        text = self._messages[name] if message is None else message
        facts["answered"] = answered
        return self._refused(call, self._codes[name], text, facts, reason=name.replace("_", "-"))

    def malformed(self, call: Call, facts: Facts) -> Answer:
        """The refusal of a request that breaks the profile."""
        return self.refusal(call, "malformed", facts, answered="malformed")

    def told_refusal(self, call: Call, wish: Mapping[str, Json], facts: Facts) -> Answer:
        """A refusal that a behaviour asks for: its code and its message."""
        facts["answered"] = "refused"
        return self._refused(call, wish["error_code"], wish["message"], facts, reason="told-to-refuse")

    def _refused(self, call: Call, code: Json, message: str, facts: Facts, *, reason: str) -> Answer:
        """Refused in the body, or by HTTP status where the operation does so."""
        name, empty = self._envelope(call)
        in_body = call.operation is None or call.operation.refused_in_body
        status = 200 if in_body else self._statuses.get(reason.replace("-", "_"), DEFAULT_STATUS)
        body = {name: code, "message": message, **empty}
        return Answer(status=status, body=body, facts=facts, accepted=False, reason=reason)

    def _envelope(self, call: Call) -> tuple[str, Mapping[str, Json]]:
        default = ("error_code", {"result": None})
        return default if call.operation is None else self._envelopes.get(call.operation.name, default)


def rows_of(call: Call, key: str) -> list[Mapping[str, Json]] | None:
    """The rows of `data`, each an object with a text under `key`; None where they are none. Lax: those that are."""
    body = call.body if isinstance(call.body, dict) else {}
    rows = body.get("data")
    if not isinstance(rows, list):
        return [] if call.lax else None
    named: list[Mapping[str, Json]] = [
        row for row in rows if isinstance(row, dict) and isinstance(row.get(key), str) and row[key]
    ]
    return named if call.lax or len(named) == len(rows) else None


def text_of(value: Json) -> str | None:
    """A code or a date as text; None for what is neither, so that nothing but text is told again."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
