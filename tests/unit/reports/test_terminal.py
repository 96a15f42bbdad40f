"""The closing lines of a run: they fit, they are plain where there is no terminal, and they say what matters."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from reports import terminal
from tests.unit.reports.conftest import Sealed


def shown(both: Sealed, *, language: str = "en", width: int = 100) -> str:
    """What a console that is no terminal prints."""
    text = io.StringIO()
    Console(file=text, width=width).print(terminal.render(*both, language=language))
    return text.getvalue()


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [80, 100])
def test_it_fits_and_is_plain(both: Sealed, language: str, width: int) -> None:
    text = shown(both, language=language, width=width)
    assert max(len(line) for line in text.splitlines()) <= width
    assert "\x1b" not in text


def test_it_says_what_blocks_with_everything_one_needs(both: Sealed) -> None:
    text = words(shown(both))
    for told in (
        "Blocking list (3)",
        "SYNC-009 Violated Each dossier is added once",
        "Clause “hệ thống thông tin giải quyết thủ tục hành chính cần đảm bảo dữ liệu đồng bộ”",
        "Expected at most 1 DongBoHoSoMC[/isUpdating = 'False']",
        "Observed 2 of 2",
        "Evidence dvcqg-000011, dvcqg-000012",
        "Next step Look at where isUpdating is set",
        "Observed NONE (No result): behaviour/test_codes::test_identity_by_type",
        "Other open points, which do not block (4)",
        "What this run did NOT look at",
        "- Volume, performance and security.",
    ):
        assert told in text


def test_the_answer_stands_last(both: Sealed) -> None:
    for language, label in (("vi", "CHƯA ĐỦ ĐIỀU KIỆN (Mã kết thúc 10)"), ("en", "NOT READY (Exit code 10)")):
        text = words(shown(both, language=language))
        assert f"NO_GO {label} Một cửa điện tử <H56> & Cổng DVC tỉnh 4.2.1" in text[-600:]


def test_words_of_the_record_are_never_markup(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    content["run"]["sut"]["name"] = "[red]GO[/red] [link=x]y\x1b[2J"
    for row in content["events"]:
        if row["kind"] == "judgement":
            row["data"]["observed"] = "[bold]fine[/bold]\x1b]0;title\x07"
    text = shown(sealed(content))
    assert "[red]GO[/red] [link=x]y\\x1b[2J" in text
    assert "[bold]fine[/bold]\\x1b]0;title\\x07" in text


def test_long_words_and_much_evidence_are_cut(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    exchanges = [row["data"]["id"] for row in content["events"] if row["kind"] == "exchange"]
    for row in content["events"]:
        if row["kind"] == "judgement" and row["data"]["verdict"] == "FAIL":
            row["data"] |= {"observed": "á" * 5000, "evidence": exchanges}
    text = words(shown(sealed(content), width=80))
    assert f"and {len(exchanges) - terminal.MOST_EVIDENCE} more" in text
    assert text.count("á") < 2 * terminal.LONGEST
    assert "…" in text


def test_an_unfinished_campaign_says_so(content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]) -> None:
    content["events"][-1] = {"kind": "campaign-ended", "data": {"completed": False, "why": "interrupted (Ctrl-C)"}}
    assert "interrupted (Ctrl-C)" in shown(sealed(content))


def test_attestations_are_counted_apart(both: Sealed) -> None:
    record, readiness = both
    attested = {
        **readiness["requirements"],
        "CONN-001": {**readiness["requirements"]["CONN-001"], "status": "ATTESTED"},
    }
    text = words(shown((record, {**readiness, "requirements": attested})))
    assert "3 of 6 applicable blocking requirements demonstrated" in text
    assert "Of those demonstrated, 1 rest on a person's attestation." in text


def test_a_case_that_passed_without_speaking_is_told(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    content["events"] = [row for row in content["events"] if row["data"].get("requirement") != "SYNC-004"]
    content["events"] = [
        row | {"data": row["data"] | {"verdict": "PASS", "judgements": 1}}
        if "test_status_is_that_of_the_act" in row["data"].get("case", "") and row["kind"] == "case-ended"
        else row
        for row in content["events"]
    ]
    spoken = next(row for row in content["events"] if row["kind"] == "judgement" and row["data"]["verdict"] == "PASS")
    case = {"case": "behaviour/test_push::test_status_is_that_of_the_act"}
    content["events"].insert(-1, {"kind": "judgement", "data": spoken["data"] | case})
    assert "A case passed without judging this requirement." in words(shown(sealed(content)))


def test_a_policy_that_looked_at_everything_needs_no_list(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    content["run"]["policy"]["not_looked_at"] = []
    assert "NOT look at" not in shown(sealed(content))


def test_nothing_in_the_way_needs_no_list(both: Sealed) -> None:
    record, readiness = both
    text = shown((record, {**readiness, "answer": "GO", "exit_code": 0, "blocking": [], "open": []}))
    assert "Blocking list" not in text
    assert "GO" in text
