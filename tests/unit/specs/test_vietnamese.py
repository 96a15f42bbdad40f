"""The same Vietnamese word in its spellings: Unicode forms and places of the tone mark."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from specs.administrative_units import communes, same_name
from specs.vietnamese import COMPOSED, WRITINGS, ToneStyle, Writing, decomposed, normalised, tone_style, written

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĐEIOQUY"
TONES = "\u0300\u0301\u0303\u0309\u0323"
RHYMES = ("oa", "oe", "uy", "oan", "oai", "oang", "uynh", "uya", "uê", "uơ", "uôi", "ia", "ua", "y", "u", "o")
ONSETS = (
    "",
    "b",
    "c",
    "ch",
    "đ",
    "g",
    "gi",
    "h",
    "kh",
    "l",
    "ng",
    "ngh",
    "nh",
    "ph",
    "qu",
    "q",
    "t",
    "th",
    "tr",
    "x",
    "Th",
    "GI",
)


@st.composite
def syllables(draw: st.DrawFn) -> str:
    """An onset, a rhyme and a tone on any letter of the rhyme, right or wrong, composed or not."""
    rhyme = draw(st.sampled_from(RHYMES))
    at = draw(st.integers(0, len(rhyme)))
    tone = draw(st.sampled_from(["", *TONES]))
    text = draw(st.sampled_from(ONSETS)) + rhyme[:at] + tone + rhyme[at:]
    return unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), draw(st.sampled_from([text, text.upper()])))


TEXTS = st.one_of(
    st.lists(syllables(), max_size=5).map(" ".join),
    st.text(alphabet=LETTERS + TONES + " -,.\u0302\u0306\u031b\u0327_1", max_size=20),
    st.text(max_size=20),
)
STYLES = st.sampled_from(["old", "new"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("khỏe", "khoẻ"),
        ("thủy", "thuỷ"),
        ("Thanh Hóa", "Thanh Hoá"),
        ("ỦY BAN", "UỶ BAN"),
        ("Òa", "Oà"),
        ("ngụy", "nguỵ"),
        ("lòa xòa", "loà xoà"),
        ("tòa-án, (hóa)", "toà-án, (hoá)"),
        ("Ông Hòa: “khỏe”!", "Ông Hoà: “khoẻ”!"),
    ],
)
def test_open_syllables_are_written_in_two_ways(old: str, new: str) -> None:
    assert tone_style(old, "new") == tone_style(new, "new") == new
    assert tone_style(new, "old") == tone_style(old, "old") == old
    assert tone_style(old) == old
    assert normalised(new) == normalised(decomposed(new)) == old
    assert same_name(old, new)


@pytest.mark.parametrize("style", ["old", "new"])
@pytest.mark.parametrize(
    "word",
    [
        "quý", "quỳ", "QUÝ", "quà", "già", "giò", "giỏ", "gìn", "hoàn", "hoàng", "hoạch", "ngoài", "ngoáy", "khoét",
        "huỳnh", "quỳnh", "quýt", "huých", "khuỷu", "khuỵu", "suýt", "tuyết", "thuở", "huế", "tuế", "khuya", "mùa",
        "của", "mía", "lý", "đổ", "được", "rượu", "ngoằn", "xoăn", "hoa", "khoe", "tuy", "Mỹ", "hoà1", "x_2",
    ],
)  # fmt: skip
def test_all_other_syllables_are_written_in_one_way(word: str, style: ToneStyle) -> None:
    assert tone_style(word, style) == word
    assert tone_style(decomposed(word), style) == decomposed(word)


@given(text=TEXTS, style=STYLES)
@example(text="òa\u1dca", style="new")
@example(text="òà", style="new")
def test_nothing_but_the_place_of_a_mark_changes(text: str, style: ToneStyle) -> None:
    moved = tone_style(text, style)
    assert normalised(moved) == normalised(text)
    assert tone_style(moved, style) == moved
    assert sorted(decomposed(moved)) == sorted(decomposed(text))
    assert same_name(moved, text)


@given(text=TEXTS, style=STYLES)
def test_the_unicode_form_stays(text: str, style: ToneStyle) -> None:
    assert unicodedata.is_normalized("NFC", tone_style(unicodedata.normalize("NFC", text), style))
    assert unicodedata.is_normalized("NFD", decomposed(text))
    assert decomposed(tone_style(decomposed(text), style)) == decomposed(tone_style(text, style))
    assert tone_style(decomposed("Hòa Bình"), style) == decomposed(tone_style("Hòa Bình", style))


@given(text=TEXTS, writing=st.sampled_from([COMPOSED, Writing("NFD"), *WRITINGS]))
def test_every_writing_says_the_same(text: str, writing: Writing) -> None:
    result = written(text, writing)
    assert unicodedata.is_normalized(writing.form, result)
    assert normalised(result) == normalised(text)
    assert written(result, writing) == result
    assert normalised(normalised(text)) == normalised(text)


def test_the_words_themselves_stay_different() -> None:
    for one, other in (("Hòa", "hòa"), ("Mỹ", "Mĩ"), ("hòa", "hóa"), ("ma", "mà"), ("Đông Hà", "Dông Hà")):
        assert normalised(one) != normalised(other)


def test_every_commune_survives_every_writing() -> None:
    moved = 0
    for commune in communes().values():
        for writing in WRITINGS:
            assert normalised(written(commune.name, writing)) == normalised(commune.name)
        moved += tone_style(commune.name, "old") != tone_style(commune.name, "new")
    assert moved > 100
