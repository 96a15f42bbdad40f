"""What a cell of the workbook says, by the type of its column. Pure; a ValueError says why one cannot be read."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from harness.attestation.form import Column
from specs.codebook import communes

YES_NO = {"yes": "yes", "có": "yes", "no": "no", "không": "no"}
PHONE = re.compile(r"\+?[0-9]{8,12}")
SPACING = re.compile(r"[\s.()-]")
DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
COMMUNE_DIGITS = 5
LONGEST = 2000


@dataclass(frozen=True)
class Setting:
    """What a cell is read against: the day of reading, and the province (code of two digits) of the workbook."""

    today: date
    province: str


def read_cell(value: object, column: Column, setting: Setting) -> str:
    """The cell as text: empty where it is empty, days as YYYY-MM-DD. Raises ValueError with the reason."""
    text = _text(value)
    if not text:
        return ""
    if len(text) > LONGEST:
        raise ValueError(f"{len(text)} characters; at most {LONGEST} are read")
    return READERS[column.type](value, text, column, setting)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(unicodedata.normalize("NFC", str(value)).split())


def _read_text(_value: object, text: str, _column: Column, _setting: Setting) -> str:
    return text


def _read_number(_value: object, text: str, _column: Column, _setting: Setting) -> str:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError(f"{text!r} is no whole number")
    return text


def _read_date(value: object, text: str, column: Column, setting: Setting) -> str:
    """A date cell, YYYY-MM-DD, or the Vietnamese day/month/year."""
    try:
        if isinstance(value, date):
            day = value.date() if isinstance(value, datetime) else value
        elif vietnamese := DAY_FIRST.fullmatch(text):
            day = date(int(vietnamese[3]), int(vietnamese[2]), int(vietnamese[1]))
        else:
            day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no day (YYYY-MM-DD or DD/MM/YYYY)") from None
    if day > setting.today and not column.future:
        raise ValueError(f"{day} is in the future")
    return day.isoformat()


def _read_yes_no(_value: object, text: str, _column: Column, _setting: Setting) -> str:
    if text.lower() not in YES_NO:
        raise ValueError(f"{text!r} is neither yes (có) nor no (không)")
    return YES_NO[text.lower()]


def _read_phone(_value: object, text: str, _column: Column, _setting: Setting) -> str:
    digits = SPACING.sub("", text)
    if not PHONE.fullmatch(digits):
        raise ValueError("it is no telephone number of 8 to 12 digits; a leading 0 is kept where the cell is text")
    return digits


def _read_choice(_value: object, text: str, column: Column, _setting: Setting) -> str:
    if text not in column.choices:
        raise ValueError(f"{text!r} is none of {', '.join(column.choices)}")
    return text


def _read_commune(_value: object, text: str, _column: Column, setting: Setting) -> str:
    code = text.zfill(COMMUNE_DIGITS)
    known = communes().get(code)
    if known is None or known.province != setting.province:
        raise ValueError(f"{text!r} is no commune of province {setting.province}")
    return code


def _read_path(_value: object, text: str, _column: Column, _setting: Setting) -> str:
    steps = [step.strip() for step in text.split(">")]
    if not all(steps):
        raise ValueError(f"{text!r} has an empty step")
    return " > ".join(steps)


READERS: Mapping[str, Callable[[object, str, Column, Setting], str]] = {
    "text": _read_text,
    "number": _read_number,
    "date": _read_date,
    "yes-no": _read_yes_no,
    "phone": _read_phone,
    "choice": _read_choice,
    "commune": _read_commune,
    "path": _read_path,
}
