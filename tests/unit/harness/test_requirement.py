"""The catalogue is read whole or refused whole, with file, row and reason."""

from pathlib import Path

import pytest

from harness.errors import Refused
from harness.requirement import load_catalogue
from specs import FOLDER

ROW = """[[requirement]]
id = "CONN-001"
level = "MUST"
gate_class = "blocking"
area = "CONN"
fidelity = "observed"
applicable = ""
actor = "provincial-system"
method = "test"
operations = ["dvcqg-2025:DangNhap"]
evidence_lifetime = "P30D"
derived_from = ["Q1"]
source.document = "B"
source.title = "Hội nghị"
source.clause = "hoàn thành kết nối"
interpretation.status = "assumption"
interpretation.by = "lienthong"
interpretation.text = {vi = "a", en = "a"}
text = {vi = "a", en = "a"}
rationale = {vi = "a", en = "a"}
next_step = {vi = "a", en = "a"}
"""


def catalogue_of(folder: Path, text: str) -> Path:
    """A catalogue of one file."""
    (folder / "conn.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_catalogue_can_be_read() -> None:
    assert load_catalogue(FOLDER / "requirements")["CONN-001"].clause.startswith("B: ")


def test_a_good_row_is_read(tmp_path: Path) -> None:
    row = load_catalogue(catalogue_of(tmp_path, ROW))["CONN-001"]

    assert (row.area, row.level, row.gate_class, row.derived) == ("CONN", "MUST", "blocking", True)


@pytest.mark.parametrize(
    ("good", "bad", "reason"),
    [
        ('id = "CONN-001"', 'id = "SYNC-001"', "id is not AREA-NNN"),
        ('id = "CONN-001"', 'id = "CONN-1"', "id is not AREA-NNN"),
        ('id = "CONN-001"', "id = 1", "id is not AREA-NNN"),
        ('id = "CONN-001"\n', "", "id missing"),
        ('area = "CONN"', 'area = "CON"', "id is not AREA-NNN"),
        ('level = "MUST"', 'level = "must"', "level 'must' is unknown"),
        ('level = "MUST"', 'level = "SHOULD"', "SHOULD is never blocking"),
        ('level = "MUST"', 'level = "MAY"', "MAY is never blocking"),
        ('gate_class = "blocking"', 'gate_class = "Blocking"', "gate class 'Blocking' is unknown"),
        ('fidelity = "observed"', 'fidelity = "guessed"', "fidelity 'guessed' is unknown"),
        ('fidelity = "observed"', 'fidelity = "assumed"', "what is assumed never blocks"),
        ('derived_from = ["Q1"]\n', "", "derived_from"),
        ('clause = "hoàn thành kết nối"', "klause = 1", "source"),
        ('text = {vi = "a", en = "a"}\nrationale', 'text = {vi = "a"}\nrationale', "text: 'en' is a required"),
        ('next_step = {vi = "a", en = "a"}\n', "", "'next_step' is a required"),
        ('applicable = ""\n', "", "'applicable' is a required"),
        ('applicable = ""', 'aplicable = "vneid"\napplicable = ""', "aplicable"),
        ("[[requirement]]", "[requirement]", "is no row"),
        ('level = "MUST"', 'level = "MUST', "Illegal|Invalid|Unterminated"),
        ("[[requirement]]", "[[requirements]]", "requirement"),
    ],
)
def test_a_bad_row_is_refused_with_file_row_and_reason(tmp_path: Path, good: str, bad: str, reason: str) -> None:
    assert good in ROW
    with pytest.raises(Refused, match=rf"^conn\.toml.*(?:{reason})") as caught:
        load_catalogue(catalogue_of(tmp_path, ROW.replace(good, bad, 1)))

    assert "\n" not in str(caught.value)


def test_no_ground_is_refused(tmp_path: Path) -> None:
    text = ROW.replace('["Q1"]', "[]").replace("hoàn thành kết nối", "")

    with pytest.raises(Refused, match="no source and no derivation"):
        load_catalogue(catalogue_of(tmp_path, text))


def test_the_second_row_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"conn\.toml, row 2: id CONN-001 is repeated"):
        load_catalogue(catalogue_of(tmp_path, ROW + ROW))


def test_an_empty_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no requirement"):
        load_catalogue(tmp_path)
