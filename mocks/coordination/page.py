"""The pages of the coordination site. Whatever is shown is escaped; programs read the `data-` attributes."""

from collections.abc import Iterable
from html import escape

from mocks.coordination.links import PURPOSES
from mocks.coordination.people import Visitor
from mocks.coordination.rows import Agency, Place, Procedure
from mocks.identity.page import document

TITLE = "Điều hướng dịch vụ công (giả lập, không theo đặc tả nào)"


def home(visitor: Visitor, *, entries: Iterable[tuple[Place, int]], choice: str) -> str:
    """What somebody who is signed in sees: an officer the systems of the agency, everybody the choice of procedures.

    `entries` are the systems with how many procedures the officer's agency has there.
    """
    role = f"Cán bộ {escape(visitor.agency)}" if visitor.agency else "Công dân, tổ chức"
    listed = "".join(map(_entry, entries))
    systems = f"<h2>Hệ thống</h2><ul>{listed}</ul>" if visitor.agency else ""
    return document(
        TITLE,
        f'<p data-agency="{escape(visitor.agency)}">{escape(visitor.name)} · {role}</p>'
        '<p><a href="/dang-xuat">Đăng xuất</a></p>'
        f"{systems}{choice}",
    )


def choice_form(procedures: Iterable[Procedure], agencies: Iterable[Agency]) -> str:
    """A form in which one chooses procedure, agency and purpose."""
    codes = "".join(f'<option value="{escape(row.code)}">{escape(f"{row.code} {row.name}")}' for row in procedures)
    offices = "".join(f'<option value="{escape(row.code)}">{escape(f"{row.code} {row.name}")}' for row in agencies)
    purposes = "".join(f'<option value="{purpose}">{purpose}' for purpose in PURPOSES)
    return (
        '<h2>Thủ tục</h2><form action="/dieu-huong">'
        f'<label>Thủ tục <select name="maTTHC">{codes}</select></label>'
        f'<label>Cơ quan <select name="maCoQuan">{offices}</select></label>'
        f'<label>Mục đích <select name="mucDich">{purposes}</select></label><button>Chuyển đến</button></form>'
    )


def welcome() -> str:
    """What somebody sees who is not signed in."""
    return document(TITLE, '<p><a href="/dang-nhap">Đăng nhập bằng VNeID</a></p>')


def refusal(reason: str, message: str) -> str:
    """Why somebody is not led on."""
    return document(TITLE, f'<p data-reason="{escape(reason)}">{escape(message)}</p><p><a href="/">Trang chủ</a></p>')


def _entry(entry: tuple[Place, int]) -> str:
    place, count = entry
    name = f"{escape(place.name)}: {count} thủ tục"
    if not place.open:
        return f'<li data-system="{escape(place.id)}" data-open="false">{name} (chưa triển khai)</li>'
    return (
        f'<li data-system="{escape(place.id)}" data-open="true"><a href="/he-thong/{escape(place.id)}">{name}</a></li>'
    )
