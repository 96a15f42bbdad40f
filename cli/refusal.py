"""Which exceptions are the operator's to mend, and how they are told: one line, exit 2."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """One line that says what is wrong and what to do."""

    text: str

    def as_json(self) -> str:
        """The same, for `--json`: nothing was opened, so there is no answer."""
        row = {"schema": "lienthong/readiness/1", "answer": None, "exit_code": 2, "error": self.text}
        return json.dumps(row, ensure_ascii=False) + "\n"


def refusal_of(exception: Exception) -> Refusal | None:
    """The refusal that an exception is; None where it is a fault of ours."""
    from harness.errors import Refused
    from specs.errors import SpecError

    if hasattr(exception, "format_message"):  # wrong usage; typer brings a click of its own, so its class is no mark
        return Refusal(_one_line(f"{exception.format_message()} {_more(exception)}"))
    if isinstance(exception, Refused | SpecError):
        return Refusal(_one_line(str(exception)))
    return None


def _more(exception: Exception) -> str:
    """Where to read what the command takes."""
    path = getattr(getattr(exception, "ctx", None), "command_path", "lienthong")
    return f"(`{path} --help`)"


def _one_line(text: str) -> str:
    return " ".join(text.split())
