"""The pages that people see: who signs in, why not, and that they are signed out; what is shown is escaped."""

from collections.abc import Iterable
from html import escape
from typing import Final

from mocks.identity.people import Account

STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "label{display:block;padding:.5rem;border-bottom:1px solid #ddd}small{color:#555;display:block;margin-left:1.6rem}"
    "button{font:inherit;padding:.5rem 1.2rem;margin:1rem 1rem 0 0}.note{background:#fff4d6;padding:.5rem 1rem}"
)
NOTE: Final = "Hệ thống mô phỏng để kiểm thử; mọi người và tổ chức đều không có thật."


def sign_in_page(accounts: Iterable[Account], *, title: str, client: str, action: str) -> str:
    """A form with one line for each account, posted to `action`."""
    rows = "".join(_row(account, first=place == 0) for place, account in enumerate(accounts))
    return document(
        title,
        f"<p><b>{escape(client)}</b> yêu cầu đăng nhập. Chọn tài khoản:</p>"
        f'<form method="post" action="{escape(action)}">{rows}'
        '<button name="action" value="sign-in">Đăng nhập</button>'
        '<button name="action" value="deny">Từ chối</button></form>',
    )


def error_page(told: str, *, reason: str) -> str:
    """A page that says why not; `reason` stands in an attribute, for programs."""
    return document("Không thực hiện được", f'<p data-reason="{escape(reason)}">{escape(told)}</p>')


def signed_out_page() -> str:
    """A page that says that the log-out is done."""
    return document("Đã đăng xuất", "<p>Phiên đăng nhập đã kết thúc.</p>")


def _row(account: Account, *, first: bool) -> str:
    checked = " checked" * first
    return (
        f'<label><input type="radio" name="person" value="{escape(account.handle)}"{checked}> {escape(account.name)}'
        f"<small>{escape(account.about)}</small></label>"
    )


def document(title: str, body: str) -> str:
    """A whole page; `body` is markup already."""
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
        f'<h1>{escape(title)}</h1><p class="note">{NOTE}</p>{body}</html>'
    )
