"""What the population database and its wrapper can be told to do otherwise, besides what every mock can."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.behaviour import ERROR_CODE, MESSAGE, BehaviourKind, arguments_of
from mocks.population.envelope import FAULT_CODES
from mocks.population.signing import UNITS

Json: TypeAlias = Any
OWN_CODE: Final = {"type": "string", "pattern": "^[0-9A-Za-z._-]{1,32}$"}
PLAIN_MESSAGE: Final = {"type": "string", "maxLength": 1000, "pattern": r"^[^\u0000-\u001f\ufffe\uffff]*$"}
"""A message that XML can hold."""
PLATFORM_ERROR: Final = {"type": "string", "pattern": r"^(Client|Server\.(Client|Server)Proxy)(\.[A-Za-z]{1,40}){1,3}$"}


def told(name: str, usage: str, arguments: dict[str, Json], *, en: str, vi: str) -> BehaviourKind:
    """A behaviour of calls."""
    return BehaviourKind(name, arguments, f"{name} {usage}", reach="call", en=en, vi=vi)


NONE: Final[Mapping[str, Json]] = {"type": "object", "maxProperties": 0}

RECORD_BEHAVIOURS: Final = (
    told(
        "not-found",
        "{}",
        dict(NONE),
        en="Somebody is not found although he is there: the answer has no CongDan.",
        vi="Không tìm thấy công dân dù có trong cơ sở dữ liệu: câu trả lời không có CongDan.",
    ),
    told(
        "empty-citizen",
        "{}",
        dict(NONE),
        en="Somebody is not found although he is there: the CongDan of the answer is empty.",
        vi="Không tìm thấy công dân dù có trong cơ sở dữ liệu: CongDan trong câu trả lời rỗng.",
    ),
    told(
        "year-only",
        "{}",
        dict(NONE),
        en="A record tells nothing of the birth but its year.",
        vi="Bản ghi chỉ có năm sinh.",
    ),
    told(
        "other-name",
        "{}",
        dict(NONE),
        en="A record tells another name than it was asked by.",
        vi="Bản ghi có họ tên khác với họ tên được hỏi.",
    ),
    told(
        "with-district",
        "{}",
        dict(NONE),
        en="The addresses of a record carry district codes, as before July 2025.",
        vi="Địa chỉ trong bản ghi có mã quận huyện như trước tháng 7/2025.",
    ),
    told(
        "timestamp-strict",
        '{"unit": "ms"|"s"}',
        arguments_of(unit={"enum": list(UNITS)}),
        en="Only one unit of the header Timestamp is taken.",
        vi="Chỉ nhận một đơn vị của tiêu đề Timestamp.",
    ),
)

WRAPPER_BEHAVIOURS: Final = (
    *RECORD_BEHAVIOURS,
    told(
        "refuse",
        '{"code": code, "message": text}',
        arguments_of(code=ERROR_CODE, message=MESSAGE),
        en="The wrapper refuses with that error_code.",
        vi="Hệ thống trung gian từ chối với error_code đó.",
    ),
    told(
        "spelling",
        '{"error_code": 0|"0"|"00"}',
        arguments_of(error_code={"enum": [0, "0", "00"]}),
        en='Success is spelt as 0, "0" or "00".',
        vi='Thành công được ghi là 0, "0" hoặc "00".',
    ),
)

DATABASE_BEHAVIOURS: Final = (
    *RECORD_BEHAVIOURS,
    told(
        "refuse",
        '{"code": text, "message": text}',
        arguments_of(code=OWN_CODE, message=PLAIN_MESSAGE),
        en="The service refuses with a code of its own in the detail of a fault.",
        vi="Dịch vụ từ chối với mã lỗi riêng trong phần detail của Fault.",
    ),
    told(
        "fault",
        '{"code": "Client"|"Server"|"VersionMismatch"|"MustUnderstand"}',
        arguments_of(code={"enum": list(FAULT_CODES)}),
        en="The answer is a bare SOAP fault.",
        vi="Câu trả lời là một SOAP Fault không có chi tiết.",
    ),
    told(
        "platform-fault",
        '{"error": "Server.ServerProxy.NetworkError"}',
        {"type": "object", "properties": {"error": PLATFORM_ERROR}, "additionalProperties": False},
        en="The platform between province and database answers with a fault of its own and X-Road-Error.",
        vi="Nền tảng kết nối trả lỗi của chính nó cùng tiêu đề X-Road-Error.",
    ),
)
