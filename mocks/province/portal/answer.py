"""What the portal answers, and what its codes mean (§2.1 and Q3, Q4 of the interface study)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SUCCESS: Final = frozenset({"0", "00"})  # seen as 0, "0" and "00"
EXISTS: Final = frozenset({"3", "-3"})
EXPIRED: Final = frozenset({"-2"})  # assumed: no source tells how the portal refuses a session
EXISTS_WORDS: Final = "đã tồn tại"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of `/integration`; `error_code` as it stood in the JSON."""

    error_code: object
    message: str
    result: object

    @property
    def code(self) -> str:
        """The error code as text, whichever way it was spelt; a code that is neither number nor text is none at all."""
        if isinstance(self.error_code, bool) or not isinstance(self.error_code, int | str):
            return ""
        return str(self.error_code).strip()


def read_answer(body: Mapping[str, object]) -> Answer:
    """Read an answer; what is left out is empty."""
    message = body.get("message")
    return Answer(body.get("error_code"), message if isinstance(message, str) else "", body.get("result"))


def is_success(answer: Answer) -> bool:
    """Say whether the call succeeded: by its code, never by its wording."""
    return answer.code in SUCCESS


def is_exists(answer: Answer) -> bool:
    """Say whether an add was refused because the portal has the dossier: by code, or else by the words."""
    return answer.code in EXISTS or EXISTS_WORDS in answer.message.casefold()


def is_expired(answer: Answer) -> bool:
    """Say whether the session was refused."""
    return answer.code in EXPIRED
