"""The page of the verdict code's mutants is of the code as it is, and a survivor without a reason is refused."""

from tests.selfcheck.verdict_mutants import PAGE, Mutant, Result, digest, load_reasons, unexplained

ALIVE = Mutant("harness.gate.decide", "a", "b")


def test_the_page_is_of_this_code() -> None:
    assert f"sha256:{digest()}" in PAGE.read_text(encoding="utf-8"), "run `make mutation`"


def test_every_reason_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert all(f"`{row.becomes}` | {reason} |" in page for row, reason in load_reasons().items())


def test_a_survivor_needs_a_reason_and_a_reason_a_survivor() -> None:
    assert unexplained(Result({}, (ALIVE,)), {ALIVE: "equivalent"}) == []
    assert unexplained(Result({}, (ALIVE,)), {}) == ["survived: harness.gate.decide: 'a' -> 'b'"]
    assert unexplained(Result({}, ()), {ALIVE: "equivalent"}) == [
        "a reason for what is killed: harness.gate.decide: 'b'"
    ]
