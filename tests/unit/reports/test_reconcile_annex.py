"""The annex of a reconciliation and the lists for agencies: trees, shades, and cells that are only text."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import load_workbook

from reports.cause_words import cause_words
from reports.department_lists import NOBODYS, write_lists
from reports.reconcile_annex import Branch, cause_tree, heat_map


def row(agency: str | None, key: str) -> dict[str, str | None]:
    return {"agency": agency, "requirement": "MIG-014", "cause": "lost", "key": key} | dict.fromkeys(
        ("procedure", "month", "detail")
    )


def test_causes_stand_below_their_kind_the_most_frequent_first() -> None:
    tree = cause_tree({"lost": 1, "differs/spelling/name": 2, "differs/value": 3})
    assert flat(tree) == [
        ("differs", 5),
        ("differs/value", 3),
        ("differs/spelling", 2),
        ("differs/spelling/name", 2),
        ("lost", 1),
    ]
    assert tree[1].words == cause_words("lost") != cause_words("late")
    assert cause_words("changed-due_at").en == "changed: due_at"


def flat(tree: Sequence[Branch]) -> list[tuple[str, int]]:
    return [row for branch in tree for row in ((branch.name, branch.number), *flat(branch.branches))]


def test_cells_add_up_over_matters_and_few_and_many_can_be_told_apart() -> None:
    heat = heat_map([[["H60", "2026-01", 1], ["H61", "2026-02", 999]], [["H60", "2026-01", 1], [None, None, 50]]])

    assert heat.months == ("2026-01", "2026-02", "–")
    assert [agency for agency, _, _ in heat.rows] == ["H61", "–", "H60"]
    assert heat.rows[2][1] == ((2, 1), (0, 0), (0, 0))
    assert heat.rows[0][1][1] == (999, 5)


def test_every_agency_gets_its_own_rows_and_nothing_is_computed_or_escapes(tmp_path: Path) -> None:
    rows = [row(None, "nobody's"), row("../x", "=1+1"), row("../x", "a\x07b"), row("H60.01", "c")]

    written = write_lists(rows, {"MIG-014": "Mọi hồ sơ đều được giải trình."}, tmp_path / "lists")

    assert [path.name for path in written] == [f"{NOBODYS}.xlsx", "_x.xlsx", "H60.01.xlsx"]
    assert all(path.parent == tmp_path / "lists" for path in written)
    cells = [cell for line in load_workbook(written[1]).worksheets[0].iter_rows(min_row=2) for cell in line]
    assert [cell.value for cell in cells if cell.column == 3] == ["=1+1", "a�b"]
    assert "f" not in {cell.data_type for cell in cells}


def test_agencies_whose_names_become_the_same_have_a_file_each(tmp_path: Path) -> None:
    written = write_lists([row("H60/1", "a"), row("H60:1", "b")], {}, tmp_path)
    assert [path.stem for path in written] == ["H60_1", "H60_1-2"]
