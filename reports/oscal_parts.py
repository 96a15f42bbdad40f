"""What the OSCAL documents of a run are made of: names, properties, texts, who was looked at by what, the evidence."""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from harness.record import MANIFEST, SealedRecord, digest
from reports import RENDERER
from reports.model import Report
from reports.outside import Json

VERSION: Final = "1.2.1"
NAMESPACE: Final = "https://lienthong.invalid/ns/oscal"
ANSWER_CONTROL: Final = "READINESS"
"""The control that stands for the answer: that the system may go live."""
_MARKUP: Final = re.compile(r"[\\`*\[\]<>{}&|^~]")


class Names:
    """UUIDs (version 5) that follow from the record: the same thing has the same name in every document."""

    def __init__(self, record: SealedRecord) -> None:
        self._head = record.manifest["head"]

    def __call__(self, of: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"lienthong:oscal:{self._head}:{of}"))


def markup(words: str) -> str:
    """Words as OSCAL's Markdown that stays words; never empty, for a text may not be."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", words).strip() or "–"


def line(words: str) -> str:
    """The same on one line."""
    return markup(" ".join(words.split()))


def props(values: Mapping[str, object]) -> list[Json]:
    """Properties in our namespace; one without a value is left out, for OSCAL has no empty ones."""
    told = {name: " ".join(str(value).split()) for name, value in values.items()}
    return [{"name": name, "ns": NAMESPACE, "value": value} for name, value in told.items() if value]


def prop_of(owner: Mapping[str, Json], name: str) -> str:
    """The value of a property of ours. Raises ValueError where there is not exactly one."""
    values = [str(row["value"]) for row in owner.get("props", ()) if row["name"] == name]
    if len(values) != 1:
        raise ValueError(f"OSCAL: {len(values)} properties {name} where there is one")
    return values[0]


def metadata(title: str, record: SealedRecord, report: Report) -> dict[str, Json]:
    """The head of a document. Its time is that of the seal."""
    return {
        "title": line(f"{title}: {report.run.sut.name} {report.run.sut.version}"),
        "last-modified": record.manifest["sealed"],
        "version": line(report.run.id),
        "oscal-version": VERSION,
        "props": props(
            {
                "mode": report.run.mode,
                "policy": report.run.policy.digest,
                "record": record.manifest["head"],
                "rendered-by": RENDERER,
            }
        ),
    }


def objective_of(control: str) -> str:
    """The id of a control's objective."""
    return f"{control}_obj"


def reviewed(included: Iterable[str], excluded: Iterable[str]) -> dict[str, Json]:
    """Which controls are looked at, and which do not apply."""
    selection: dict[str, Json] = {"include-controls": [{"control-id": id} for id in included]}
    left_out = [{"control-id": id} for id in excluded]
    if left_out:
        selection |= {"exclude-controls": left_out, "remarks": "What is excluded does not apply, by the plan."}
    return {"control-selections": [selection], "control-objective-selections": [{"include-all": {}}]}


def selected(report: Report) -> dict[str, Json]:
    """`reviewed-controls` of a run: every requirement that applies, and the answer."""
    rows = report.requirements
    applicable = [row.id for row in rows if row.status != "NOT_APPLICABLE"]
    return reviewed([*applicable, ANSWER_CONTROL], [row.id for row in rows if row.status == "NOT_APPLICABLE"])


def subject(report: Report, names: Names) -> dict[str, Json]:
    """The system under test as a component."""
    sut = report.run.sut
    return {
        "uuid": names("subject"),
        "type": "this-system",
        "title": line(f"{sut.name} {sut.version}"),
        "description": markup(f"The province's system, of {report.run.supplier}."),
        "props": props({"build": sut.digest, "version": sut.version}),
        "status": {"state": "other", "remarks": "Before it goes live."},
    }


def assets(report: Report, names: Names) -> dict[str, Json]:
    """What looked at it: this harness."""
    harness = report.run.harness
    tool = {
        "uuid": names("tool"),
        "type": "software",
        "title": line(f"{harness.name} {harness.version}"),
        "description": "Test harness that plays the national systems around a province's system, and judges it.",
        "props": props({"build": harness.digest, "version": harness.version}),
        "status": {"state": "operational"},
    }
    platform = {"uuid": names("platform"), "uses-components": [{"component-uuid": names("tool")}]}
    return {"components": [tool], "assessment-platforms": [platform]}


def evidence_files(record: SealedRecord, names: Names) -> dict[str, Json]:
    """The files of the record with their digests, as the back matter."""
    manifest = digest((record.folder / MANIFEST).read_bytes())
    return {
        "resources": [
            _resource(name, value, names) for name, value in {**record.manifest["files"], MANIFEST: manifest}.items()
        ]
    }


def _resource(name: str, digested: str, names: Names) -> dict[str, Json]:
    hashed = {"algorithm": "SHA-256", "value": digested.removeprefix("sha256:")}
    return {
        "uuid": names(f"file:{name}"),
        "title": line(name),
        "description": "A file of the sealed record of this run.",
        "rlinks": [{"href": f"record/{name}", "hashes": [hashed]}],
    }
