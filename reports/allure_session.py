"""The plugin of the session that `reports/allure.py` starts: one item of pytest for each row of `items.json`.

Nothing is tested here. Each item ends as its row says, so that `allure-pytest` writes down what the record holds.
"""

import json
from pathlib import Path
from typing import Any

import allure
import pytest


class Undecided(Exception):
    """An item that came to no verdict; what is no failure of a test is `broken` in Allure."""


class ReplayedItem(pytest.Item):
    """An item that ends as it once ended. `row`: see `reports/allure.py`."""

    def __init__(self, *, row: dict[str, Any], **keywords: Any) -> None:
        super().__init__(**keywords)
        self.row = row
        self.add_marker(pytest.mark.allure_description(row["purpose"]))
        for name, value in row["labels"]:
            self.add_marker(pytest.mark.allure_label(value, label_type=name))

    def runtest(self) -> None:
        """Tell what was judged and on what, and end."""
        allure.dynamic.parameter("run", self.name)  # two runs of one case are two results, not two tries
        for step in self.row["steps"]:
            _tell(step)
        for name, exchange in self.row["exchanges"].items():
            text = json.dumps(exchange, ensure_ascii=False, indent=1)
            allure.attach(text, name=name, attachment_type=allure.attachment_type.JSON)
        _end(self.row["status"], self.row["message"])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:  # noqa: ARG002 - pytest's
        """What failed, in the words of the record."""
        return self.row["explanation"] or str(excinfo.value)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where pytest says that it stands: in no file."""
        return self.path, None, self.name


def pytest_collection(session: pytest.Session) -> bool:
    """Collect the rows, and nothing else."""
    rows = json.loads((session.config.rootpath / "items.json").read_text(encoding="utf-8"))
    session.items = [ReplayedItem.from_parent(session, name=row["name"], nodeid=row["node"], row=row) for row in rows]
    session.testscollected = len(rows)
    return True


def _tell(step: dict[str, Any]) -> None:
    try:
        with allure.step(f"{step['verdict']} {step['title']}"):
            if step["verdict"] != "PASS":
                pytest.fail(step["seen"])
    except pytest.fail.Exception:  # that of pytest.fail alone: the step shows it, how the item ends is said by its row
        return


def _end(status: str, message: str) -> None:
    if status == "skipped":
        pytest.skip(message)  # does not apply: the status that the record gave, told in Allure's word
    if status == "failed":
        pytest.fail(message)
    if status != "passed":
        raise Undecided(message)
