"""The formats that machines read: valid by their owners' schemas, nothing dropped, nothing green but PASS and GO."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from harness.errors import IntegrityBroken
from harness.verdict import Verdict
from reports import annotations, badge, ctrf, har, markdown, metrics, sarif
from reports.formats import FORMATS, render_all
from reports.items import ANSWER_OUTCOMES, VERDICT_OUTCOMES, items_of
from reports.model import CHALLENGED, Report
from reports.totals import STATUSES
from reports.words import FINDINGS, FORMS, WORDS
from tests.unit.reports.conftest import Sealed

SCHEMAS = Path(__file__).parent / "schemas"
GREEN = {"junit": "", "ctrf": "passed", "allure": "passed", "trl": "SUCCESS", "earl": "passed"}
TEXTS = {name: form for name, form in FORMATS.items() if name != "allure"}  # it has its own tests: it starts a session
ANSWERS = [("GO", 0), ("CONDITIONAL_GO", 12), ("NO_GO", 11), ("UNDECIDED", 20)]
PUSH = "behaviour/test_push::test_every_channel_arrives"


def schema_errors(name: str, document: Any) -> list[str]:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    validator = kind(schema, format_checker=kind.FORMAT_CHECKER)
    return [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(document)]


def ctrf_test(document: Any, name: str) -> Any:
    (found,) = [test for test in document["results"]["tests"] if test["name"] == name]
    return found


def test_only_pass_and_go_are_green_in_any_format() -> None:
    assert {*WORDS} == {*VERDICT_OUTCOMES, *ANSWER_OUTCOMES}
    assert {verdict.value for verdict in Verdict} < {*VERDICT_OUTCOMES}
    for form, green in GREEN.items():
        assert {outcome for outcome, words in WORDS.items() if words[form] == green} == {"PASS", "GO"}
    assert {*GREEN, "sarif"} == {*FORMS}
    assert {status for status, (state, _) in FINDINGS.items() if state == "satisfied"} == {"DEMONSTRATED", "GO"}
    assert {*FINDINGS} == {*STATUSES, *ANSWER_OUTCOMES, CHALLENGED} - {"NOT_APPLICABLE"}
    assert WORDS["NONE"]["junit"] == "error"


def test_the_formats_agree_with_each_other_and_the_record_and_are_pure(both: Sealed) -> None:
    made = render_all(*both, TEXTS)
    assert [*made] == [name for form in TEXTS.values() for name in form.names]
    assert made == render_all(*both, TEXTS)


@pytest.mark.parametrize(
    ("name", "file", "told", "lie"),
    [
        ("junit", "junit.xml", '<error type="NONE"', '<error type="ERROR"'),
        ("ctrf", "ctrf.json", '"rawStatus": "FAIL"', '"rawStatus": "PASS"'),
        ("ctrf", "ctrf.json", '"VIOLATED": 3', '"VIOLATED": 2'),
        ("sarif", "lienthong.sarif", '"ruleId": "SYNC-019"', '"ruleId": "SYNC-012"'),
        ("markdown", "summary.vi.md", "<!-- answer: NO_GO -->", "<!-- answer: GO -->"),
        ("markdown", "summary.en.md", "| **5** |", "| **6** |"),
        ("annotations", "annotations.txt", "title=NO_GO", "title=GO"),
        ("badge", "badge.svg", ">NO_GO 3/6<", ">GO 6/6<"),
        ("openmetrics", "run.openmetrics", 'lienthong_items{outcome="PASS"} 9', 'lienthong_items{outcome="PASS"} 16'),
        ("oscal", "oscal-assessment-results.json", '"value": "NONE"', '"value": "ERROR"'),
        ("oscal", "oscal-assessment-results.json", '"state": "not-satisfied"', '"state": "satisfied"'),
        ("oscal", "oscal-assessment-plan.json", '"control-id": "SYNC-019"', '"control-id": "SYNC-999"'),
        ("oscal", "oscal-catalog.json", '"id": "SYNC-019"', '"id": "SYNC-999"'),
        ("trl", "trl.xml", "<message>NONE</message>", "<message>ERROR</message>"),
        ("trl", "trl.xml", "<result>UNDEFINED</result>", "<result>SUCCESS</result>"),
        ("trl", "trl.xml", "<succeeded>9</succeeded>", "<succeeded>16</succeeded>"),
        ("trl", "trl.xml", '"requirements.VIOLATED">3', '"requirements.VIOLATED">0'),
        ("trl", "trl.xml", "<status>FAILURE</status>", "<status>SUCCESS</status>"),
        ("earl", "earl.jsonld", '"outcome": "earl:cantTell"', '"outcome": "earl:passed"'),
        ("earl", "earl.jsonld", '"status": "VIOLATED"', '"status": "DEMONSTRATED"'),
        ("earl", "earl.jsonld", '"word": "NO_GO"', '"word": "CONDITIONAL_GO"'),
        ("html", "report.html", '<td class="number">3</td>', '<td class="number">0</td>'),
    ],
)
def test_a_format_that_counts_otherwise_is_found(both: Sealed, name: str, file: str, told: str, lie: str) -> None:
    honest = TEXTS[name].make(*both)
    assert told.encode() in honest[file]

    def lied(*_: object) -> Mapping[str, bytes]:
        return {**honest, file: honest[file].replace(told.encode(), lie.encode())}

    with pytest.raises(IntegrityBroken, match=rf"{re.escape(file)}|a report contradicts itself: {name.upper()}"):
        render_all(*both, {name: replace(TEXTS[name], make=lied)})


def test_a_summary_of_other_tests_is_refused(both: Sealed) -> None:
    with pytest.raises(ValueError, match="summary"):
        ctrf.tally(ctrf.render(*both).replace('"passed": 9', '"passed": 16'))


def test_ctrf_keeps_its_schema_and_says_our_word(both: Sealed, report: Report) -> None:
    document = json.loads(ctrf.render(*both))
    assert schema_errors("ctrf-schema-0.0.json", document) == []
    assert [test["name"] for test in document["results"]["tests"]] == [item.name for item in items_of(report)]
    assert ctrf_test(document, "fault/test_outage::test_retries_pause")["rawStatus"] == "INCONC:TIMEOUT"
    intermittent = ctrf_test(document, "behaviour/test_push::test_added_once")
    assert (intermittent["status"], intermittent["retries"]) == ("failed", 1)
    assert "flaky" not in intermittent


@pytest.mark.parametrize(("answer", "code"), ANSWERS)
def test_ctrf_fails_where_the_answer_is_not_go(both: Sealed, answer: str, code: int) -> None:
    record, readiness = both
    document = json.loads(ctrf.render(record, {**readiness, "answer": answer, "exit_code": code}))
    assert ctrf_test(document, "answer")["status"] == ("passed" if answer == "GO" else "failed")


def test_sarif_holds_the_failures_alone_and_points_to_the_journal(both: Sealed) -> None:
    record, _ = both
    document = json.loads(sarif.render(*both))
    assert schema_errors("sarif-schema-2.1.0.json", document) == []
    (run,) = document["runs"]
    assert {(row["ruleId"], row["kind"]) for row in run["results"]} == {
        ("SYNC-009", "fail"),
        ("SYNC-012", "fail"),
        ("SYNC-019", "fail"),
    }
    for row in run["results"]:
        line = row["locations"][0]["physicalLocation"]["region"]["startLine"]
        event = json.loads((record.folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()[line - 1])
        assert (event["kind"], event["data"]["verdict"]) == ("judgement", "FAIL")
        assert event["data"]["requirement"] == row["ruleId"]
        assert run["tool"]["driver"]["rules"][row["ruleIndex"]]["id"] == row["ruleId"]
    noted = {row["descriptor"]["id"] for row in run["invocations"][0]["toolExecutionNotifications"]}
    assert noted == {"INCONC:TIMEOUT", "INCONC:NO_TRAFFIC", "NONE", "NO_GO"}


def test_a_failure_without_a_judgement_is_told_beside_the_results(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    for row in content["events"]:
        if row["kind"] == "case-ended" and row["data"]["case"] == "fault/test_outage::test_retries_pause":
            row["data"] |= {"verdict": "FAIL", "code": None}
    (run,) = json.loads(sarif.render(*sealed(content)))["runs"]
    noted = [row["message"]["text"] for row in run["invocations"][0]["toolExecutionNotifications"]]
    assert any(text.startswith("fault/test_outage::test_retries_pause") for text in noted)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_summary_names_every_obstacle_and_runs_nothing(both: Sealed, report: Report, language: str) -> None:
    text = markdown.render(*both, language=language)
    for row in (*report.decision.blocking, *report.decision.open):
        assert f"**{row.requirement.id}**" in text
    assert "<H56>" not in text
    assert "&#60;H56&#62;" in text
    assert {"vi": "CHƯA ĐỦ ĐIỀU KIỆN", "en": "NOT READY"}[language] in text


@pytest.mark.parametrize(
    "words", ["a | b", "<script>", "@team", "#12", "![x](http://x)", "`x`", "a\nb", "~~x~~", "$x$"]
)
def test_words_of_the_record_are_no_markup(words: str) -> None:
    made = markdown.plain(words)
    assert not set(re.sub(r"&#\d+;", "", made)) & set("\n|<>@#![]`~$")


def test_annotations_are_one_line_each(both: Sealed, report: Report) -> None:
    lines = annotations.render(*both).splitlines()
    levels = Counter(line.split()[0] for line in lines)
    assert levels == {"::error": 1 + len(report.decision.blocking), "::warning": len(report.decision.open)}
    assert all(line.count(" title=") == 1 and "::" in line.partition("title=")[2] for line in lines)


@pytest.mark.parametrize(("answer", "code"), ANSWERS)
def test_a_badge_is_green_on_go_alone(both: Sealed, answer: str, code: int) -> None:
    record, readiness = both
    made = badge.render(record, {**readiness, "answer": answer, "exit_code": code})
    assert (badge.COLOURS["GO"] in made) == (answer == "GO")
    assert "&lt;H56&gt;" in made


def test_metrics_are_openmetrics(both: Sealed) -> None:
    lines = metrics.render(*both).splitlines()
    assert lines[-1] == "# EOF"
    kinds = {line.split()[2]: line.split()[3] for line in lines if line.startswith("# TYPE")}
    samples = {re.split(r"[{ ]", line)[0].removesuffix("_info") for line in lines if not line.startswith("#")}
    assert samples == set(kinds)
    assert 'lienthong_answer{answer="GO"} 0' in lines
    assert "lienthong_exit_code 10" in lines


def test_har_holds_every_exchange_in_order(both: Sealed) -> None:
    record, _ = both
    entries = json.loads(har.render(*both))["log"]["entries"]
    assert {entry["comment"].split()[0] for entry in entries} == {*record.exchanges}
    assert [entry["startedDateTime"] for entry in entries] == sorted(entry["startedDateTime"] for entry in entries)
    for entry in entries:
        silent = record.exchanges[entry["comment"].split()[0]]["response"] is None
        assert (entry["response"]["status"] == 0) == silent
        assert entry["time"] == sum(entry["timings"].values())
