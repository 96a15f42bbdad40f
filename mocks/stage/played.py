"""One system while it is played: made for its site, with its journal, its behaviours, its door and its referee."""

import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mocks.control import Control, Identity
from mocks.control.behaviours import BehaviourResource
from mocks.control.commands import frame_commands, frame_views
from mocks.control.journal import JournalResource
from mocks.core.behaviour import Behaviours
from mocks.core.clock import Clock
from mocks.core.faults import FRAME_FAULTS
from mocks.core.system import Site, System
from mocks.ledger.exchange import Writer
from mocks.ledger.journal import CAP, Journal
from mocks.ledger.redactor import Redactor
from mocks.ledger.tally import Tally
from mocks.post.carriage import Carriage
from mocks.post.courier import HttpCourier
from mocks.registry import UnknownSystem, entry
from mocks.stage.build import build_digest
from mocks.stage.door import Door, now
from mocks.state.batching import Batches
from mocks.state.database import Database
from mocks.state.store import Store
from specs.people import CENTURY, IdentityScheme
from specs.profile import Profile, load_profile

KEY_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which system is to be played and how. `profile` "": its default one; port 0: a free one.

    `accounts`: what the province signs in with, where it is not to be made from the seed. `prefix`: path under which
    the control port has it.
    """

    system: str
    profile: str = ""
    national_port: int = 0
    prefix: str = ""
    accounts: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What holds for every system played together.

    `province` is the province's base URL for pushes, `province_ca` a file of certificates to trust there; `state` a
    folder that outlives the process; `overlay` a folder of profiles that replace ours; `redaction_key` None: a random
    one for this run.
    """

    seed: int = 0
    lenient: bool = False
    session_s: float = 1800.0
    province: str | None = None
    province_ca: Path | None = None
    state: Path | None = None
    overlay: Path | None = None
    redaction_key: bytes | None = None
    journal_cap: int = CAP
    people: IdentityScheme = CENTURY
    make_clock: Callable[[], Clock] = Clock


@dataclass(frozen=True)
class Played:
    """A system with everything around it. `prefix` and `control` are its place on the control port."""

    system: System
    site: Site
    journal: Journal
    writer: Writer
    courier: HttpCourier
    door: Door
    control: Control
    prefix: str


@dataclass(frozen=True)
class _Books:
    """Where exchanges are written, and who counts them."""

    journal: Journal
    writer: Writer
    tally: Tally


def play(wish: Wish, terms: Terms, *, base: str, others: Mapping[str, str]) -> Played:
    """Make the system that `wish` names. Raises UnknownSystem, or SpecError for a profile that cannot be read."""
    row = entry(wish.system)
    name = wish.profile or row.profiles[0]
    profile = load_profile(wish.system, name, overlay=terms.overlay and terms.overlay / "interfaces")
    key = terms.redaction_key or secrets.token_bytes(KEY_BYTES)
    batches, clock = _batches(terms.state, wish.system), terms.make_clock()
    books, store = _books(profile, terms, key=key, batches=batches), Store(batches)
    behaviours = _behaviours(profile, clock=clock, seed=terms.seed)
    carriage = Carriage(profile, journal=books.journal, writer=books.writer, ca=terms.province_ca)
    courier = HttpCourier(profile, carriage=carriage, behaviours=behaviours, province=terms.province)
    site = _site(wish, terms, profile=profile, store=store, clock=clock, courier=courier, base=base, others=others)
    system = row.make(site)
    behaviours.learn(system.behaviours)
    door = Door(system, store=store, journal=books.journal, behaviours=behaviours, writer=books.writer)

    def reset() -> None:
        courier.forget()
        store.reset()
        door.system = control.system = row.make(site)

    identity = _identity(profile, terms, national=base, key=key)
    commands = frame_commands(store=store, courier=courier, behaviours=behaviours, reset=reset)
    control = Control(
        system,
        identity=identity,
        journal=JournalResource(books.journal, books.tally, identity.started),
        behaviours=BehaviourResource(behaviours),
        commands=commands,
        views=frame_views(store=store, courier=courier),
    )
    return Played(system, site, books.journal, books.writer, courier, door, control, wish.prefix)


def _books(profile: Profile, terms: Terms, *, key: bytes, batches: Batches | None) -> _Books:
    tally = Tally(*_names(profile))
    return _Books(
        Journal(cap=terms.journal_cap, batches=batches), Writer(profile, Redactor(profile, key), tally), tally
    )


def _site(
    wish: Wish,
    terms: Terms,
    *,
    profile: Profile,
    store: Store,
    clock: Clock,
    courier: HttpCourier,
    base: str,
    others: Mapping[str, str],
) -> Site:
    return Site(
        profile=profile,
        store=store,
        clock=clock,
        courier=courier,
        base=base,
        accounts=made_accounts(wish, seed=terms.seed),
        others=others,
        seed=terms.seed,
        lenient=terms.lenient,
        session_s=terms.session_s,
        people=terms.people,
    )


def _identity(profile: Profile, terms: Terms, *, national: str, key: bytes) -> Identity:
    started = now().isoformat()
    build = build_digest(profile)
    return Identity(build=build, started=started, national=national, redaction_key=key, lenient=terms.lenient)


def _names(profile: Profile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of its operations and of its pushes."""
    return tuple(row.name for row in profile.operations), tuple(row.name for row in profile.pushes)


def _behaviours(profile: Profile, *, clock: Clock, seed: int) -> Behaviours:
    """The behaviours that every system has; the clock goes wrong while `clock-skew` is in force."""
    operations, pushes = _names(profile)
    behaviours = Behaviours(FRAME_FAULTS, operations, pushes=pushes, seed=seed)

    def skew() -> float:
        wrong = behaviours.standing("clock-skew")
        return 0.0 if wrong is None else float(wrong.arguments["seconds"])

    clock.follow(skew)
    return behaviours


def _batches(folder: Path | None, system: str) -> Batches | None:
    """Journal and state on disk in that folder; None: nowhere. Raises OSError."""
    if folder is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    return Batches(Database(folder / f"{system}.sqlite"))


def made_accounts(wish: Wish, *, seed: int) -> Mapping[str, str]:
    """What the province signs in with: as told, the rest made up, the same for the same seed.

    Raises UnknownSystem for a name that the system does not ask for.
    """
    row, told = entry(wish.system), wish.accounts or {}
    if other := sorted(set(told) - set(row.accounts)):
        raise UnknownSystem(f"{wish.system} asks for no {', '.join(other)}; it asks for {', '.join(row.accounts)}")
    return {name: told.get(name) or _made_up(wish.system, name, seed) for name in row.accounts}


def _made_up(system: str, name: str, seed: int) -> str:
    """A test credential; letters only, so that no pattern of redaction takes it for somebody's number."""
    rng = random.Random(f"{seed}/{system}/account/{name}")
    return f"{system}-{name.replace('_', '-')}-" + "".join(rng.choices("abcdefghkmnpqrstuvwxyz", k=16))
