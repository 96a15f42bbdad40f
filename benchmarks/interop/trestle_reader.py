# ruff: noqa: INP001 - a script that runs in an environment of its own, with compliance-trestle and nothing of ours
"""compliance-trestle over OSCAL documents: `FILE…` are read and validated; `--schemas FOLDER` writes its schemas.

Started by `run.py oscal`, with the Python that INTEROP_TRESTLE names. Prints one JSON row a document: its name, what is
wrong with it (nothing where all is well), and the version of trestle.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from trestle.core.validator_factory import validator_factory
from trestle.oscal import assessment_plan, assessment_results, catalog

MODELS: Final = {
    "oscal-catalog.json": catalog.Model,
    "oscal-assessment-plan.json": assessment_plan.Model,
    "oscal-assessment-results.json": assessment_results.Model,
}
PROSE: Final = {"title", "description"}


def read(path: Path) -> str:
    """What is wrong with a document, by the models and by every validator; "" where nothing is."""
    try:
        model = MODELS[path.name].model_validate_json(path.read_text(encoding="utf-8"))
    except ValueError as exc:
        return str(exc)
    (document,) = [value for _, value in model if value is not None]
    wrong = [one for one in validator_factory.get_all() if not one.model_is_valid(document, quiet=True)]
    return ", ".join(type(one).__name__ for one in wrong)


def without_prose(value: Any) -> Any:
    """A JSON schema without titles and descriptions; a property of such a name stays."""
    if isinstance(value, dict):
        return {
            name: without_prose(inner) for name, inner in value.items() if name not in PROSE or isinstance(inner, dict)
        }
    return [without_prose(inner) for inner in value] if isinstance(value, list) else value


def main(words: list[str]) -> None:
    """See the head of this file."""
    if words[0] == "--schemas":
        for name, model in MODELS.items():
            schema = without_prose(model.model_json_schema(by_alias=True))
            (Path(words[1]) / name).write_text(json.dumps(schema, separators=(",", ":")) + "\n", encoding="utf-8")
        return
    for word in words:
        row = {"name": Path(word).name, "wrong": read(Path(word)), "trestle": version("compliance-trestle")}
        sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
