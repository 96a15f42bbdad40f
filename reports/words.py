"""Our outcomes in the words of each format. NONE is never better than an error, and only PASS and GO are green."""

from collections.abc import Mapping

# JUnit: the element inside `testcase`, "" for none, which is a pass. SARIF: "" where nothing is said of it.
WORDS: Mapping[str, Mapping[str, str]] = {
    "PASS": {"junit": "", "ctrf": "passed", "allure": "passed", "sarif": ""},
    "FAIL": {"junit": "failure", "ctrf": "failed", "allure": "failed", "sarif": "result"},
    "INCONC": {"junit": "error", "ctrf": "other", "allure": "broken", "sarif": "notification"},
    "ERROR": {"junit": "error", "ctrf": "other", "allure": "broken", "sarif": "notification"},
    "NONE": {"junit": "error", "ctrf": "other", "allure": "broken", "sarif": "notification"},
    "NOT_SELECTED": {"junit": "skipped", "ctrf": "pending", "allure": "skipped", "sarif": ""},
    "NOT_APPLICABLE": {"junit": "skipped", "ctrf": "skipped", "allure": "skipped", "sarif": ""},
    "GO": {"junit": "", "ctrf": "passed", "allure": "passed", "sarif": ""},
    "CONDITIONAL_GO": {"junit": "error", "ctrf": "failed", "allure": "broken", "sarif": "notification"},
    "NO_GO": {"junit": "failure", "ctrf": "failed", "allure": "failed", "sarif": "notification"},
    "UNDECIDED": {"junit": "error", "ctrf": "failed", "allure": "broken", "sarif": "notification"},
}


def word(outcome: str, form: str) -> str:
    """What a format calls an outcome. Raises KeyError for an outcome or a format that is none."""
    return WORDS[outcome][form]
