"""What a supplier claims, and what follows from it."""

from pathlib import Path

import pytest

from harness.errors import Refused
from harness.statement import ConformanceStatement, Item, load_items, read_statement
from specs import FOLDER

ITEMS = {
    "portal.sync": Item("portal.sync", "m", "", "CONN-001", {}),
    "channel.online": Item("channel.online", "o", "", None, {}),
    "postal": Item("postal", "o", "", None, {}),
    "vneid": Item("vneid", "c", "channel.online", None, {}),
}


def stated(**answers: bool) -> ConformanceStatement:
    """Answers by name, `_` for the dot."""
    return read_statement(ITEMS, {name.replace("_", "."): answer for name, answer in answers.items()})


@pytest.mark.parametrize(
    ("predicate", "holds"),
    [
        ("", True),
        ("channel.online", True),
        ("postal", False),
        ("not postal", True),
        ("channel.online and postal", False),
        ("channel.online or postal", True),
        ("not (channel.online or postal)", False),
        ("vneid and (channel.online or not postal)", True),
    ],
)
def test_predicates(predicate: str, *, holds: bool) -> None:
    assert stated(channel_online=True, vneid=True).holds(predicate) is holds


@pytest.mark.parametrize(
    "predicate",
    [
        "portal.sync",
        "not portal.sync",
        "unknown",
        "and",
        "postal and",
        "a < b",
        "channel. online",
        "post al",
        "1",
        "()",
    ],
)
def test_other_predicates_are_refused(predicate: str) -> None:
    with pytest.raises(Refused, match="predicate"):
        stated(channel_online=True, postal=True).holds(predicate)


def test_a_conditional_item_falls_with_its_condition() -> None:
    assert stated(channel_online=True, vneid=True).supports("vneid")
    assert not stated(channel_online=False, vneid=True).supports("vneid")
    assert not stated(channel_online=True).supports("vneid")


def test_a_line_keeps_what_was_left_out() -> None:
    line = stated().line("portal.sync")

    assert (line.id, line.status, line.answer) == ("statement:portal.sync", "m", None)


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(Refused, match=r"'portal\.synk' is no item; the items are portal\.sync"):
        read_statement(ITEMS, {"portal.synk": True})


def test_the_shipped_items_can_be_read() -> None:
    items = load_items(FOLDER / "statement.toml")

    assert items["portal.sync"].requirement == "CONN-001"
    assert items["vneid"].predicate == "channel.online"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ('id = "a"\nstatus = "x"\ntext.en = "A"', "row 1 .'a'.: status 'x'"),
        ('id = "a"\nstatus = "c"\ntext.en = "A"', "status 'c'"),
        ('id = "a"\nstatus = "c()"\ntext.en = "A"', r"status 'c\(\)'"),
        ('id = "a"\nstatus = "o(b)"\ntext.en = "A"', r"status 'o\(b\)'"),
        ('id = "a"\nstatus = "m"\ntext.en = "A"', "m item names its requirement"),
        ('id = "a"\nstatus = "o"\nrequirement = "CONN-001"\ntext.en = "A"', "m item names its requirement"),
        ('id = "a"\nstatus = "o"', "text"),
        ('status = "o"', "id"),
        ('id = "a"\nstatus = "o"\ntext.en = "A"\n[[item]]\nid = "a"\nstatus = "o"\ntext.en = "A"', "row 2.*repeated"),
        ("id = ", "Invalid"),
    ],
)
def test_a_bad_row_is_refused_by_name(tmp_path: Path, rows: str, reason: str) -> None:
    path = tmp_path / "statement.toml"
    path.write_text(f"[[item]]\n{rows}\n", encoding="utf-8")

    with pytest.raises(Refused, match=rf"statement\.toml.*{reason}"):
        load_items(path)


def test_nested_predicates_keep_their_brackets(tmp_path: Path) -> None:
    path = tmp_path / "statement.toml"
    path.write_text('[[item]]\nid = "a"\nstatus = "c(b and (c or d))"\ntext.en = "A"\n', encoding="utf-8")

    assert load_items(path)["a"].predicate == "b and (c or d)"
