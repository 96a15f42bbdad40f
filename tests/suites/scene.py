"""A scene: acts that were driven, what the portal saw of them, and the fence behind which absence counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from harness.campaign import Campaign
from harness.checks.pattern import matches, some
from harness.errors import Inconclusive
from harness.exchange import Exchange, reached
from harness.fence import raise_fence, seen
from harness.pco import ObservingPco
from harness.upper_tester import Act
from harness.verdict import Code
from specs.profile import load_profile
from tests.suites import coordination, office, portal
from tests.suites.portal import Pattern

FROM_PROVINCE: Final = "from-sut"
S = TypeVar("S")


@dataclass(frozen=True)
class Begun(Generic[S]):
    """A scene as far as it came, and what ended it too early, if anything did.

    What was sent by then may be wrong already; that nothing was is said of a whole scene alone.
    """

    scene: S
    trouble: Inconclusive | None = None

    def whole(self) -> S:
        """The scene. Raises what ended it too early."""
        if self.trouble is not None:
            raise self.trouble
        return self.scene


def begin(scene: S, play: Callable[[S], None]) -> Begun[S]:
    """Play a scene as far as it goes."""
    try:
        play(scene)
    except Inconclusive as trouble:
        return Begun(scene, trouble)
    return Begun(scene)


@dataclass
class Scene:
    """Dossiers by the part they play, their acts in order, and what came through the portal's door meanwhile."""

    campaign: Campaign
    mark: int
    end: int | None = None
    dossiers: dict[str, str] = field(default_factory=dict)
    acts: dict[str, list[Act]] = field(default_factory=dict)
    told: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    fence: Pattern = field(default_factory=dict)

    @property
    def pco(self) -> ObservingPco:
        """The portal's door."""
        return self.campaign.pcos[portal.SYSTEM]

    @property
    def exchanges(self) -> Sequence[Exchange]:
        """Everything that came through the door from the beginning of the scene to its end."""
        return self.pco.exchanges[self.mark : self.end]

    def accept(self, part: str, **changes: Any) -> str:
        """A clerk accepts a dossier for this part, of some procedure unless `changes` names one; gives its code."""
        rng = self.campaign.rng
        procedure = changes.pop("procedure", None) or rng.choice(procedures(self.campaign))
        told = office.application(rng, procedure, people=self.campaign.people, **changes)
        done = self.campaign.upper_tester.accept(told)
        if done.dossier in self.dossiers.values():
            raise Inconclusive(Code.PRECONDITION, f"the system gave two dossiers the code {done.dossier!r}")
        self.dossiers[part], self.told[part] = done.dossier, told
        self.acts[part] = [done]
        return done.dossier

    def do(self, part: str, name: str, **more: Any) -> Act:
        """An officer acts on the dossier of this part; `name` is the act's in the upper-tester contract (`process`)."""
        told = office.act(self.campaign.rng, **more)
        done = self.campaign.upper_tester.act(self.dossiers[part], name, told)
        self.acts[part].append(done)
        return done

    def until(self, pattern: Pattern, *, within: float, reason: str) -> Exchange | None:
        """Give an exchange time to come; None where it does not."""
        return self.campaign.wait_at_most(seen(self.pco, pattern, self.mark), within=within, reason=reason)

    def until_synced(self, part: str, status: str) -> Exchange | None:
        """Give a status of this part's dossier time to be taken by the portal."""
        within = self.campaign.access.timers.sync_within_s
        pattern = portal.accepted_push(self.dossiers[part], status=status)
        return self.until(pattern, within=within, reason=f"status {status} of {part} is taken by the portal")

    def close(self) -> None:
        """Raise the fence: a later dossier arrives, then all is quiet."""

        def drive() -> str:
            return self.accept("fence")

        self.fence = raise_fence(self.campaign, self.pco, drive, portal.push)
        self.end = len(self.pco.exchanges)

    def everywhere(self) -> list[Exchange]:
        """The same with what the other national systems have seen since the campaign began."""
        others = [pco for system, pco in self.campaign.pcos.items() if system != portal.SYSTEM]
        return [*self.exchanges, *(exchange for pco in others for exchange in pco.exchanges)]

    def calls(self, *parts: str) -> list[Exchange]:
        """Every call about the dossiers of these parts, in the order of the door."""
        codes = [self.dossiers[part] for part in parts]
        patterns = [kind(code) for code in codes for kind in (portal.look_up, portal.push, portal.step)]
        return [exchange for exchange in self.exchanges if any(matches(exchange, row) for row in patterns)]

    def about(self, *parts: str) -> list[Exchange]:
        """The same, with the fence behind which their silence counts."""
        fence = [exchange for exchange in self.exchanges if self.fence and matches(exchange, self.fence)]
        return sorted([*self.calls(*parts), *fence], key=lambda exchange: exchange.seq)

    def pushed(self, part: str, **where: Any) -> Exchange:
        """The first push of this part's dossier; Inconclusive(NO_TRAFFIC) where there is none."""
        return some(self.exchanges, portal.push(self.dossiers[part], **where))[0]

    def pushed_last(self, part: str, **where: Any) -> Exchange:
        """The last push of this part's dossier; Inconclusive(NO_TRAFFIC) where there is none."""
        return some(self.exchanges, portal.push(self.dossiers[part], **where))[-1]

    def row(self, part: str, field: str) -> str:
        """Pointer to a field of this part's row in a push or in progress."""
        return portal.row(self.dossiers[part], field)

    def accepting(self, part: str) -> Exchange:
        """The exchange in which the clerk accepted this part's dossier."""
        return self.acts[part][0].exchange

    def due(self, part: str) -> datetime:
        """Until when this part's dossier was promised. Inconclusive(PRECONDITION) where the system did not say."""
        told = reached(self.accepting(part), "reply:/due")
        try:
            return datetime.fromisoformat(told[0])
        except (IndexError, TypeError, ValueError) as exc:
            raise Inconclusive(Code.PRECONDITION, f"no due date was told for {part}") from exc


def sent_in(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """What the province sent, of what came through a door. Inconclusive(NO_TRAFFIC) where it sent nothing."""
    found = [exchange for exchange in exchanges if exchange.direction == FROM_PROVINCE]
    if not found:
        raise Inconclusive(Code.NO_TRAFFIC, f"nothing from the province among {len(exchanges)} exchange(s)")
    return found


def procedures(campaign: Campaign) -> list[str]:
    """The procedures of the portal's catalogue that no ministry's system has, by code."""
    rows = load_profile(portal.SYSTEM, campaign.profiles[portal.SYSTEM]).table("catalogue")["procedure"]
    elsewhere = coordination.entrusted(campaign)
    return [row["MATTHC"] for row in rows if row["MATTHC"] not in elsewhere]


def open_scene(campaign: Campaign) -> Scene:
    """Begin a scene: what came before is not its business."""
    scene = Scene(campaign, 0)
    scene.pco.read()
    scene.mark = len(scene.pco.exchanges)
    return scene
