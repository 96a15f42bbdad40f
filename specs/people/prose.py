"""Prose about the work of offices, for tests of a field's limit."""

import random
from typing import Final

_CLAUSES: Final = (
    "người dân nộp hồ sơ tại trung tâm phục vụ hành chính công", "cán bộ tiếp nhận kiểm tra thành phần giấy tờ",
    "đề nghị cấp lại giấy chứng nhận quyền sử dụng đất", "bổ sung bản sao trích lục khai sinh có chứng thực",
    "gia đình đã chuyển chỗ ở sau khi sắp xếp đơn vị hành chính", "thửa đất thuộc khu dân cư nông thôn mới",
    "ủy ban nhân dân phường xác nhận tình trạng hôn nhân", "kết quả được trả qua dịch vụ bưu chính công ích",
    "hồ sơ được xử lý đúng thời hạn quy định", "người yêu cầu cam đoan nội dung khai là đúng sự thật",
    "đăng ký thành lập hộ kinh doanh tại địa chỉ mới", "sở chuyên ngành thẩm định điều kiện hoạt động",
    "phòng chuyên môn trình lãnh đạo phê duyệt", "giấy phép xây dựng nhà ở riêng lẻ hết hiệu lực",
    "đính chính thông tin về quê quán và dân tộc", "hưởng trợ cấp mai táng phí theo chế độ hiện hành",
)  # fmt: skip


def vietnamese_text(rng: random.Random, length: int) -> str:
    """Make Vietnamese prose of exactly `length` characters in Unicode form NFC, for tests of a field's limit.

    It neither begins nor ends with a space and has no two together, so trimming does not change it, and its UTF-8
    length is greater than `length` from about ten characters on. Raises ValueError for a negative length.
    """
    if length < 0:
        raise ValueError(f"a text has no {length} characters")
    text = ""
    while len(text) < length:
        clauses = rng.sample(_CLAUSES, k=rng.randint(2, 4))
        text += f"{', '.join(clauses).capitalize()}. "
    cut = text[:length]
    return f"{cut[:-1]}." if cut.endswith(" ") else cut
