"""What answers each demand of the documents and looks at each system that they name, and what nothing answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from cli.listing import requirement_list
from harness.attestation.form import load_form
from harness.attestation.planted import wrong_workbooks
from specs import FOLDER
from specs.demands import Sources, System, load_sources
from specs.profile import load_profile

INTERFACES = FOLDER / "interfaces"
TARGET = "S1"
"""The system under test: whatever is tested of a province is tested of it."""


def coverage() -> dict[str, Any]:
    """Demands, systems and sentences with their requirements, and the gaps (`specs/schemas/coverage.json`)."""
    sources, rows = load_sources(), requirement_list()
    by_id = {row["id"]: row | {"examined": _examined(row)} for row in rows}
    demands = [_demand(sources, number, by_id) for number in sources.demands]
    systems = [_system(row, by_id) for row in sources.systems.values()]
    return {
        "demands": demands,
        "systems": systems,
        "sentences": list(_sentences(sources, demands)),
        "gaps": gaps(sources, demands, systems, by_id),
    }


def _answers(by_id: Mapping[str, Mapping[str, Any]], numbers: Iterable[int]) -> list[Mapping[str, Any]]:
    wanted = set(numbers)
    keys = ("id", "method", "cases", "faults", "examined", "not_tested")
    return [{key: row[key] for key in keys} for row in by_id.values() if wanted & set(row["demands"])]


def _examined(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Sheets, roles and planted wrong workbooks of a requirement that is stated; None where it is not."""
    examination = load_form().examinations.get(row["id"])
    if examination is None:
        return None
    wrong = [planted.name for planted in wrong_workbooks() if row["id"] in planted.breaks]
    sheets = ["statements", *([examination.table] if examination.table else [])]
    return {"sheets": sheets, "by": list(examination.by), "wrong": wrong}


def _demand(sources: Sources, number: int, by_id: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    demand = sources.demands[number]
    return {
        "number": number,
        "area": demand.area,
        "text": dict(demand.text),
        "documents": sources.documents_of(number),
        "requirements": _answers(by_id, [number]),
        "not_tested": dict(demand.not_tested) if demand.not_tested else None,
    }


def _system(system: System, by_id: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The requirements that rest on an interface of the system, or answer a demand whose object it is."""
    spoken = {operation for name in system.interfaces for operation in _operations(name)}
    resting = {name for name, row in by_id.items() if spoken & set(row["operations"])}
    answering = {row["id"] for row in _answers(by_id, system.demands)}
    own = {name for name, row in by_id.items() if system.id == TARGET and row["method"] != "examine"}
    return {
        "id": system.id,
        "name": dict(system.name),
        "documents": list(system.documents),
        "role": system.role,
        "requirements": [name for name in by_id if name in resting | answering | own],
    }


@cache
def _operations(interface: str) -> frozenset[str]:
    """Every operation and push of the profiles of one interface, as requirements name them."""
    folders = [path.parent.name for path in (INTERFACES / interface).glob("*/operations.toml")]
    profiles = [load_profile(interface, name) for name in folders]
    return frozenset(f"{one.name}:{row.name}" for one in profiles for row in (*one.operations, *one.pushes))


def _sentences(sources: Sources, demands: Sequence[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    ids = {row["number"]: [answer["id"] for answer in row["requirements"]] for row in demands}
    for letter, document in sources.documents.items():
        for sentence in document.sentences:
            yield {
                "document": letter,
                "text": sentence.text,
                "demands": list(sentence.demands),
                "requirements": list(dict.fromkeys(name for number in sentence.demands for name in ids[number])),
                "none": dict(sources.reasons[sentence.none]) if sentence.none else None,
            }


def gaps(
    sources: Sources,
    demands: Sequence[Mapping[str, Any]],
    systems: Sequence[Mapping[str, Any]],
    by_id: Mapping[str, Mapping[str, Any]],
) -> list[str]:
    """What is blank, one line each: nothing here may be left unsaid."""
    numbers = set(sources.demands)
    found = [
        f"demand {row['number']} has no requirement, and no reason why"
        for row in demands
        if not row["requirements"] and not row["not_tested"]
    ]
    found += [
        f"demand {row['number']} stands in no document"
        for row in demands
        if not row["documents"] and not sources.demands[row["number"]].derived
    ]
    found += [f"system {row['id']} is looked at by no requirement" for row in systems if not row["requirements"]]
    found += [f"{name} answers no demand" for name, row in by_id.items() if not numbers & set(row["demands"])]
    return found + [line for name, row in by_id.items() for line in _gaps_of(name, row)]


def _gaps_of(name: str, row: Mapping[str, Any]) -> Iterator[str]:
    """What a requirement of this method cannot be without."""
    if row["method"] in {"examine", "interview"}:
        if not row["examined"]:
            yield f"{name} stands in no workbook"
        elif not row["examined"]["wrong"]:
            yield f"{name} has no wrong workbook that it was seen to refuse"
    elif row["method"] == "load" and not row["faults"]:
        yield f"{name} has no fault under load that it was seen to find"
    elif row["method"] == "test" and not (row["cases"] and row["faults"]) and not row["not_tested"]:
        yield f"{name} has no {'fault' if row['cases'] else 'case'}, and no reason why"
