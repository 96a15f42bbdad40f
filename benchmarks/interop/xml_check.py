# ruff: noqa: INP001 - a script and its parts, started by path
"""xmllint holds SOAP and edXML of the running mocks against the XSDs of their profiles."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from findings import Findings
from machine import program, run
from samples import Sample, edoc_samples, soap_samples
from served import served

ABOUT: Final = (
    "`xmllint` of libxml2 validates what goes over the wire against the XSDs that the mocks themselves use: questions "
    "to the population database and its answers, edXML of the document axis.\n"
    "For each schema it must also refuse a document in which two elements changed places, and one with an element that "
    "nobody declared."
)
_STRANGER: Final = "{urn:x-interop}Stranger"


def xml() -> Findings:
    """Validate samples of both mocks. Raises Missing, or Failed where a mock gives no answer."""
    findings = Findings("XML against the XSDs", ABOUT)
    xmllint = program("xmllint")
    findings.versions["xmllint (libxml2)"] = libxml_version(run([xmllint, "--version"]).told)
    with served("c06", "vxp") as mocks, TemporaryDirectory() as folder:
        for title, samples in (("c06", list(soap_samples(mocks["c06"]))), ("vxp", list(edoc_samples(mocks["vxp"])))):
            findings.note(f"{title} ({mocks[title].profile}), {len(samples)} samples")
            _judge(findings, xmllint, samples, Path(folder))
    return findings


def _judge(findings: Findings, xmllint: str, samples: Sequence[Sample], folder: Path) -> None:
    for sample in samples:
        valid, told = _validates(xmllint, sample, folder)
        findings.judge(f"{sample.schema.name}: {sample.name}{told}", holds=valid)
    for schema in sorted({sample.schema for sample in samples}):
        first = next(sample for sample in samples if sample.schema == schema)
        for broken in (_swapped(first), _with_a_stranger(first)):
            valid, told = _validates(xmllint, broken, folder)
            findings.judge(f"{schema.name} refuses {broken.name}{told}", holds=not valid and "not expected" in told)


def libxml_version(told: str) -> str:
    """The version that `xmllint --version` tells as one number."""
    found = re.search(r"version (\d+)", told)
    number = int(found[1]) if found else 0
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _validates(xmllint: str, sample: Sample, folder: Path) -> tuple[bool, str]:
    """Whether the sample is valid, and the first complaint where it is not."""
    file = folder / "sample.xml"
    file.write_bytes(sample.content)
    said = run([xmllint, "--nonet", "--noout", "--schema", str(sample.schema), str(file)])
    errors = re.findall(r"element (\S+): Schemas validity error : (.*)", said.err)
    complaint = f": {errors[0][1]}" if errors else ("" if said.code == 0 else f": {said.told[:200]}")
    return said.code == 0, re.sub(r"\{[^}]*\}", "", complaint)


def _swapped(sample: Sample) -> Sample:
    """The sample with the first two different children of the deepest long sequence in each other's place."""
    root = ET.fromstring(sample.content)  # noqa: S314 - of our own mock
    parent = max(root.iter(), key=lambda element: len({child.tag for child in element}))
    first = next(iter(parent))
    other = next(child for child in parent if child.tag != first.tag)
    parent.remove(other)
    parent.insert(0, other)
    name = f"{_local(other)} before {_local(first)}"
    return Sample(name, sample.schema, ET.tostring(root, encoding="utf-8"))


def _with_a_stranger(sample: Sample) -> Sample:
    root = ET.fromstring(sample.content)  # noqa: S314 - of our own mock
    parent = max(root.iter(), key=lambda element: len({child.tag for child in element}))
    parent.insert(1, ET.Element(_STRANGER))
    return Sample(f"an element that nobody declared in {_local(parent)}", sample.schema, ET.tostring(root))


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
