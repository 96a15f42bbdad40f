"""How a provider words its refusals (RFC 6749, RFC 6750), and what it can be told to do wrong."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.behaviour import BehaviourKind, arguments_of
from mocks.core.system import Answer, Call

Json: TypeAlias = Any
Facts: TypeAlias = Mapping[str, Json]
NO_STORE: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}
UNAUTHORIZED: Final = 401
_ERROR: Final = {"type": "string", "pattern": "^[a-z_]{3,60}$"}
_CLAIM: Final = {"type": "string", "minLength": 1, "maxLength": 60}
_KID: Final = {
    "type": "object",
    "properties": {"kid": {"enum": ["current", "unknown"]}},
    "additionalProperties": False,
}


def _kind(name: str, arguments: dict[str, Json], usage: str, *, en: str, vi: str) -> BehaviourKind:
    return BehaviourKind(name, arguments, f"{name} {usage}", "call", en, vi)


_NONE: Final = arguments_of()
IDENTITY_BEHAVIOURS: Final = (
    _kind(
        "refuse", arguments_of(error=_ERROR), '{"error": "access_denied"}',
        en="That error instead of an answer, before any side effect.",
        vi="Trả mã lỗi này thay cho câu trả lời, trước khi hệ thống xử lý.",
    ),
    _kind(
        "wrong-state", _NONE, "{}",
        en="People come back with another state than the client sent.",
        vi="Giá trị state trả về khác giá trị đã gửi.",
    ),
    _kind(
        "wrong-nonce", _NONE, "{}",
        en="The ID token holds another nonce than the client sent.",
        vi="ID token mang nonce khác nonce đã gửi.",
    ),
    _kind(
        "wrong-issuer", _NONE, "{}",
        en="The ID token names another issuer.",
        vi="ID token ghi nơi phát hành (iss) khác.",
    ),
    _kind(
        "wrong-audience", _NONE, "{}",
        en="The ID token was issued to another client.",
        vi="ID token được cấp cho bên khác (aud, azp).",
    ),
    _kind(
        "wrong-key", _KID, '{"kid": "unknown"|"current"}',
        en="The ID token is signed with a key that was never published, under its own name or that of the current key.",
        vi="ID token được ký bằng khóa chưa từng công bố.",
    ),
    _kind(
        "unsigned-token", _NONE, "{}",
        en="The ID token has no signature (alg none).",
        vi="ID token không có chữ ký (alg none).",
    ),
    _kind(
        "expired-token", _NONE, "{}",
        en="The ID token expired an hour ago.",
        vi="ID token đã hết hạn từ một giờ trước.",
    ),
    _kind(
        "missing-claim", arguments_of(claim=_CLAIM), '{"claim": "SoDinhDanh"}',
        en="One claim is left out of the ID token, of userinfo or of the profile, whichever is asked for.",
        vi="Thiếu một trường thông tin trong ID token, userinfo hoặc view-info.",
    ),
    _kind(
        "no-level", _NONE, "{}",
        en="No claim tells the level of the account.",
        vi="Không có trường nào cho biết mức độ định danh của tài khoản.",
    ),
    _kind(
        "wrong-subject", _NONE, "{}",
        en="Userinfo speaks of somebody else than the ID token.",
        vi="Userinfo trả về người khác với ID token (sub khác).",
    ),
)  # fmt: skip
"""What a provider can be told besides what every mock can."""


class Refusal(Exception):
    """A request that is refused with an OAuth error as JSON; `reason` is for the journal."""

    def __init__(self, status: int, error: str, reason: str, *, told: str) -> None:
        super().__init__(reason)
        self.status = status
        self.error = error
        self.reason = reason
        self.told = told


def refused(refusal: Refusal, facts: Facts, *, challenge: str | None = None) -> Answer:
    """The answer to a refused request; `challenge` is told with status 401 (RFC 9110, 11.6.1)."""
    headers = dict(NO_STORE)
    if challenge is not None and refusal.status == UNAUTHORIZED:
        headers["WWW-Authenticate"] = challenge
    body = {"error": refusal.error, "error_description": refusal.told}
    return Answer(status=refusal.status, body=body, headers=headers, facts=facts, accepted=False, reason=refusal.reason)


def refuse_if_told(call: Call, status: int) -> None:
    """Raise Refusal where a behaviour asks for one."""
    if (wish := call.behaviours.take("refuse")) is not None:
        raise Refusal(status, wish["error"], "told-to-refuse", told="the provider was told to refuse this")
