"""Figures as OpenMetrics text (openmetrics.io, 1.0): families of samples, each label escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """A figure with its labels. `suffix` is what the kind asks for (`_count` of a summary)."""

    labels: Mapping[str, object]
    value: float
    suffix: str = ""


@dataclass(frozen=True)
class Family:
    """Samples of one name; `kind` is gauge, summary or info."""

    name: str
    kind: str
    text: str
    samples: Sequence[Sample]


def exposition(families: Sequence[Family]) -> str:
    """The text, to its closing line."""
    lines: list[str] = []
    for family in families:
        lines += [f"# TYPE {family.name} {family.kind}", f"# HELP {family.name} {_escaped(family.text)}"]
        lines += [f"{family.name}{row.suffix}{_labels(row.labels)} {row.value}" for row in family.samples]
    return "\n".join([*lines, "# EOF", ""])


def _labels(labels: Mapping[str, object]) -> str:
    pairs = ",".join(f'{name}="{_escaped(str(value))}"' for name, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
