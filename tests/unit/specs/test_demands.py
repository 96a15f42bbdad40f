"""The documents stand in the tree sentence by sentence, with nothing left out; what they demand is told of each."""

from pathlib import Path

import pytest

from specs import FOLDER
from specs.demands import Document, load_sources
from specs.errors import SpecError

SOURCES = load_sources()
LETTERS = ("A", "B", "C", "D", "E")
DEMANDS, SYSTEMS = 49, 16


def words(text: str) -> list[str]:
    return text.split()


def published(document: Document) -> list[str]:
    return words((FOLDER / "documents" / f"{document.letter}.txt").read_text(encoding="utf-8"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The pages in a folder of their own, to be spoilt."""
    (tmp_path / "documents").mkdir()
    for path in (FOLDER / "demands.toml", *(FOLDER / "documents").glob("*.toml")):
        (tmp_path / path.relative_to(FOLDER)).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def test_every_document_every_demand_and_every_system_is_there() -> None:
    assert tuple(SOURCES.documents) == LETTERS
    assert (len(SOURCES.demands), len(SOURCES.systems)) == (DEMANDS, SYSTEMS)


@pytest.mark.parametrize("letter", LETTERS)
def test_the_sentences_are_the_whole_document(letter: str) -> None:
    document = SOURCES.documents[letter]

    assert words(" ".join(sentence.text for sentence in document.sentences)) == published(document)


@pytest.mark.parametrize("letter", LETTERS)
def test_a_sentence_left_out_would_be_seen(letter: str) -> None:
    document = SOURCES.documents[letter]
    for number in range(len(document.sentences)):
        rest = document.sentences[:number] + document.sentences[number + 1 :]
        assert words(" ".join(sentence.text for sentence in rest)) != published(document)


def test_every_demand_is_made_by_a_sentence_or_is_derived() -> None:
    assert [number for number in SOURCES.demands if not SOURCES.documents_of(number)] == [
        number for number, demand in SOURCES.demands.items() if demand.derived
    ]


def test_every_system_has_interfaces_that_exist() -> None:
    for system in SOURCES.systems.values():
        assert all((FOLDER / "interfaces" / name).is_dir() for name in system.interfaces), system.id


def test_every_text_is_in_both_languages() -> None:
    texts = [row.text for row in SOURCES.demands.values()] + [row.name for row in SOURCES.systems.values()]
    texts += [row.not_tested for row in SOURCES.demands.values() if row.not_tested] + list(SOURCES.reasons.values())

    assert all(text["vi"] and text["en"] and text["vi"] != text["en"] for text in texts)


SPOILT = [
    ("demands.toml", 'number = 7\narea = "SYNC"', 'number = 8\narea = "SYNC"', "without a gap"),
    ("demands.toml", 'number = 7\narea = "SYNC"\n', "number = 7\n", "missing: area"),
    ("demands.toml", 'number = 7\narea = "SYNC"\n', 'number = 7\narea = "SYNC"\nkind = "x"\n', "unknown: kind"),
    ("demands.toml", 'role = "record"', 'role = "nothing"', "is unknown"),
    ("demands.toml", 'documents = ["C"]', 'documents = ["Z"]', "is unknown"),
    ("demands.toml", 'id = "S9"', 'id = "S8"', "stands twice"),
    ("demands.toml", "[[demand]]", "[[demand", "cannot be read"),
    ("documents/B.toml", "demands = [42]", "demands = [50]", "stands in no row"),
    ("documents/B.toml", "demands = [42]", 'none = "dull"', "stands in no row"),
    ("documents/B.toml", "demands = [42]\n", "", "says why it makes none"),
    ("documents/B.toml", "demands = [42]\n", 'demands = [42]\nnone = "page"\n', "says why it makes none"),
]


@pytest.mark.parametrize(("name", "old", "new", "reason"), SPOILT, ids=[row[3] + row[2][:12] for row in SPOILT])
def test_a_bad_row_is_refused_with_its_reason(copy: Path, name: str, old: str, new: str, reason: str) -> None:
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(SpecError, match=reason):
        load_sources(copy)
