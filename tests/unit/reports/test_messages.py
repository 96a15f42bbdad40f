"""Every sentence of the reports stands in both languages, is used, and can be filled in."""

import re
import string
from pathlib import Path

import pytest

import reports
from harness.comparison import ENVIRONMENT, REQUIREMENT, STATEMENT, SUITE, SYSTEM
from harness.expectation import Standing
from harness.gate import Answer, Exit
from harness.requirement import AREAS, FIDELITIES, GATE_CLASSES, LEVELS
from harness.verdict import Code, Verdict
from reports.messages import Text, load_messages, say
from reports.nation import CELLS, CONTRADICTS, NO_RECORD, REFUSED, UNFINISHED
from reports.totals import STATUSES

HERE = Path(reports.__file__).parent
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(HERE.rglob("*")) if path.suffix in {".py", ".html"}
)
# Families whose ids are made from a word of the record; each must hold exactly these words.
FAMILIES = {
    "answer": {answer.value for answer in Answer},
    "meaning": {str(code) for name, code in vars(Exit).items() if name.isupper() and code != Exit.REFUSED},
    "status": set(STATUSES),
    "verdict": {verdict.value for verdict in Verdict} | {"SKIPPED"},
    "code": {code.value for code in Code},
    "mark": {"manual", "compressed"},
    "step": {"exchange", "command", "wait", "stimulus", "passage"},
    "silence": {"timeout", "reset", "refused", "cut"},
    "area": set(AREAS),
    "level": set(LEVELS),
    "gate": set(GATE_CLASSES),
    "fidelity": set(FIDELITIES),
    "mode": {"certification", "diagnostic"},
    "challenge": {"open", "accepted"},
    "expected": {standing.value for standing in Standing},
    "cause": {SYSTEM, SUITE, STATEMENT, REQUIREMENT, ENVIRONMENT},
    "cell": set(CELLS),
    "standing": {NO_RECORD, CONTRADICTS, UNFINISHED, REFUSED},
}
VIETNAMESE = re.compile(r"[à-ỹđÀ-ỸĐ]")


@pytest.mark.parametrize(("family", "names"), FAMILIES.items(), ids=FAMILIES)
def test_a_family_speaks_of_every_word_it_may_meet(family: str, names: set[str]) -> None:
    known = {name.partition(".")[2] for name in load_messages() if name.partition(".")[0] == family}
    assert known == names
    assert re.search(rf'"{family}\."|f"{family}\.\{{', SOURCES), f"nothing asks for {family}"


def test_every_other_message_is_used() -> None:
    unused = [name for name in load_messages() if name.partition(".")[0] not in FAMILIES and f'"{name}"' not in SOURCES]
    assert unused == []


def test_every_message_that_is_asked_for_exists() -> None:
    asked = set(re.findall(r'(?:\bt|say|_say|_heading)\(\s*"([a-z_]+\.[A-Za-z_0-9-]+)"', SOURCES))
    assert len(asked) > 80
    assert asked - set(load_messages()) == set()


def test_every_message_says_something_in_both_languages() -> None:
    short = {"evidence.profile"}
    for name, text in load_messages().items():
        assert text.vi.strip() == text.vi != ""
        assert text.en.strip() == text.en != ""
        assert VIETNAMESE.search(text.vi) or "{" in text.vi or name in short, f"{name} is not Vietnamese"
        assert not VIETNAMESE.search(text.en), f"{name} is not English"


def test_both_languages_ask_for_the_same_values() -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert [name for name, text in load_messages().items() if names(text.vi) != names(text.en)] == []


def test_a_text_among_the_values_speaks_its_own_language() -> None:
    filled = say("decision.period_value", start=Text("sáng", "morning"), end=Text("chiều", "afternoon"))
    assert filled == Text("từ sáng đến chiều", "morning to afternoon")


def test_an_unknown_message_is_refused() -> None:
    with pytest.raises(KeyError):
        say("no.such")


def test_a_message_without_a_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "messages.toml").write_text('[a]\nb = { vi = "một" }\n', encoding="utf-8")
    with pytest.raises(KeyError):
        load_messages(tmp_path / "messages.toml")
