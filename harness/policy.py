"""Exit criteria as data (`specs/policies/*.toml`): what blocks, how much must apply, until when the policy holds."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jsonschema import Draft202012Validator

from harness.errors import Refused
from harness.exchange import Json
from harness.frozen import FrozenSet, load_set
from harness.requirement import GATE_CLASSES, RUN, Requirement
from specs.schema import load_schema


@dataclass(frozen=True)
class EvidenceRules:
    """What a policy asks of the records themselves, beside what they show.

    `signed_by` are roles that must have signed each record, `lifetime_days` is after how many days a judgement is
    expired, `repeats_at_least` how often the same cases must have come to the same statuses.
    """

    signed_by: tuple[str, ...] = ()
    lifetime_days: int | None = None
    repeats_at_least: int = 1


@dataclass(frozen=True)
class Policy:
    """A versioned policy. `derived` maps a derived requirement that may block to the reason given for it.

    `time_budget_s` is how long one case may let time pass for real, where the system's clock cannot be set. `volume`
    are the figures of area VOL: seconds, shares and factors by name. `parts` are those that it asks for. `source` is
    the text of the file: it goes into the record, so that the answer can be made again where the file is not.
    `frozen` is the set (`specs/sets`) outside of which nothing blocks, where it names one.
    """

    name: str
    version: str
    digest: str
    valid_from: date
    valid_until: date
    blocks: frozenset[str]
    min_applicable: Mapping[str, int]
    derived: Mapping[str, Mapping[str, str]]
    attested: frozenset[str]
    not_looked_at: tuple[Mapping[str, str], ...]
    timers: Mapping[str, float] = field(default_factory=dict)
    time_budget_s: float = 0.0
    volume: Mapping[str, float] = field(default_factory=dict)
    parts: tuple[str, ...] = (RUN,)
    evidence: EvidenceRules = EvidenceRules()
    source: str = ""
    frozen: FrozenSet | None = None

    def refuse_timers(self, stated: Mapping[str, float]) -> None:
        """Raise Refused where a target states a timer beyond the bounds: its own timers must not soften a judgement."""
        for bound, limit in self.timers.items():
            name, _, side = bound.partition("_at_")
            fine = stated[name] <= limit if side == "most" else stated[name] >= limit
            if not fine:
                raise Refused(
                    f"[access.timers] {name} = {stated[name]:g}: policy {self.name} allows at {side} {limit:g} s"
                )

    def is_blocking(self, requirement: Requirement) -> bool:
        """Whether the answer hangs on it: its class blocks, it rests on nothing assumed, and a derived one is named."""
        if requirement.gate_class not in self.blocks or requirement.fidelity == "assumed" or self.is_later(requirement):
            return False
        return not requirement.derived or requirement.id in self.derived

    def is_later(self, requirement: Requirement) -> bool:
        """Whether it is no part of the frozen set that the policy names: it is judged and shown, and blocks nothing."""
        return self.frozen is not None and requirement.id not in self.frozen.requirements

    def to_json(self) -> dict[str, Json]:
        """What the record keeps of it."""
        frozen = {"frozen": sorted(self.frozen.requirements)} if self.frozen else {}
        return {**self.told(), "source": self.source, **frozen}

    def told(self) -> dict[str, Json]:
        """What an answer says of it."""
        return {
            "name": self.name,
            "version": self.version,
            "digest": self.digest,
            "valid_until": self.valid_until.isoformat(),
            "not_looked_at": [dict(row) for row in self.not_looked_at],
            **({"set": self.frozen.name} if self.frozen else {}),
        }


def load_policy(path: Path, catalogue: Mapping[str, Requirement]) -> Policy:
    """Read a policy and hold it against the catalogue. Refused with the reason where it names what does not exist."""
    if not path.is_file():
        known = ", ".join(sorted(other.stem for other in path.parent.glob("*.toml")))
        raise Refused(f"no policy {path.stem!r}; there is {known}")
    policy = read_policy(path.read_bytes(), path.name)
    if policy.name != path.stem or policy.valid_from > policy.valid_until:
        raise Refused(f"{path.name}: name is {policy.name!r}, valid {policy.valid_from} to {policy.valid_until}")
    unknown = sorted({*policy.derived, *policy.attested} - set(catalogue))
    if unknown or not policy.blocks <= set(GATE_CLASSES):
        raise Refused(f"{path.name}: unknown requirement or gate class: {unknown or sorted(policy.blocks)}")
    blocking = [row for row in catalogue.values() if policy.is_blocking(row)]
    if blocking and not policy.min_applicable:
        raise Refused(f"{path.name}: min_applicable is empty, and {blocking[0].id} blocks")
    unasked = [row for row in blocking if row.part not in policy.parts]
    if unasked:
        row = unasked[0]
        raise Refused(f"{path.name}: {row.id} blocks, and only `{row.part}` judges it, which is not among its parts")
    return policy


def read_policy(raw: bytes, place: str, *, frozen: Sequence[str] | None = None) -> Policy:
    """A policy from the bytes of its file. Raises Refused, with the place, where they are none.

    `frozen` are the ids of the set that it names, as a record kept them; left out: those of `specs/sets`.
    """
    try:
        source = raw.decode("utf-8")
        row = tomllib.loads(source)
        named = row.get("set", "")
        kept = FrozenSet(named, frozenset(frozen)) if frozen is not None else load_set(named) if named else None
        return _read(row, source, kept)
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as exc:
        raise Refused(f"{place}: {' '.join(str(exc).split())}") from exc


def _read(row: Mapping[str, Json], source: str, frozen: FrozenSet | None) -> Policy:
    errors = sorted(Draft202012Validator(load_schema("policy")).iter_errors(row), key=lambda error: error.json_path)
    if errors:
        raise ValueError(f"{errors[0].json_path.removeprefix('$.')}: {errors[0].message[:200]}")
    derived = {name: group["reason"] for group in row["derived"] for name in group["ids"]}
    return Policy(
        name=row["name"],
        version=row["version"],
        digest=f"sha256:{hashlib.sha256(source.encode()).hexdigest()}",
        valid_from=date.fromisoformat(str(row["valid_from"])),
        valid_until=date.fromisoformat(str(row["valid_until"])),
        blocks=frozenset(row["blocks"]),
        min_applicable=row["min_applicable"],
        derived=derived,
        attested=frozenset(row["attested"]),
        not_looked_at=tuple(row["not_looked_at"]),
        timers=row["timers"],
        time_budget_s=float(row.get("time", {}).get("budget_s", 0.0)),
        volume=row.get("volume", {}),
        parts=tuple(row.get("parts", (RUN,))),
        evidence=_read_evidence(row.get("evidence", {})),
        source=source,
        frozen=frozen,
    )


def _read_evidence(row: Mapping[str, Json]) -> EvidenceRules:
    return EvidenceRules(tuple(row.get("signed_by", ())), row.get("lifetime_days"), row.get("repeats_at_least", 1))
