"""`attest` refuses what it cannot use, and overwrites nothing. The page on statements runs it as people do."""

from pathlib import Path
from typing import Any

import pytest

from cli.attesting import attest
from cli.init import write_target
from harness.errors import Refused

NEITHER = "--workbook FILE with --sut FILE to judge, or --template FILE to write the form"
USES: list[tuple[dict[str, Any], str]] = [
    ({}, NEITHER),
    ({"workbook": Path("w.xlsx")}, NEITHER),
    ({"workbook": Path("w.xlsx"), "template": Path("t.xlsx")}, NEITHER),
    ({"template": Path("t.xlsx"), "sample": True}, "give its target file with --sut"),
    ({"template": Path("there.xlsx")}, "never overwritten"),
    ({"workbook": Path("w.xlsx"), "sut": Path("gone.toml")}, "no such file"),
    ({"workbook": Path("w.xlsx"), "sut": Path("province.toml"), "policy": "first-light"}, "does not ask for attest"),
    ({"workbook": Path("w.xlsx"), "sut": Path("province.toml")}, "w.xlsx: No such file"),
]


@pytest.mark.parametrize(("words", "reason"), USES)
def test_wrong_use_is_refused_and_leaves_nothing(
    words: dict[str, Any], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_target(Path("province.toml"))
    Path("there.xlsx").touch()

    with pytest.raises(Refused, match=reason):
        attest(**words)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["province.toml", "there.xlsx"]
