"""The page of `lienthong reconcile` runs as it is written."""

from pathlib import Path

from tests.docs.script import run_page
from tests.hygiene.sources import ROOT


def test_the_page_finds_what_is_wrong_in_its_exports(tmp_path: Path) -> None:
    folder = tmp_path / "reconcile"
    folder.mkdir()
    said = run_page(ROOT / "docs" / "reconcile.md", folder)

    causes = ("missing/absent 1", "differs/status_behind/status 1", "late 1", "district-in-address 1")
    for told in (*causes, "none differ"):
        assert told in said
    assert "H56.14.xlsx" in said
