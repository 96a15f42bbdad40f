"""Names and addresses, put together from common parts: composed Unicode, both tone-mark styles, as they occur."""

import random
import unicodedata
from typing import Final

from specs.administrative_units import Commune, communes, provinces
from specs.people.identity import Sex

SURNAMES: Final = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đinh", "Trịnh", "Mai", "Lương",
)  # fmt: skip
_MIDDLE: Final = {
    "male": ("Văn", "Hữu", "Đức", "Quốc", "Minh", "Công", "Xuân", "Thanh", "Đình", "Ngọc", "Quang", "Trọng"),
    "female": ("Thị", "Ngọc", "Thu", "Minh", "Thanh", "Phương", "Khánh", "Bích", "Hồng", "Thùy", "Mỹ", "Diệu"),
}
_GIVEN: Final = {
    "male": (
        "An", "Bình", "Cường", "Dũng", "Đạt", "Hải", "Hiếu", "Hòa", "Huy", "Hùng", "Khoa", "Kiên", "Long", "Nam",
        "Nghĩa", "Phúc", "Quân", "Quý", "Sơn", "Thắng", "Thịnh", "Tuấn", "Việt",
    ),
    "female": (
        "Anh", "Chi", "Dung", "Giang", "Hạnh", "Hiền", "Hoa", "Hòa", "Hương", "Lan", "Linh", "Loan", "Mai", "Nga",
        "Nhung", "Quỳnh", "Thảo", "Thoa", "Thủy", "Thúy", "Trang", "Tuyết", "Vân", "Yến",
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


def make_name(rng: random.Random, *, sex: Sex, surname: str | None = None) -> str:
    """Make a Vietnamese personal name of three or four words, in Unicode form NFC."""
    middle = " ".join(rng.sample(_MIDDLE[sex], k=rng.choice((1, 1, 2))))
    return f"{surname or rng.choice(SURNAMES)} {middle} {rng.choice(_GIVEN[sex])}"


def make_body_name(rng: random.Random, *, kind: str) -> str:
    """Make the name of a business, a state agency or an organisation."""
    return f"{rng.choice(_BODIES[kind])} {rng.choice(_TITLE_WORDS)} {rng.choice(_TITLE_WORDS)}"


def choose_commune(rng: random.Random) -> Commune:
    """Choose one of the communes of today."""
    return rng.choice(tuple(communes().values()))


def make_address(rng: random.Random, *, commune: Commune) -> str:
    """Make an address in a commune, written out to the province."""
    province = provinces()[commune.province]
    return f"Tổ {rng.randint(1, 30)}, {commune.kind} {commune.name}, {province.kind} {province.name}"


def plain_letters(name: str) -> str:
    """Write a name in plain small letters, words joined by dots."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return ".".join("".join(char for char in letters if char.isascii()).split())
