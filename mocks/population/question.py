"""What is asked of the database, read from the tree of a SOAP request or from the JSON of a wrapper alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any

BY_IDENTITY: Final = "SoDinhDanh"
BY_OLD_IDENTITY: Final = "SoCMND"
BY_LIST: Final = "list"
BY_NUMBER: Final = "SoYeuCau"
NOTHING: Final = "none"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question: who asks, and for whom. What is missing, or is no text, is "".

    `born` is yyyyMMdd or yyyy, as given. `members` are all members of the question.
    """

    unit: str
    officer: str
    integration: str
    identity: str
    old_identity: str
    name: str
    born: str
    members: Mapping[str, Json]

    @property
    def kind(self) -> str:
        """By what somebody is looked for: `SoDinhDanh`, `SoCMND` or `none`."""
        if self.identity:
            return BY_IDENTITY
        return BY_OLD_IDENTITY if self.old_identity else NOTHING

    @property
    def subject(self) -> str:
        """The number that is asked for."""
        return self.identity or self.old_identity

    def text(self, *path: str) -> str:
        """The text at that path of members; "" where there is none."""
        return text_of(self.members, *path)


def read_question(members: Json) -> Question:
    """Read the members of a question, whatever they are."""
    held = members if isinstance(members, Mapping) else {}
    return Question(
        unit=text_of(held, "MaDonVi") or text_of(held, "MaDVC"),
        officer=text_of(held, "MaCanBo"),
        integration=text_of(held, "MaTichHop"),
        identity=text_of(held, "SoDinhDanh"),
        old_identity=text_of(held, "SoCMND"),
        name=text_of(held, "HoVaTen"),
        born=text_of(held, "NgayThangNamSinh", "NgayThangNam") or text_of(held, "NgayThangNamSinh", "Nam"),
        members=held,
    )


def text_of(members: Json, *path: str) -> str:
    """The text at a path of members; "" where there is none."""
    for name in path:
        members = members.get(name) if isinstance(members, Mapping) else None
    return members.strip() if isinstance(members, str) else ""
