"""EARL as rdflib reads it: a graph whose assertions count what the record counts, without a network."""

import json
import socket
from collections import Counter
from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from reports import earl
from reports.items import items_of
from reports.model import Report
from reports.words import word
from tests.unit.reports.conftest import Sealed

EARL = Namespace("http://www.w3.org/ns/earl#")
OURS = Namespace(earl.NAMESPACE)
DESCRIPTION = URIRef("http://purl.org/dc/terms/description")
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own use


@pytest.fixture
def graph(both: Sealed, monkeypatch: pytest.MonkeyPatch) -> Graph:
    def refuse(*_: Any) -> None:
        raise AssertionError("a network was asked for")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return Graph().parse(data=earl.render(*both), format="json-ld")


def test_the_assertions_count_as_the_items_do(graph: Graph, report: Report) -> None:
    found = Counter(
        str(outcome).removeprefix(EARL)
        for assertion in graph.subjects(RDF.type, EARL.Assertion)
        for outcome in graph.objects(graph.value(assertion, EARL.result), EARL.outcome)
    )
    assert found == Counter(word(item.outcome, "earl") for item in items_of(report))


def test_every_assertion_says_who_of_what_by_which_test(graph: Graph) -> None:
    for assertion in graph.subjects(RDF.type, EARL.Assertion):
        for name, kinds in (
            ("assertedBy", {EARL.Assertor}),
            ("subject", {EARL.TestSubject}),
            ("test", {EARL.TestCase, EARL.TestRequirement}),
            ("result", {EARL.TestResult}),
        ):
            (value,) = graph.objects(assertion, EARL[name])
            assert kinds & {*graph.objects(value, RDF.type)}
        (mode,) = graph.objects(assertion, EARL.mode)
        assert mode in {EARL.automatic, EARL.manual}


def test_a_requirement_is_named_for_good_and_its_status_is_of_the_run(graph: Graph, report: Report) -> None:
    told = {
        str(graph.value(finding, EARL.test)): str(graph.value(finding, OURS.status))
        for finding in graph.subjects(RDF.type, OURS.Finding)
    }
    assert told == {earl.REQUIREMENTS + row.id: row.status for row in report.requirements}
    (row, *_) = report.requirements
    texts = graph.objects(URIRef(earl.REQUIREMENTS + row.id), DESCRIPTION)
    said = {(text.language, str(text)) for text in texts if isinstance(text, Literal)}
    assert said == {("vi", row.text.vi), ("en", row.text.en)}


def test_the_context_stands_in_the_document_and_nothing_is_dropped(both: Sealed, graph: Graph) -> None:
    document = json.loads(earl.render(*both))
    assert isinstance(document["@context"], dict)
    nodes = document["@graph"]
    named = {subject for subject in graph.subjects(RDF.type) if isinstance(subject, URIRef)}
    assert named == {URIRef(node["@id"]) for node in nodes}
    infos = [node["result"]["info"] for node in nodes if node["@type"] == "earl:Assertion" and "info" in node["result"]]
    assert Counter(infos) == Counter(str(text) for text in graph.objects(None, EARL.info))
