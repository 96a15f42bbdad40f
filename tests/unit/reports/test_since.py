"""What changed since an earlier record, on the page of the later one."""

from pathlib import Path
from typing import Any

import pytest

from cli.report import write_reports
from cli.told import ALONE, Given, told_with
from cli.verify import verify_record
from harness.errors import Refused
from harness.gate import Exit
from harness.verify import Verified, verify
from reports import html
from tests.unit.harness.sealed import AT, FIRST, SECOND, make_record, nowhere, policy_text, run_json
from tests.unit.reports.page import Element, by_id, read_page


def recorded(folder: Path, fails: list[str], **changes: Any) -> Verified:
    run = run_json(policy_source=policy_text(valid_until='"2126-10-31"'), **changes)
    return verify(make_record(folder, fails, run=run), [], find=nowhere, today=AT.date())


@pytest.fixture
def before(tmp_path: Path) -> Verified:
    sut = run_json()["sut"] | {"build": "sha256:" + "ef" * 32}
    return recorded(tmp_path / "before", [FIRST], sut=sut)


@pytest.fixture
def after(tmp_path: Path) -> Verified:
    return recorded(tmp_path / "after", [SECOND])


@pytest.fixture
def like(tmp_path: Path) -> Verified:
    """Another run that came to the same as `after`."""
    return recorded(tmp_path / "like", [SECOND], run_id="20261122T075500Z-00000002")


def page_of(verified: Verified, given: Given) -> Element:
    told = told_with(verified, given, keys=(), find=nowhere)
    return read_page(html.render(verified.record, told))


def test_the_page_names_what_changed_and_what_differs(before: Verified, after: Verified) -> None:
    page = page_of(after, Given(since=before.record.folder))
    rows = [[cell.text("en").strip() for cell in row.walk() if cell.tag in {"th", "td"}] for row in since_rows(page)]
    assert rows == [
        [FIRST, "Violated", "Demonstrated", "the system's build"],
        [SECOND, "Demonstrated", "Violated", "the system's build"],
    ]
    section = by_id(page, "since")
    assert before.record.manifest["head"] in section.text("vi")
    assert "bản dựng của hệ thống" in section.text("vi")
    assert "NO_GO (10)" in section.text("en")
    assert {link.attributes["href"] for link in section.all("a")} == {f"#{FIRST}", f"#{SECOND}"}


def since_rows(page: Element) -> list[Element]:
    return by_id(page, "since").all("tbody")[0].all("tr")


def test_where_nothing_changed_that_is_said(like: Verified, after: Verified) -> None:
    section = by_id(page_of(after, Given(since=like.record.folder)), "since")
    assert "No requirement came to another status." in section.text("en")


def test_a_record_is_not_held_against_itself(after: Verified) -> None:
    with pytest.raises(Refused, match="is the record itself"):
        page_of(after, Given(since=after.record.folder))


def test_without_an_earlier_record_there_is_no_such_part(after: Verified) -> None:
    assert not [row for row in page_of(after, ALONE).walk() if row.attributes.get("id") == "since"]


def test_such_a_page_is_held_against_both_records(
    before: Verified, like: Verified, after: Verified, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, given, out = after.record.folder, Given(since=before.record.folder), tmp_path / "reports"
    assert write_reports(folder, formats=["html"], out=out, keys=(), given=given, json_only=True) == Exit.GO
    page: Any = {"keys": (), "report": out / "report.html", "policy": None, "json_only": True}
    assert verify_record(folder, **page, given=given) == Exit.GO
    assert verify_record(folder, **page) == Exit.INTEGRITY
    assert verify_record(folder, **page, given=Given(since=like.record.folder)) == Exit.INTEGRITY
    journal = before.record.folder / "journal.jsonl"
    journal.chmod(0o644)
    journal.write_bytes(journal.read_bytes().replace(b"POST", b"PUT_", 1))
    assert verify_record(folder, **page, given=given) == Exit.INTEGRITY
    capsys.readouterr()
