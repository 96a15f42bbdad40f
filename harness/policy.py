"""Exit criteria as data (`specs/policies/*.toml`): what blocks, how much must apply, until when the policy holds."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jsonschema import Draft202012Validator

from harness.errors import Refused
from harness.exchange import Json
from harness.requirement import GATE_CLASSES, Requirement
from specs.schema import load_schema


@dataclass(frozen=True)
class Policy:
    """A versioned policy. `derived` maps a derived requirement that may block to the reason given for it.

    `time_budget_s` is how long one case may let time pass for real, where the system's clock cannot be set.
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
        if requirement.gate_class not in self.blocks or requirement.fidelity == "assumed":
            return False
        return not requirement.derived or requirement.id in self.derived

    def to_json(self) -> dict[str, Json]:
        """What the record keeps of it."""
        return {
            "name": self.name,
            "version": self.version,
            "digest": self.digest,
            "valid_until": self.valid_until.isoformat(),
            "not_looked_at": [dict(row) for row in self.not_looked_at],
        }


def load_policy(path: Path, catalogue: Mapping[str, Requirement]) -> Policy:
    """Read a policy and hold it against the catalogue. Refused with the reason where it names what does not exist."""
    if not path.is_file():
        known = ", ".join(sorted(other.stem for other in path.parent.glob("*.toml")))
        raise Refused(f"no policy {path.stem!r}; there is {known}")
    raw = path.read_bytes()
    try:
        row = tomllib.loads(raw.decode("utf-8"))
        policy = _read(row, f"sha256:{hashlib.sha256(raw).hexdigest()}")
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as exc:
        raise Refused(f"{path.name}: {' '.join(str(exc).split())}") from exc
    if policy.name != path.stem or policy.valid_from > policy.valid_until:
        raise Refused(f"{path.name}: name is {policy.name!r}, valid {policy.valid_from} to {policy.valid_until}")
    unknown = sorted({*policy.derived, *policy.attested} - set(catalogue))
    if unknown or not policy.blocks <= set(GATE_CLASSES):
        raise Refused(f"{path.name}: unknown requirement or gate class: {unknown or sorted(policy.blocks)}")
    return policy


def _read(row: Mapping[str, Json], digest: str) -> Policy:
    errors = sorted(Draft202012Validator(load_schema("policy")).iter_errors(row), key=lambda error: error.json_path)
    if errors:
        raise ValueError(f"{errors[0].json_path.removeprefix('$.')}: {errors[0].message[:200]}")
    derived = {name: group["reason"] for group in row["derived"] for name in group["ids"]}
    return Policy(
        name=row["name"],
        version=row["version"],
        digest=digest,
        valid_from=date.fromisoformat(str(row["valid_from"])),
        valid_until=date.fromisoformat(str(row["valid_until"])),
        blocks=frozenset(row["blocks"]),
        min_applicable=row["min_applicable"],
        derived=derived,
        attested=frozenset(row["attested"]),
        not_looked_at=tuple(row["not_looked_at"]),
        timers=row["timers"],
        time_budget_s=float(row.get("time", {}).get("budget_s", 0.0)),
    )
