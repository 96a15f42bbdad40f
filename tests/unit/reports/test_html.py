"""The page that people read: every verdict leads to its evidence, in both languages; nothing from outside is markup."""

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest

from reports import html
from reports.model import Report
from reports.outside import anchor
from tests.unit.reports.conftest import Sealed
from tests.unit.reports.page import Element, by_id, read_page

CANARY = "<script>alert('canary')</script>"


@pytest.fixture
def source(both: Sealed) -> str:
    return html.render(*both)


@pytest.fixture
def page(source: str) -> Element:
    return read_page(source)


def test_every_link_leads_somewhere(page: Element) -> None:
    ids = [row.attributes["id"] for row in page.walk() if "id" in row.attributes]
    targets = [row.attributes["href"] for row in page.all("a")]

    assert len(ids) == len(set(ids))
    assert targets
    assert [target for target in targets if target.removeprefix("#") not in ids] == []


def test_every_judgement_has_evidence_that_is_shown(page: Element, report: Report) -> None:
    shown = page.all("article", class_="judgement")
    assert len(shown) == len(report.judgements)
    for row in shown:
        links = row.all("a", class_="cited")
        assert links
        for link in links:
            assert by_id(page, link.attributes["href"].removeprefix("#")).text().strip()


def test_every_requirement_of_the_matrix_leads_to_its_section(page: Element, report: Report) -> None:
    rows = by_id(page, "requirements").all("th")
    linked = [link.attributes["href"] for row in rows for link in row.all("a")]
    assert linked == [f"#{row.anchor}" for row in report.requirements]
    for row in report.requirements:
        section = by_id(page, row.anchor)
        assert "requirement" in section.classes
        assert row.text.vi in section.text("vi")
        assert row.text.en in section.text("en")


def test_nothing_is_loaded_from_anywhere(source: str, page: Element) -> None:
    assert not re.search(r"\b(?:src|srcset|action|data|poster)=", source)
    assert "@import" not in source
    assert "url(" not in source
    assert {row.tag for row in page.walk()} & {"img", "link", "iframe", "object", "embed", "base", "form"} == set()
    assert all(row.attributes["href"].startswith("#") for row in page.all("a"))
    assert "default-src 'none'" in source


def test_the_decision_says_what_was_decided_of_what(page: Element) -> None:
    vi, en = by_id(page, "decision").text("vi"), by_id(page, "decision").text("en")
    for told in (
        "NO GO",
        "10",
        "Một cửa điện tử <H56> & Cổng DVC tỉnh",
        "4.2.1",
        "sha256:0b1e8f0a",
        "first-light 1",
        "20261122",
    ):
        assert told in vi
        assert told in en
    assert "CHƯA ĐỦ ĐIỀU KIỆN" in vi
    assert "3 trên 6 yêu cầu tiên quyết được áp dụng đã chứng minh; 1 vi phạm; 2 chưa chứng minh" in vi
    assert "15:15:00 ngày 22/11/2026" in vi
    assert "3 of 6 applicable blocking requirements demonstrated; 1 violated; 2 not demonstrated" in en
    assert "2026-11-22 15:15:00" in en


def test_the_blocking_list_holds_clause_expected_observed_evidence_and_next_step(page: Element) -> None:
    first = by_id(page, "blocking").all("article")[0]
    for language, next_step in (("vi", "Xem nơi đặt isUpdating"), ("en", "Look at where isUpdating is set")):
        text = first.text(language)
        assert "hệ thống thông tin giải quyết thủ tục hành chính cần đảm bảo dữ liệu đồng bộ" in text
        assert "Cuộc họp trực tuyến ngày 27/06/2025" in text
        assert "at most 1 DongBoHoSoMC" in text
        assert "2 of 2" in text
        assert next_step in text
    assert [link.text() for link in first.all("a", class_="cited")] == ["dvcqg-000011", "dvcqg-000012"]


def test_each_language_stands_alone(page: Element) -> None:
    assert all(row.attributes["lang"] == "vi" for row in page.all("span", class_="vi"))
    assert all(row.attributes["lang"] == "en" for row in page.all("span", class_="en"))
    assert len(page.all("span", class_="vi")) == len(page.all("span", class_="en"))
    assert "Blocking list" not in page.text("vi")
    assert "Các điểm cản trở" not in page.text("en")


def test_only_what_is_cited_is_printed_in_full(page: Element, report: Report) -> None:
    shown = {row.attributes["id"] for row in page.all("details", class_="exchange")}
    cited = {link.anchor for row in report.judgements for link in row.evidence if link.kind == "exchange"}
    assert shown == cited
    assert f"{report.proof.exchanges_total - len(cited)} lượt còn lại" in by_id(page, "evidence").text("vi")


def test_an_assumption_is_shown_as_one(page: Element) -> None:
    section = by_id(page, "SYNC-019")
    assert section.all("span", class_="assumed")
    assert "Assumed" in section.text("en")
    assert "SYNC-019" in by_id(page, "unseen").text("vi")


def test_silence_defects_and_behaviour_are_part_of_an_exchange(page: Element) -> None:
    cut, flawed = by_id(page, "x-dvcqg-000011").text(), by_id(page, "x-dvcqg-000007").text()
    assert "phản hồi đứt giữa chừng" in cut
    assert "answer-late" in cut
    assert "'TenLinhVuc' is a required property" in flawed
    assert "citizen-12" in flawed


@pytest.fixture
def poisoned(content: dict[str, Any]) -> dict[str, Any]:
    """The fixture with a script wherever something comes from outside."""
    poisoned = copy.deepcopy(content)
    poisoned["run"]["sut"] = dict.fromkeys(("name", "supplier", "version", "build"), CANARY)
    poisoned["run"]["plan"]["cases"][0]["purpose"] = CANARY
    poisoned["run"]["plan"]["not_applicable"] = {"IDN-002": CANARY}
    poisoned["run"]["statement"][CANARY] = True
    for event in poisoned["events"]:
        _poison(event["kind"], event["data"])
    return poisoned


def _poison(kind: str, data: dict[str, Any]) -> None:
    match kind:
        case "exchange":
            data["request"] |= {
                "path": CANARY,
                "query": {CANARY: [CANARY]},
                "headers": {CANARY: CANARY},
                "body": {CANARY: CANARY},
            }
            data |= {"operation": CANARY, "facts": {CANARY: CANARY}, "behaviour": [CANARY]}
            data["defects"] = [{"pointer": CANARY, "rule": CANARY, "message": CANARY}]
            if data["response"]:
                data["response"] |= {"body": None, "text": CANARY}
        case "judgement":
            data |= {"expected": CANARY, "observed": CANARY, "check": CANARY, "arguments": {CANARY: CANARY}}
        case "case-ended":
            data["message"] = CANARY
        case "wait":
            data["reason"] = CANARY
        case "command":
            data["answer"] = CANARY


def test_nothing_from_outside_becomes_markup(
    poisoned: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    source = html.render(*sealed(poisoned))
    page = read_page(source)
    assert CANARY not in source
    assert len(page.all("script")) == 1
    assert page.text().count(CANARY) > 100


def test_a_hidden_character_is_shown(content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]) -> None:
    content["run"]["sut"]["name"] = "safe\u202egnp.exe\x1b[31m"
    source = html.render(*sealed(content))
    assert "safe\\u202egnp.exe\\x1b[31m" in source
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", source)


def test_evidence_that_is_not_in_the_record_is_called_missing(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    content["events"] = [row for row in content["events"] if row["data"].get("id") != "dvcqg-000009"]
    page = read_page(html.render(*sealed(content)))
    assert "KHÔNG có trong hồ sơ" in by_id(page, anchor("e", "dvcqg-000009")).text("vi")


def test_other_recorded_evidence_is_shown(content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]) -> None:
    content["events"].insert(0, {"kind": "attestation", "data": {"id": "attestation-1", "text": "Đã cử đầu mối."}})
    next(row for row in content["events"] if row["kind"] == "judgement")["data"]["evidence"] = ["attestation-1"]
    page = read_page(html.render(*sealed(content)))
    assert "Đã cử đầu mối." in by_id(page, anchor("e", "attestation-1")).text()


def test_a_long_body_is_cut_and_says_so(content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]) -> None:
    exchange = next(row["data"] for row in content["events"] if row["data"].get("id") == "dvcqg-000003")
    exchange["request"]["body"] = {"data": "á" * 100_000}
    source = html.render(*sealed(content))
    assert len(source) < 300_000
    assert "toàn văn nằm trong hồ sơ kiểm thử" in by_id(read_page(source), "x-dvcqg-000003").text("vi")


def test_much_evidence_is_folded_and_every_piece_is_linked(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    exchanges = [row["data"]["id"] for row in content["events"] if row["kind"] == "exchange"]
    next(row for row in content["events"] if row["kind"] == "judgement")["data"]["evidence"] = exchanges
    page = read_page(html.render(*sealed(content)))
    judgement = by_id(page, "j-1")
    assert [link.text() for link in judgement.all("a", class_="cited")] == exchanges
    assert f"và {len(exchanges) - 8} bằng chứng khác" in judgement.text("vi")


def test_a_diagnostic_run_says_that_it_decides_nothing(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    content["run"]["mode"] = "diagnostic"
    page = read_page(html.render(*sealed(content)))
    assert "không dùng để quyết định" in by_id(page, "decision").text("vi")
    assert "decides nothing" in by_id(page, "unseen").text("en")


def test_an_unfinished_campaign_says_so(content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]) -> None:
    content["events"][-1] = {"kind": "campaign-ended", "data": {"completed": False, "why": "interrupted (Ctrl-C)"}}
    stopped = by_id(read_page(html.render(*sealed(content))), "decision").text("en")
    assert "The campaign did not end: interrupted (Ctrl-C)" in stopped
    content["events"].pop()
    assert "The record holds no end of the campaign." in by_id(
        read_page(html.render(*sealed(content))), "decision"
    ).text("en")


def test_rendering_is_pure(both: Sealed, source: str) -> None:
    assert html.render(*both) == source


def test_the_decision_tells_what_the_ledger_knew(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    content["run"]["known"] = {"records": 3, "answers": {"GO": 1, "NO_GO": 2}, "ledger": "0" * 64}
    assert "3 (GO: 1, NO_GO: 2)" in by_id(read_page(html.render(*sealed(content))), "decision").text()
    content["run"]["known"] = None
    assert "no ledger" in by_id(read_page(html.render(*sealed(content))), "decision").text("en")
