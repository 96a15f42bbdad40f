"""Words for what a province asks the population database (c06-2025; interfaces §4), and whom a test asks about."""

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.exchange import Exchange, reached
from harness.pco import ObservingPco
from harness.verdict import Code
from specs.people import IdentityScheme, make_old_identity, make_person
from specs.vietnamese import decomposed

Pattern: TypeAlias = Mapping[str, Any]

SYSTEM = "c06"
LOOK_UP, CONFIRM = "TraCuuThongTinCongDan", "XacThucThongTinCongDan"
INTEGRATION = {LOOK_UP: "037", CONFIRM: "003"}
ASKED: Pattern = {"operation": [LOOK_UP, CONFIRM]}
UNDELIVERED: Pattern = {"where": {"facts:/reason": "platform-fault"}}
"""A question of which the platform in between says that it did not reach the register."""
PURPOSE = "record-completion"

_NAMED: Pattern = {"properties": {"name": {"x-personal-data": "name"}}}
NEWCOMER: Pattern = {"properties": {**_NAMED["properties"], "resident": _NAMED}}
"""What is personal of somebody who comes into the register, and of the register's answer."""


def at(member: str, operation: str = LOOK_UP) -> str:
    """Pointer to a member of a question."""
    return f"/Envelope/Body/{operation}/{member}"


def about(number: str) -> Pattern:
    """A look-up of somebody, by the number as the door has redacted it."""
    return {"operation": LOOK_UP, "where": {at("SoDinhDanh"): number}}


def is_open(act: Exchange) -> bool:
    """Whether an act of verification said that the register has not answered."""
    return reached(act, "reply:/verification") == ["open"]


def door(campaign: Campaign) -> ObservingPco:
    """The register's door. Raises Inconclusive(PRECONDITION) where nobody plays the register."""
    pco = campaign.pcos.get(SYSTEM)
    if pco is None:
        raise Inconclusive(Code.PRECONDITION, f"the target file names no [mocks.{SYSTEM}]")
    return pco


@dataclass(frozen=True)
class Resident:
    """Somebody in the register: the name as it is recorded there, birth as yyyy-mm-dd or yyyy."""

    identity: str
    name: str
    sex: str
    birth: str
    old_identity: str

    def record(self) -> dict[str, str]:
        """As the command `residents/add` takes it."""
        return asdict(self)


def make_resident(
    rng: random.Random, people: IdentityScheme, *, ending: str = "Tuấn", year_only: bool = False
) -> Resident:
    """Somebody whose name has plain words before `ending`, in which there is no Đ and one place for each tone mark."""
    while True:
        person = make_person(rng, scheme=people)
        if "đ" not in person.name.casefold() and not any(map(_is_open, person.name.split())):
            break
    return Resident(
        identity=str(person.identity_number),
        name=f"{person.name} {ending}",
        sex=str(person.sex),
        birth=str(person.birth_year if year_only else person.birth),
        old_identity=make_old_identity(rng),
    )


def _is_open(word: str) -> bool:
    """Whether the tone mark may stand in two places: hòa, hoà."""
    letters = "".join(letter for letter in decomposed(word.casefold()) if letter.isascii())
    return letters[-2:] in {"oa", "oe", "uy"}
