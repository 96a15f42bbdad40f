"""What a profile says of the product that it describes: addresses, lives, levels, which claims stand where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mocks.core.system import Site
from specs.errors import SpecError
from specs.profile import Profile

Json: TypeAlias = Any
FILE: Final = "operations.toml"
DEMANDS: Final = ("optional", "required")
SHAPES: Final = ("jwt", "opaque")
DISCOVERY: Final = "/.well-known/openid-configuration"


@dataclass(frozen=True, kw_only=True)
class Product:
    """One product. Lives in seconds; `urls` are absolute addresses by the name of the operation.

    `acr`, `loas` and `ial` are written with `{level}` for a level of `levels`. `told_in` are names of claims by where
    they are told: `id_token`, `userinfo`, `view_info`.
    """

    issuer: str
    urls: Mapping[str, str]
    cookie: str
    pkce_required: bool
    nonce_required: bool
    jwt_access_tokens: bool
    refresh_rotates: bool
    life_s: float
    code_s: float
    refresh_s: float
    key_overlap_s: float
    levels: tuple[int, ...]
    acr: str
    loas: str
    ial: str
    told_in: Mapping[str, tuple[str, ...]]

    def level(self, level: int) -> int:
        """The level that the product tells of an account of `level`: the highest that it knows, not above."""
        return max((known for known in self.levels if known <= level), default=self.levels[0])

    def reached(self, level: int, asked: Iterable[str]) -> str:
        """The `acr` of a sign-in: the first of `asked` that an account of `level` reaches, else its highest."""
        names = [self.acr.format(level=known) for known in self.levels if known <= self.level(level)]
        return next((name for name in asked if name in names), names[-1])


def read_product(site: Site) -> Product:
    """Read the settings of the profile. Raises SpecError where one is missing or says what is not known."""
    profile, names = site.profile, [operation.name for operation in site.profile.operations]
    issuer = site.base + setting(profile, "issuer")
    if profile.operation("Discovery").path != setting(profile, "issuer") + DISCOVERY:
        raise SpecError(FILE, "settings.issuer", "Discovery stands elsewhere than under the issuer")
    return Product(
        issuer=issuer,
        urls={name: site.base + profile.operation(name).path for name in names},
        cookie=setting(profile, "cookie"),
        pkce_required=_one_of(profile, "pkce", DEMANDS) == "required",
        nonce_required=_one_of(profile, "nonce", DEMANDS) == "required",
        jwt_access_tokens=_one_of(profile, "access_token", SHAPES) == "jwt",
        refresh_rotates=bool(setting(profile, "refresh_rotates")),
        life_s=site.session_s,
        code_s=setting(profile, "code_s"),
        refresh_s=setting(profile, "refresh_s"),
        key_overlap_s=setting(profile, "key_overlap_s"),
        levels=tuple(setting(profile, "levels")),
        acr=setting(profile, "acr"),
        loas=setting(profile, "loas"),
        ial=setting(profile, "ial"),
        told_in={place: tuple(setting(profile, f"{place}_claims")) for place in ("id_token", "userinfo", "view_info")},
    )


def setting(profile: Profile, name: str) -> Json:
    """The value of one setting. Raises SpecError where the profile has none of that name."""
    row = profile.settings.get(name)
    if not isinstance(row, Mapping) or "value" not in row:
        raise SpecError(FILE, f"settings.{name}", "a value is needed")
    return row["value"]


def _one_of(profile: Profile, name: str, known: tuple[str, ...]) -> str:
    value = setting(profile, name)
    if value not in known:
        raise SpecError(FILE, f"settings.{name}", f"{value!r} is none of {', '.join(known)}")
    return str(value)
