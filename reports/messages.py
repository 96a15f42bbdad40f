"""The sentences of the reports, in both languages, by id."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en")
CATALOGUE = Path(__file__).parent / "messages.toml"


@dataclass(frozen=True)
class Text:
    """One thing said in Vietnamese and in English; words that came from outside are the same in both."""

    vi: str
    en: str

    def __bool__(self) -> bool:
        return bool(self.vi or self.en)

    def in_language(self, language: str) -> str:
        """The words in "vi" or "en"."""
        return {"vi": self.vi, "en": self.en}[language]


@cache
def load_messages(path: Path = CATALOGUE) -> Mapping[str, Text]:
    """Every message by its id `family.name`. Raises KeyError where one lacks a language."""
    families = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        f"{family}.{name}": Text(row["vi"], row["en"])
        for family, rows in families.items()
        for name, row in rows.items()
    }


def say(message: str, **values: object) -> Text:
    """The message `message` with its `{names}` filled in; a Text among the values speaks its own language.

    Raises KeyError for an id that is not in the catalogue and for a name without a value.
    """
    text = load_messages()[message]
    filled = {language: _in_language(values, language) for language in LANGUAGES}
    return Text(text.vi.format_map(filled["vi"]), text.en.format_map(filled["en"]))


def _in_language(values: Mapping[str, object], language: str) -> dict[str, object]:
    return {name: value.in_language(language) if isinstance(value, Text) else value for name, value in values.items()}
