"""Vietnamese text in its several lawful spellings: composed or decomposed Unicode, and the place of the tone mark.

Two rules for the tone mark are in use and neither is wrong. They differ in open syllables with the rhymes `oa`, `oe`
and `uy` alone: the older one marks the first vowel (`hòa`, `khỏe`, `thủy`), the newer one the main vowel (`hoà`,
`khoẻ`, `thuỷ`). Elsewhere both agree: before a final consonant or a third vowel (`hoàn`, `ngoài`, `huỳnh`), where a
letter has a mark of its own (`thuở`, `huế`), and after `qu` and `gi`, whose `u` and `i` belong to the consonant (`quý`,
`già`).
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

UnicodeForm = Literal["NFC", "NFD"]
ToneStyle = Literal["old", "new"]

_MARKS: Final = "\u0300-\u036f"
_TONE: Final = "[\u0300\u0301\u0303\u0309\u0323]"  # huyền, sắc, ngã, hỏi, nặng
_OPEN_RHYME: Final = re.compile(
    rf"(?<![^\W_])(?<![{_MARKS}])"  # from the beginning of a word: no letter or digit before it, nor a mark of one
    r"(?P<onset>(?:gi|[bcdđghklmnprstvx]*))"  # without q: the u of `quy` is no vowel
    rf"(?:(?P<o>o)(?P<o_tone>{_TONE}?)(?P<ae>[ae])(?P<ae_tone>{_TONE}?)"
    rf"|(?P<u>u)(?P<u_tone>{_TONE}?)(?P<y>y)(?P<y_tone>{_TONE}?))"
    r"(?![^\W_])",  # to its end: a final consonant or a third vowel settles the place
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Writing:
    """How Vietnamese text is to be written; `tones` None leaves the marks where they stand."""

    form: UnicodeForm = "NFC"
    tones: ToneStyle | None = None


COMPOSED: Final = Writing()
WRITINGS: Final = tuple(Writing(form, tones) for form in ("NFC", "NFD") for tones in ("old", "new"))
"""The four ways in which the same name comes from different systems."""


def decomposed(text: str) -> str:
    """The text with every mark as a character of its own (Unicode form NFD), as some systems send it."""
    return unicodedata.normalize("NFD", text)


def tone_style(text: str, style: ToneStyle = "old") -> str:
    """The text with its tone marks placed by the older (`hòa`) or the newer (`hoà`) rule, and nothing else changed.

    Text in form NFD stays in it; any other comes back in form NFC. A syllable with two tone marks is no Vietnamese and
    is left alone.
    """
    moved = _OPEN_RHYME.sub(lambda found: _marked(found, style), decomposed(text))
    keeps_form = unicodedata.is_normalized("NFD", text) and not unicodedata.is_normalized("NFC", text)
    return moved if keeps_form else unicodedata.normalize("NFC", moved)


def normalised(text: str) -> str:
    """The text in form NFC with tone marks by the older rule: equal for two spellings of the same words.

    Case, spaces and the choice of i or y (`Mỹ`, `Mĩ`) stay different; names of places: `same_name`.
    """
    return unicodedata.normalize("NFC", tone_style(text, "old"))


def written(text: str, writing: Writing) -> str:
    """The text in the given writing."""
    return unicodedata.normalize(writing.form, tone_style(text, writing.tones) if writing.tones else text)


def _marked(found: re.Match[str], style: ToneStyle) -> str:
    part = {name: value or "" for name, value in found.groupdict().items()}
    first, second = part["o"] + part["u"], part["ae"] + part["y"]
    tones = [tone for tone in (part["o_tone"] + part["u_tone"], part["ae_tone"] + part["y_tone"]) if tone]
    own_mark = unicodedata.combining(found.string[found.end() : found.end() + 1] or " ")  # `uế` is no rhyme of these
    if len(tones) != 1 or own_mark:
        return found.group()
    return part["onset"] + (first + tones[0] + second if style == "old" else first + second + tones[0])
