"""How the axis words its answers, and what it can be told to do otherwise."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.behaviour import MESSAGE, BehaviourKind
from mocks.core.system import Answer, Call
from specs.profile import Profile

Json: TypeAlias = Any
CODE: Final = {"type": "string", "pattern": "^[0-9]{1,4}$"}
NULLS: Final = {
    "sendEdoc": ("docID",),
    "getEdoc": ("docID", "edocFile"),
    "getReceivedEdocList": ("result",),
    "getSentEdocList": ("result",),
    "getAgenciesList": ("result",),
    "getAgenciesListQD20": ("result",),
    "getSynchronizeUnit": ("result",),
}
"""What stands in an answer beside the envelope: null where it was refused."""


def _kind(name: str, en: str, vi: str, **properties: Mapping[str, Json]) -> BehaviourKind:
    schema = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    usage = "{" + ", ".join(f'"{key}": …' for key in properties) + "}"
    return BehaviourKind(name, schema, f"{name} {usage}", "call", en, vi)


AXIS_BEHAVIOURS: Final = (
    _kind(
        "refuse",
        "Refused with this code before any side effect.",
        "Từ chối với mã lỗi này.",
        code=CODE,
        message=MESSAGE,
    ),
    _kind("spelling", "Success is spelt so.", "Mã thành công được viết như thế này.", code={"enum": [0, "0", "00"]}),
    _kind("wording", "Success is worded so.", "Thông báo thành công có nội dung này.", message=MESSAGE),
    _kind(
        "lost-document",
        "sendEdoc: acknowledged with a number, then lost; getEdoc: what was listed is not found.",
        "sendEdoc: báo đã nhận rồi làm mất; getEdoc: không tìm thấy văn bản đã có trong danh sách.",
    ),
    _kind(
        "document-twice",
        "getReceivedEdocList: the oldest message that waits is listed a second time under another number.",
        "getReceivedEdocList: văn bản chờ lâu nhất xuất hiện hai lần với hai mã khác nhau.",
    ),
    _kind(
        "wrong-signature",
        "getEdoc: the signature was made with another key than the certificate beside it.",
        "getEdoc: chữ ký được tạo bằng khóa không khớp chứng thư số đi kèm.",
    ),
    _kind(
        "changed-byte",
        "getEdoc: one byte of the signed text was changed after signing.",
        "getEdoc: một byte của nội dung đã ký bị thay đổi.",
    ),
    _kind(
        "unzippable-attachment",
        "getEdoc: the attachment is base64 of something that is no zip; the signature is right.",
        "getEdoc: tệp đính kèm không phải tệp zip, chữ ký vẫn đúng.",
    ),
    _kind(
        "late-status",
        "getReceivedEdocList: status messages are left out of this list.",
        "getReceivedEdocList: danh sách lần này chưa có thông điệp trạng thái.",
    ),
    _kind(
        "fail-status",
        "sendEdoc: accepted, but the recipient acknowledges the transport as failed.",
        "sendEdoc: trục đã nhận, nhưng bên nhận báo tải về thất bại.",
    ),
    _kind(
        "unknown-agency",
        "sendEdoc: the recipient is refused as unknown; directory: the agencies that the axis plays are not listed.",
        "sendEdoc: bên nhận bị coi là không có trong danh mục; danh mục: thiếu các cơ quan do trục đóng vai.",
    ),
)
"""What the axis can be told besides what every system can."""


class Answers:
    """Makes the answers of one profile."""

    def __init__(self, profile: Profile) -> None:
        self._codes = {name: row["value"] for name, row in profile.settings["codes"].items()}
        self._messages = {name: row["value"] for name, row in profile.settings["messages"].items()}

    def success(self, call: Call, facts: Mapping[str, Json], **content: Json) -> Answer:
        """Accepted, spelt and worded as told; `content` stands beside the envelope."""
        body = self._envelope("OK", "success")
        if (spelling := call.behaviours.take("spelling")) is not None:
            body["errorCode"] = spelling["code"]
        if (wording := call.behaviours.take("wording")) is not None:
            body["errorDesc"] = wording["message"]
        return Answer(body=body | content, facts=facts)

    def refusal(self, call: Call, name: str, facts: Mapping[str, Json]) -> Answer:
        """The refusal of that name in the profile's [settings.codes]."""
        body = self._envelope("FAIL", name) | _nulls(call)
        return Answer(body=body, facts=facts, accepted=False, reason=name.replace("_", "-"))

    def told_refusal(self, call: Call, wish: Mapping[str, Json], facts: Mapping[str, Json]) -> Answer:
        """A refusal that a behaviour asks for."""
        body = {"status": "FAIL", "errorCode": wish["code"], "errorDesc": wish["message"]} | _nulls(call)
        return Answer(body=body, facts=facts, accepted=False, reason="told-to-refuse")

    def _envelope(self, status: str, name: str) -> dict[str, Json]:
        return {"status": status, "errorCode": self._codes[name], "errorDesc": self._messages[name]}


def _nulls(call: Call) -> dict[str, None]:
    return dict.fromkeys(NULLS.get(call.operation.name, ()) if call.operation else ())
