"""Synthetic people, businesses and prose: the same for the same seed, and nobody's.

- **Identity numbers** have a prefix of 097–099, outside the table of TT 07/2016/TT-BCA annex 1, so no person can hold
  one; otherwise they are well formed (century and sex, year of birth, six random digits; there is no check digit).
- **Old 9-digit numbers** begin with 99; the provinces' series that were issued end at 38 (recalled, not read).
- **Phone numbers** begin with 0000. We know of no range that Viet Nam sets aside for fiction, so the argument is one
  of form: dialled, 00 starts a call abroad, and no country code begins with 0 (ITU-T E.164 keeps zone 0 in reserve).
  A system that accepts only the networks' prefixes refuses them: give `phone_prefix`, a range lent for tests.
- **E-mail addresses** are at example.com (RFC 2606), which accepts no mail.
- **Names** are put together from common parts. A living person may have the same one; nothing else is shared.
"""

import random
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from specs.administrative_units import communes, provinces

Kind = Literal["citizen", "business", "state-agency", "organisation"]
Sex = Literal["male", "female"]
SEXES: Final[tuple[Sex, Sex]] = ("male", "female")

IDENTITY_PREFIXES: Final = ("097", "098", "099")
OLD_IDENTITY_PREFIX: Final = "99"
PHONE_PREFIX: Final = "0000"
MAIL_DOMAIN: Final = "example.com"

_PHONE_DIGITS: Final = 10
_FIRST_BIRTH: Final = date(1945, 1, 1)
_LAST_BIRTH: Final = date(2007, 12, 31)
_SURNAMES: Final = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đinh", "Trịnh", "Mai", "Lương",
)  # fmt: skip
_MIDDLE: Final = {
    "male": ("Văn", "Hữu", "Đức", "Quốc", "Minh", "Công", "Xuân", "Thanh", "Đình", "Ngọc", "Quang", "Trọng"),
    "female": ("Thị", "Ngọc", "Thu", "Minh", "Thanh", "Phương", "Khánh", "Bích", "Hồng", "Thùy", "Mỹ", "Diệu"),
}
_GIVEN: Final = {
    "male": (
        "An", "Bình", "Cường", "Dũng", "Đạt", "Hải", "Hiếu", "Hùng", "Khoa", "Kiên", "Long", "Nam", "Nghĩa", "Phúc",
        "Quân", "Sơn", "Thắng", "Thịnh", "Tuấn", "Việt",
    ),
    "female": (
        "Anh", "Chi", "Dung", "Giang", "Hạnh", "Hiền", "Hoa", "Hương", "Lan", "Linh", "Mai", "Nga", "Nhung", "Quỳnh",
        "Thảo", "Thủy", "Trang", "Tuyết", "Vân", "Yến",
    ),
}  # fmt: skip
_BODIES: Final = {
    "business": ("Công ty TNHH", "Công ty Cổ phần", "Doanh nghiệp tư nhân", "Công ty TNHH Thương mại"),
    "state-agency": ("Trường Tiểu học", "Trạm Y tế", "Trung tâm Văn hóa", "Ban Quản lý dự án"),
    "organisation": ("Hợp tác xã", "Hội Khuyến học", "Câu lạc bộ", "Quỹ Khuyến nông"),
}
_TITLE_WORDS: Final = (
    "Ánh Dương", "Bình Minh", "Cửu Đỉnh", "Đại Nghĩa", "Hòa Phát Đạt", "Hồng Hạc", "Kiến Thiết", "Lộc Thủy",
    "Mộc Miên", "Phú Quý", "Sao Việt", "Tân Tiến", "Thiên Hương", "Trường Thịnh", "Vạn Xuân", "Việt Hưng",
)  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class Person:
    """An owner of dossiers. A body (business, state agency, organisation) has no birth, sex or identity number."""

    kind: Kind
    name: str
    birth: date | None
    sex: Sex | None
    identity_number: str | None
    phone: str
    email: str
    address: str
    account: str


def make_person(rng: random.Random, *, kind: Kind = "citizen", phone_prefix: str = PHONE_PREFIX) -> Person:
    """Make an owner of `kind` from `rng`; the phone number has ten digits that begin with `phone_prefix`."""
    birth = sex = identity = None
    if kind == "citizen":
        chosen = rng.choice(SEXES)
        birth = _FIRST_BIRTH + timedelta(days=rng.randrange((_LAST_BIRTH - _FIRST_BIRTH).days + 1))
        sex, identity = chosen, make_identity(rng, birth=birth, sex=chosen)
        name = make_name(rng, sex=chosen)
    else:
        name = f"{rng.choice(_BODIES[kind])} {rng.choice(_TITLE_WORDS)} {rng.choice(_TITLE_WORDS)}"
    return Person(
        kind=kind,
        name=name,
        birth=birth,
        sex=sex,
        identity_number=identity,
        phone=phone_prefix + _digits(rng, _PHONE_DIGITS - len(phone_prefix)),
        email=f"{_ascii(name)}.{_digits(rng, 4)}@{MAIL_DOMAIN}",
        address=_address(rng),
        account=str(uuid.UUID(int=rng.getrandbits(128), version=4)),
    )


def make_name(rng: random.Random, *, sex: Sex) -> str:
    """Make a Vietnamese personal name of three or four words, in Unicode form NFC."""
    middle = " ".join(rng.sample(_MIDDLE[sex], k=rng.choice((1, 1, 2))))
    return f"{rng.choice(_SURNAMES)} {middle} {rng.choice(_GIVEN[sex])}"


def make_identity(rng: random.Random, *, birth: date, sex: Sex) -> str:
    """Make a 12-digit identity number (NĐ 137/2015/NĐ-CP art. 13) that no person can hold.

    Raises ValueError for a birth before 1900, for which no digit of century exists.
    """
    century = birth.year // 100 - 19
    if century < 0:
        raise ValueError(f"no identity number begins before 1900: {birth}")
    digit = 2 * century + (sex == "female")
    return f"{rng.choice(IDENTITY_PREFIXES)}{digit}{birth.year % 100:02d}{_digits(rng, 6)}"


def make_old_identity(rng: random.Random) -> str:
    """Make a 9-digit number of the old identity card, of a series that no province had."""
    return OLD_IDENTITY_PREFIX + _digits(rng, 9 - len(OLD_IDENTITY_PREFIX))


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


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))


def _address(rng: random.Random) -> str:
    commune = rng.choice(tuple(communes().values()))
    province = provinces()[commune.province]
    return f"Tổ {rng.randint(1, 30)}, {commune.kind} {commune.name}, {province.kind} {province.name}"


def _ascii(name: str) -> str:
    """Write a name in plain small letters, words joined by dots."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return ".".join("".join(char for char in letters if char.isascii()).split())
