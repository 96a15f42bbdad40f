"""The faults that every system has, by name: carried out by `mocks/stage/misbehaviour.py` or by the courier."""

from mocks.core.behaviour import MOST_S, BehaviourKind, Reach, arguments_of

LONGEST_SKEW_S = 366 * 24 * 3600
_DELAY = {"type": "number", "exclusiveMinimum": 0, "maximum": MOST_S}
_STATUS = {"type": "integer", "minimum": 500, "maximum": 599}
_SKEW = {"type": "number", "minimum": -LONGEST_SKEW_S, "maximum": LONGEST_SKEW_S}
_MEDIA_TYPE = {"type": "string", "pattern": "^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}$", "examples": ["text/html"]}
_NONE = arguments_of()
_DELAYED = arguments_of(delay_s=_DELAY)
_TOLD_STATUS = arguments_of(status=_STATUS)
_TOLD_DELAY = f'{{"delay_s": 0-{MOST_S}}}'


def _call(name: str, arguments: dict[str, object], usage: str, en: str, vi: str) -> BehaviourKind:
    return BehaviourKind(name, arguments, f"{name} {usage}", "call", en, vi)


BEFORE = (
    _call(
        "reset", _NONE, "{}",
        "The connection is reset before any side effect.",
        "Ngắt kết nối (RST) trước khi hệ thống xử lý.",
    ),
    _call(
        "hang", _NONE, "{}",
        f"Nothing happens and nothing is answered until the client leaves; after {MOST_S} s the connection is reset.",
        f"Không xử lý, không trả lời cho đến khi bên gọi bỏ đi; sau {MOST_S} giây thì ngắt kết nối.",
    ),
    _call(
        "slow-first-byte", _DELAYED, _TOLD_DELAY,
        "The request waits before it is served; whoever leaves in the meantime has caused no effect.",
        "Yêu cầu phải chờ trước khi được xử lý; bên gọi bỏ đi trong lúc chờ thì chưa có gì xảy ra.",
    ),
    _call(
        "unavailable", _TOLD_STATUS, '{"status": 500-599}',
        "That HTTP status instead of an answer, before any side effect.",
        "Trả mã HTTP này thay cho câu trả lời, trước khi hệ thống xử lý.",
    ),
)  # fmt: skip
AFTER = (
    _call(
        "answer-late", _DELAYED, _TOLD_DELAY,
        "The effect takes place, the answer comes late.",
        "Hệ thống đã xử lý, nhưng trả lời chậm.",
    ),
    _call(
        "answer-lost", _TOLD_STATUS, '{"status": 500-599}',
        "The effect takes place, that HTTP status comes instead of the answer.",
        "Hệ thống đã xử lý, nhưng bên gọi chỉ nhận được mã HTTP này.",
    ),
    _call(
        "reset-after", _NONE, "{}",
        "The effect takes place, then the connection is reset.",
        "Hệ thống đã xử lý, rồi ngắt kết nối (RST).",
    ),
    _call(
        "hang-after", _NONE, "{}",
        f"The effect takes place, nothing is answered until the client leaves; after {MOST_S} s it is reset.",
        f"Hệ thống đã xử lý, không trả lời cho đến khi bên gọi bỏ đi; sau {MOST_S} giây thì ngắt kết nối.",
    ),
    _call(
        "malformed", _NONE, "{}",
        "The body of the answer breaks off half-way, its length says that it is whole: broken JSON, XML or file.",
        "Nội dung trả về đứt giữa chừng nhưng độ dài vẫn khớp: JSON, XML hoặc tệp bị hỏng.",
    ),
    _call(
        "truncated", _NONE, "{}",
        "Content-Length promises the whole body, half of it comes, then the connection is closed.",
        "Content-Length báo đủ, chỉ gửi một nửa rồi đóng kết nối.",
    ),
    _call(
        "wrong-content-type", arguments_of(media_type=_MEDIA_TYPE), '{"media_type": "text/html"}',
        "The right body under another media type.",
        "Nội dung đúng nhưng Content-Type sai.",
    ),
    _call(
        "slow-drip", _DELAYED, _TOLD_DELAY,
        "The answer comes in small pieces, spread over that time; then the connection is closed.",
        "Câu trả lời đến từng mẩu nhỏ trong khoảng thời gian này, rồi đóng kết nối.",
    ),
)  # fmt: skip
WHOLE = (
    BehaviourKind(
        "outage", _NONE, "outage {}", "system",
        "Every connection is reset, whatever is asked, until the fault ends: the system is down, then back.",
        "Mọi kết nối đều bị ngắt cho đến khi hết lỗi: hệ thống ngừng rồi hoạt động lại.",
    ),
    BehaviourKind(
        "clock-skew", arguments_of(seconds=_SKEW), 'clock-skew {"seconds": ±31622400}', "system",
        "The system's clock is wrong by that much; counted on every request that it serves meanwhile.",
        "Đồng hồ của hệ thống lệch chừng ấy giây; tính trên mỗi yêu cầu được xử lý trong lúc đó.",
    ),
)  # fmt: skip
SERVED = (
    _call(
        "accepts-anything", _NONE, "{}",
        "Neither breaches of the profile nor credentials count: everything is accepted.",
        "Chấp nhận mọi yêu cầu, kể cả sai đặc tả hoặc sai thông tin xác thực.",
    ),
    _call(
        "expired-session", _NONE, "{}",
        "A valid session or token is treated as expired, where the system has any.",
        "Coi phiên hoặc mã truy cập còn hạn là đã hết hạn, nếu hệ thống có dùng.",
    ),
)  # fmt: skip
_PUSH: Reach = "push"
PUSHED = (
    BehaviourKind(
        "push-late", _DELAYED, f"push-late {_TOLD_DELAY}", _PUSH,
        "A push waits before it is sent.",
        "Lời gọi sang tỉnh bị hoãn trước khi gửi.",
    ),
    BehaviourKind(
        "push-lost", _NONE, "push-lost {}", _PUSH,
        "A push is never sent, though the system believes that it was.",
        "Lời gọi sang tỉnh không bao giờ được gửi.",
    ),
    BehaviourKind(
        "push-reordered", _NONE, "push-reordered {}", _PUSH,
        "The next two pushes of one order change places; the first waits up to 5 s for a second.",
        "Hai lời gọi kế tiếp của cùng một chuỗi bị đổi chỗ; lời gọi đầu chờ lời gọi sau tối đa 5 giây.",
    ),
    BehaviourKind(
        "push-twice", _NONE, "push-twice {}", _PUSH,
        "A push that was delivered is sent once more, the same to the byte.",
        "Lời gọi đã gửi thành công được gửi lại nguyên vẹn lần nữa.",
    ),
)  # fmt: skip
FRAME_FAULTS = (*BEFORE, *AFTER, *WHOLE, *SERVED, *PUSHED)
"""What every system can be told; those of pushes where its profile has pushes."""
