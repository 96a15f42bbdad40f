"""The page on evidence is run from the top to the end, on a record that was not given GO."""

from pathlib import Path

from tests.docs.script import run_page
from tests.hygiene.sources import ROOT
from tests.unit.harness.sealed import FIRST, make_record, policy_text, run_json

PAGE = ROOT / "docs" / "evidence.md"


def test_the_page_on_evidence(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    run = run_json(policy_source=policy_text(valid_until='"2126-10-31"'))
    make_record(folder / "handed-over", [FIRST], run=run)

    said = run_page(PAGE, folder)

    assert "signed by Nguyễn Văn An (assessor)" in said
    assert "contradiction: journal.jsonl is not the file that was sealed" in said
    assert "NO_GO (10): blocking requirements are violated" in said
    assert "CONDITIONAL_GO (12): open items do not block, or are waived" in said
    assert f"CHALLENGED: {FIRST}, VIOLATED by a test that Lê Văn Cường, Công ty A challenges (C-1, accepted)" in said
