"""The claims of an account, as its provider tells them."""

from collections.abc import Iterable
from typing import Any, TypeAlias
from urllib.parse import urlencode

from mocks.core.behaviour import Applied
from mocks.identity.grants import Grant
from mocks.identity.people import Account
from mocks.identity.product import Product

Json: TypeAlias = Any
LEVEL_CLAIMS = ("loAs", "IAL", "acr")


def claims_of(account: Account, grant: Grant, product: Product, *, place: str) -> dict[str, Json]:
    """What is told of `account` in `place` (id_token, userinfo, view_info); `sub` always, nothing that is not known."""
    level = product.level(account.level)
    known = dict(account.claims) | {"loAs": product.loas.format(level=level), "IAL": product.ial.format(level=level)}
    if "ViewInfo" in product.urls:
        known["userProfileUri"] = f"{product.urls['ViewInfo']}?{urlencode({'token_id': grant.profile_token})}"
    known["logoutUri"] = product.urls["Logout"]
    return {"sub": account.sub} | _only(known, product.told_in[place])


def distorted(claims: dict[str, Json], behaviours: Applied) -> dict[str, Json]:
    """The claims without what behaviours take away: one claim by name, or all that tell a level."""
    missing = behaviours.take("missing-claim")
    gone = {missing["claim"]} if missing is not None else set()
    if behaviours.take("no-level") is not None:
        gone.update(LEVEL_CLAIMS)
    return {name: value for name, value in claims.items() if name not in gone}


def _only(known: dict[str, Json], names: Iterable[str]) -> dict[str, Json]:
    return {name: known[name] for name in names if name in known}
