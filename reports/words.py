"""Our outcomes and statuses in the words of each format. Only PASS and GO are green; NONE is an error."""

from collections.abc import Mapping

FORMS = ("junit", "ctrf", "allure", "trl", "earl", "sarif")
# JUnit: the element inside `testcase`, "" for none, which is a pass. SARIF: "" where nothing is said of it.
WORDS: Mapping[str, Mapping[str, str]] = {
    outcome: dict(zip(FORMS, words, strict=True))
    for outcome, words in {
        "PASS": ("", "passed", "passed", "SUCCESS", "passed", ""),
        "FAIL": ("failure", "failed", "failed", "FAILURE", "failed", "result"),
        "INCONC": ("error", "other", "broken", "UNDEFINED", "cantTell", "notification"),
        "ERROR": ("error", "other", "broken", "UNDEFINED", "cantTell", "notification"),
        "NONE": ("error", "other", "broken", "UNDEFINED", "cantTell", "notification"),
        "NOT_SELECTED": ("skipped", "pending", "skipped", "UNDEFINED", "untested", ""),
        "NOT_APPLICABLE": ("skipped", "skipped", "skipped", "UNDEFINED", "inapplicable", ""),
        "CHALLENGED": ("error", "other", "broken", "UNDEFINED", "cantTell", "notification"),
        "GO": ("", "passed", "passed", "SUCCESS", "passed", ""),
        "CONDITIONAL_GO": ("error", "failed", "broken", "UNDEFINED", "cantTell", "notification"),
        "NO_GO": ("failure", "failed", "failed", "FAILURE", "failed", "notification"),
        "UNDECIDED": ("error", "failed", "broken", "UNDEFINED", "cantTell", "notification"),
    }.items()
}
# OSCAL: state and reason of a finding. There is none of what does not apply; what is challenged is shown as that.
FINDINGS: Mapping[str, tuple[str, str]] = {
    "DEMONSTRATED": ("satisfied", "pass"),
    "VIOLATED": ("not-satisfied", "fail"),
    "NOT_DEMONSTRATED": ("not-satisfied", "other"),
    "ATTESTED": ("not-satisfied", "other"),
    "CHALLENGED": ("not-satisfied", "other"),
    "GO": ("satisfied", "pass"),
    "CONDITIONAL_GO": ("not-satisfied", "other"),
    "NO_GO": ("not-satisfied", "fail"),
    "UNDECIDED": ("not-satisfied", "other"),
}


def word(outcome: str, form: str) -> str:
    """What a format calls an outcome. Raises KeyError for an outcome or a format that is none."""
    return WORDS[outcome][form]
