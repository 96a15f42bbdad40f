"""What browsers are sent: redirects, pages, cookies; and what of their requests is read."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from mocks.core.system import Answer, Call
from mocks.identity.page import error_page

Json: TypeAlias = Any
Facts: TypeAlias = Mapping[str, Json]
HTML: Final = "text/html; charset=utf-8"
PAGE_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def redirect(url: str, facts: Facts, *, cookie: str | None = None, reason: str | None = None) -> Answer:
    """Send a browser to `url`; `reason` where that is a refusal."""
    headers = {"Location": url, "Cache-Control": "no-store"} | ({"Set-Cookie": cookie} if cookie else {})
    return Answer(status=302, headers=headers, facts=facts, accepted=reason is None, reason=reason)


def page(html: str, facts: Facts, *, status: int = 200, reason: str | None = None) -> Answer:
    """A page for people; `reason` where it is a refusal."""
    accepted = reason is None
    return Answer(
        status=status, text=html, media_type=HTML, headers=PAGE_HEADERS, facts=facts, accepted=accepted, reason=reason
    )


def error_shown(reason: str, told: str, facts: Facts) -> Answer:
    """A page that says why people cannot be sent on: nobody may be redirected to an address that is not registered."""
    return page(error_page(told, reason=reason), facts, status=400, reason=reason)


def with_query(url: str, **parameters: str | None) -> str:
    """The address with more parameters in its query; those that are None are left out."""
    added = urlencode({name: value for name, value in parameters.items() if value is not None})
    return url + ("&" if "?" in url else "?") * bool(added) + added


def cookie(name: str, value: str, *, secure: bool, life_s: int) -> str:
    """A session cookie that scripts cannot read and other sites' forms do not send; a life of 0 takes it away."""
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={life_s}" + "; Secure" * secure


def cookie_of(call: Call, name: str) -> str | None:
    """The value of one cookie that the browser sent; None where it sent none."""
    for pair in call.headers.get("cookie", "").split(";"):
        key, sign, value = pair.strip().partition("=")
        if sign and key == name:
            return value
    return None


def one(values: Mapping[str, Json], name: str) -> str | None:
    """The only value of a parameter; None where it is not there, empty (RFC 6749, 3.1) or there more than once."""
    value = values.get(name)
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    return value if isinstance(value, str) and value else None


def repeated(values: Mapping[str, Json], names: Iterable[str]) -> bool:
    """Whether one of these parameters came more than once, which makes a request invalid (RFC 6749, 3.1)."""
    return any(isinstance(values.get(name), list) and len(values[name]) > 1 for name in names)
