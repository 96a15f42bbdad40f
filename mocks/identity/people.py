"""The synthetic people who have accounts: the same at both providers for the same seed, and nobody's.

Each is there for something that a province's system has to cope with: an account of the first level, one without an
e-mail address, a birth of which only the year is known, a name in decomposed Unicode, a business, an officer whose
agency was closed by the merger.
"""

import random
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from specs.people import CENTURY, IdentityScheme, Person, make_household, make_person
from specs.people.identity import digits
from specs.vietnamese import Writing

PERSONAL: Final = "1"
BUSINESS: Final = "2"
NOBODYS_TAX_PREFIX: Final = "00"
"""Tax numbers begin with the number of a province's tax office, from 01 on (recalled, not read)."""
BLOOD_GROUPS: Final = ("A", "B", "AB", "O")
DECOMPOSED: Final = Writing("NFD", "new")


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account by its handle. `level` 1 to 3; `agency` is the officer's agency, "" for who is none.

    `claims` are what is known of the person, by the names of the wire; what is not known is not there.
    """

    handle: str
    about: str
    level: int
    agency: str
    claims: Mapping[str, str]

    @property
    def sub(self) -> str:
        """The subject: the same at both providers."""
        return self.claims["TechID"]

    @property
    def name(self) -> str:
        """The name that the sign-in page shows."""
        return self.claims.get("TenDoanhNghiep") or self.claims["HoVaTen"]


def make_accounts(seed: int, scheme: IdentityScheme = CENTURY) -> Mapping[str, Account]:
    """All accounts by handle; the same for the same seed and scheme, whoever asks."""
    made = _accounts(random.Random(f"{seed}/identity/people"), scheme)
    return MappingProxyType({account.handle: account for account in made})


def _accounts(rng: random.Random, scheme: IdentityScheme) -> Iterator[Account]:
    head, spouse = make_household(rng, size=2, scheme=scheme).members
    family = {"ChuHo": head.person.name}
    for handle, member, level in (("citizen-1", head, 2), ("citizen-2", spouse, 3)):
        kin = {"Cha": member.father, "Me": member.mother, "VoChong": member.spouse}
        known = family | {name: one.name for name, one in kin.items() if one is not None}
        about = "Công dân, định danh mức 2" if level == 2 else "Công dân, mức cao nhất của hệ thống"  # noqa: PLR2004 - a level
        yield _citizen(rng, handle, member.person, about=about, level=level, more=known)
    unreachable = {"ThuDienTu": "", "SoDienThoai": ""}
    first = make_person(rng, scheme=scheme)
    yield _citizen(
        rng, "citizen-3", first, about="Công dân mức 1, không thư điện tử, không điện thoại", level=1, more=unreachable
    )
    year = make_person(rng, scheme=scheme, birth="year-only", writing=DECOMPOSED)
    yield _citizen(rng, "citizen-4", year, about="Công dân chỉ có năm sinh, họ tên Unicode tổ hợp", level=2)
    for handle, level in (("business-1", 2), ("business-2", 1)):
        yield _business(rng, handle, scheme=scheme, level=level)
    for handle, agency, about in (
        ("officer-commune", "H56.107", "Cán bộ cấp xã"),
        ("officer-province", "H56.14", "Cán bộ trung tâm phục vụ hành chính công cấp tỉnh"),
        ("officer-closed", "H22.05", "Cán bộ của cơ quan có mã đã đóng"),
    ):
        one = make_person(rng, scheme=scheme)
        yield _citizen(rng, handle, one, about=f"{about} ({agency})", level=2, agency=agency)


def _citizen(
    rng: random.Random,
    handle: str,
    person: Person,
    *,
    about: str,
    level: int,
    agency: str = "",
    more: Mapping[str, str] = MappingProxyType({}),
) -> Account:
    claims = {"LoaiTaiKhoan": PERSONAL} | _of_person(rng, person) | dict(more)
    return _account(handle, claims, about=about, level=level, agency=agency)


def _business(rng: random.Random, handle: str, *, scheme: IdentityScheme, level: int) -> Account:
    """A business's account; whoever represents it stands in the claims of a person (assumed)."""
    body, person = make_person(rng, kind="business"), make_person(rng, scheme=scheme)
    number = NOBODYS_TAX_PREFIX + digits(rng, 8)
    claims = {"LoaiTaiKhoan": BUSINESS} | _of_person(rng, person) | _reached(body)
    claims |= {"TenDoanhNghiep": body.name, "MaSoThue": number, "MaSoDoanhNghiep": number, "NguoiDaiDien": person.name}
    return _account(handle, claims, about=f"Doanh nghiệp, mức {level}", level=level)


def _account(handle: str, claims: Mapping[str, str], *, about: str, level: int, agency: str = "") -> Account:
    known = {name: value for name, value in claims.items() if value}
    return Account(handle=handle, about=about, level=level, agency=agency, claims=MappingProxyType(known))


def _of_person(rng: random.Random, person: Person) -> dict[str, str]:
    """What the household register would tell of somebody; codes and spellings of the values are assumed."""
    born = person.birth.strftime("%Y%m%d") if person.birth else str(person.birth_year)
    return _reached(person) | {
        "TechID": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "SoDinhDanh": person.identity_number or "",
        "HoVaTen": person.name,
        "NgayThangNamSinh": born,
        "GioiTinh": "1" if person.sex == "male" else "2",
        "DanToc": "Kinh",
        "TonGiao": "Không",
        "TinhTrangHonNhan": rng.choice(("Chưa kết hôn", "Đã kết hôn")),
        "NhomMau": rng.choice(BLOOD_GROUPS),
        "QuocTich": "Việt Nam",
        "NoiDangKyKhaiSinh": person.address,
        "QueQuan": person.address,
        "ThuongTru": person.address,
        "NoiOHienNay": person.address,
        "TrangThai": "1",
    }


def _reached(person: Person) -> dict[str, str]:
    return {"ThuDienTu": person.email, "SoDienThoai": person.phone, "DiaChi": person.address}
