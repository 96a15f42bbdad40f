"""Allure results: one an item, each with its own status, and nothing of the machine that rendered them."""

import importlib.util
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from harness.errors import IntegrityBroken, Refused
from reports import allure
from reports.formats import FORMATS, render_all
from reports.items import items_of
from reports.model import Report
from reports.words import word
from tests.unit.reports.conftest import Sealed


def results_of(files: Mapping[str, str]) -> dict[str, Any]:
    rows = [json.loads(text) for name, text in files.items() if name.endswith("-result.json")]
    return {row["name"]: row for row in rows}


def test_a_record_is_played_again_as_it_ended(both: Sealed, report: Report) -> None:
    files = allure.make(*both)
    results, items = results_of(files), items_of(report)
    assert {name: row["status"] for name, row in results.items()} == {
        item.name: word(item.outcome, "allure") for item in items
    }
    assert Counter(row["status"] for row in results.values())["passed"] == report.run_totals["PASS"]
    assert len({row["historyId"] for row in results.values()}) == len(items)
    for item in items:
        labels = {(label["name"], label["value"]) for label in results[item.name]["labels"]}
        assert {("epic", item.area), ("outcome", item.outcome)} | {
            ("feature", id) for id in item.requirements
        } <= labels
    attached = {row["source"] for result in results.values() for row in result.get("attachments", [])}
    assert attached
    assert {f"allure-results/{name}" for name in attached} == {name for name in files if "-attachment" in name}
    assert not any(".py" in text for text in files.values()), "a place on this machine"
    assert files == allure.make(*both)

    def lied(*_: object) -> Mapping[str, bytes]:
        return {
            name: text.replace('"status": "broken"', '"status": "passed"', 1).encode() for name, text in files.items()
        }

    with pytest.raises(IntegrityBroken, match="is shown as passed"):
        render_all(*both, {"allure": replace(FORMATS["allure"], make=lied)})
    fewer = {name: text.encode() for name, text in files.items() if name.endswith("-result.json")}
    fewer.pop(next(iter(fewer)))
    with pytest.raises(IntegrityBroken, match=r"allure-results|contradicts"):
        render_all(*both, {"allure": replace(FORMATS["allure"], make=lambda *_: fewer)})


def test_without_the_extra_it_says_what_is_missing(both: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "allure_pytest" else found(name, *rest)
    )
    with pytest.raises(Refused, match=r"needs the extra report: python3 scripts/bootstrap\.py full"):
        allure.make(*both)
