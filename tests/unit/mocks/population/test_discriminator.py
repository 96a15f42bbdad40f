"""Operations on one address are told apart by members of the body, by name or by JSON Pointer."""

from typing import Any

import pytest

from specs.operation import Operation
from specs.profile import load_profile

BODY: Any = {"service": "A", "Envelope": {"Body": {"TraCuu": None, "a/b": {"~": "1"}, "list": ["x"]}}}


def operation(discriminator: dict[str, Any] | None) -> Operation:
    """An operation that is told apart so."""
    return Operation(
        profile="p",
        name="A",
        method="POST",
        path="/",
        fidelity="assumed",
        sources=(),
        discriminator=discriminator,
    )


@pytest.mark.parametrize(
    ("discriminator", "told"),
    [
        (None, True),
        ({}, True),
        ({"service": "A"}, True),
        ({"service": "B"}, False),
        ({"service": "present"}, False),
        ({"/service": "A"}, True),
        ({"/service": "present"}, True),
        ({"/Envelope/Body/TraCuu": "present"}, True),
        ({"/Envelope/Body/TraCuu": None}, True),
        ({"/Envelope/Body/XacThuc": "present"}, False),
        ({"/Envelope/Body/XacThuc": None}, False),
        ({"/Envelope/Body/TraCuu/x": "present"}, False),
        ({"/Envelope/Body/list/0": "present"}, False),
        ({"/Envelope/Body/a~1b/~0": "1"}, True),
        ({"/Envelope/Body/a~1b/~0": "2"}, False),
        ({"service": "A", "/Envelope/Body/TraCuu": "present"}, True),
        ({"service": "B", "/Envelope/Body/TraCuu": "present"}, False),
    ],
)
def test_a_body_is_told_apart(discriminator: dict[str, Any] | None, *, told: bool) -> None:
    assert operation(discriminator).told_apart(BODY) is told


@pytest.mark.parametrize("body", [None, [], "x", 1, {"Envelope": None}, {"Envelope": ["Body"]}])
def test_another_body_is_none(body: Any) -> None:
    assert not operation({"/Envelope/Body/TraCuu": "present"}).told_apart(body)


def test_the_profile_tells_its_operations_apart() -> None:
    profile = load_profile("c06", "c06-2025")
    for wanted in profile.operations:
        found = profile.match("POST", wanted.path, {"Envelope": {"Body": {wanted.name: None}}})
        assert found is wanted
    assert profile.match("POST", profile.operations[0].path, {"Envelope": {"Body": {"X": None}}}) is None
