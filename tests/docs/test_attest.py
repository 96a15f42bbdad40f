"""The page on statements is run from the top to its end."""

from pathlib import Path

from tests.docs.script import run_page
from tests.hygiene.sources import ROOT


def test_the_page_on_statements(tmp_path: Path) -> None:
    folder = tmp_path / "attest"
    folder.mkdir()
    said = run_page(ROOT / "docs" / "attest.md", folder)

    assert "40 of 40 requirements demonstrated or attested" in said
    assert "none differ" in said
    assert "39 of 40" in (folder / "violated.txt").read_text(encoding="utf-8")
    assert not (folder / "refused").exists()
