"""Words for orders that a province places at tax, social insurance and electricity (profiles of tct, bhxh, evn)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.pco import ObservingPco
from harness.verdict import Code
from specs.profile import Profile, load_profile

Pattern: TypeAlias = Mapping[str, Any]

ITEMS = {"tct": "tax", "bhxh": "insurance", "evn": "electricity"}
"""The systems, and the items of the statement that claim them."""
CLOSED_COMMUNE = "00001"
"""A code that no commune has had since 1 July 2025 (QĐ 19/2025/QĐ-TTg)."""
CREDENTIALS = ["grant_type", "client_id", "client_secret"]
DOSSIER, IDENTITY, COMMUNE = "/MaHoSo", "/SoDinhDanh", "/MaXa"
OWNER = {"/owner/name": "/HoTen", "/owner/phone": "/SoDienThoai"}
WISH = {"/commune": COMMUNE, "/address": "/DiaChi", "/birth": "/NgaySinh", "/value": "/GiaTri"}
"""What an order takes from the dossier and from what the officer enters, and the members that say it."""
ADDED = "added"
"""The fact of an order that the system wrote down."""
EXISTS = 409
"""What a system answers that has such an order."""


@dataclass(frozen=True)
class Words:
    """One system: what its profile calls the operations, members and states."""

    system: str
    profile: Profile

    @property
    def _roles(self) -> Mapping[str, str]:
        roles: Mapping[str, str] = self.profile.settings["roles"]
        return roles

    @property
    def token(self) -> str:
        """The operation that signs in."""
        return str(self.profile.settings["sign_in"])

    @property
    def ordering(self) -> str:
        """The operation that places an order."""
        return self._roles["order"]

    @property
    def telling(self) -> str:
        """What tells the province the state of an order."""
        return self._roles["tell"]

    @property
    def number(self) -> str:
        """The member that holds the number of an order."""
        return str(self.profile.settings["names"]["order"])

    @property
    def final(self) -> Sequence[str]:
        """The states that end an order: done, refused, withdrawn."""
        return list(self.profile.settings["life"]["final"])

    @property
    def path(self) -> Sequence[str]:
        """The states of an order that goes well, in their order."""
        return [state for state in self.profile.settings["states"] if state not in self.final[1:]]

    @property
    def refused(self) -> str:
        """The state of an order that was refused."""
        return self.final[1]

    @property
    def steps_to_late(self) -> int:
        """After how many steps a new order can no longer be withdrawn."""
        early = self.profile.settings["life"]["withdrawable"]
        return next(count for count, state in enumerate(self.path) if state not in early)

    def order(self, dossier: str, **facts: Any) -> Pattern:
        """An order about a dossier; `effect` narrows it to those that the system wrote down."""
        more = {f"facts:/{key}": value for key, value in facts.items()}
        return {"operation": self.ordering, "where": {DOSSIER: dossier, **more}}

    def exists(self, dossier: str) -> Pattern:
        """An order to which the system has answered that it has one, and the province heard so."""
        return {"operation": self.ordering, "where": {DOSSIER: dossier, "reply:/status": EXISTS}}

    def told(self, dossier: str, *, state: str | None = None, taken: bool | None = None) -> Pattern:
        """A push about a dossier's order; `taken`: whether the province said that it took it."""
        wanted = {"/TrangThai": state, "facts:/accepted": taken}
        more = {pointer: value for pointer, value in wanted.items() if value is not None}
        return {"operation": self.telling, "where": {DOSSIER: dossier, **more}}

    def looked_up(self, dossier: str, state: str) -> Pattern:
        """An answered question about a dossier's order in this state."""
        return {
            "operation": self._roles["status"],
            "where": {"reply:/MaHoSo": dossier, "reply:/TrangThai": state, "facts:/status_meant": None},
        }

    def withdrawn(self) -> Pattern:
        """A withdrawal that the system carried out."""
        return {"operation": self._roles["cancel"], "where": {"facts:/effect": "updated"}}

    def asked(self, members: Mapping[str, str]) -> dict[str, str]:
        """Of `members` those that an order to this system has."""
        known = self.profile.operation(self.ordering).request_schema["properties"]
        return {told: sent for told, sent in members.items() if sent.removeprefix("/") in known}

    def kind(self) -> str:
        """Some kind of order."""
        schema = self.profile.operation(self.ordering).request_schema
        return str(schema["properties"][self.profile.settings["names"]["kind"]]["enum"][0])


def claimed(campaign: Campaign) -> list[Words]:
    """The systems that the supplier claims to be connected to."""
    systems = [system for system, item in ITEMS.items() if campaign.statement.supports(item)]
    return [Words(system, load_profile(system, door_profile(campaign, system))) for system in systems]


def door_profile(campaign: Campaign, system: str) -> str:
    """The profile that is played. Raises Inconclusive(PRECONDITION) where nobody plays the system."""
    if system not in campaign.profiles:
        raise Inconclusive(Code.PRECONDITION, f"the target file names no [mocks.{system}]")
    return campaign.profiles[system]


def door(campaign: Campaign, words: Words) -> ObservingPco:
    """The door of the system."""
    return campaign.pcos[words.system]
