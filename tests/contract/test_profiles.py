"""Every mock keeps its profile under calls that schemathesis makes: all phases, all checks, no failure.

A system is added by a module in `tests/contract/profiles`; see the README there. One system alone:
`python -m pytest tests/contract -k dvcqg`.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from mocks.registry import entry
from mocks.stage.played import Terms
from specs.operation import Operation
from specs.profile import Profile, load_profile
from tests.contract.documents import WHOLE, document, groups
from tests.contract.engine import Target, run
from tests.contract.referee import Referee
from tests.contract.visiting import unrefusable_of
from tests.unit.mocks.playing import playing

NAMES = sorted(file.stem for file in (Path(__file__).parent / "profiles").glob("[a-z]*.py"))
EXAMPLES = 3


def module_of(name: str) -> ModuleType:
    return import_module(f"tests.contract.profiles.{name}")


def profile_of(name: str) -> Profile:
    wish = module_of(name).WISHES[0]
    return load_profile(wish.system, wish.profile or entry(wish.system).profiles[0])


def groups_of(name: str) -> tuple[str, ...]:
    """The documents that are run: all, or the `GROUPS` of a module whose profile has the others from another one."""
    found: tuple[str, ...] = getattr(module_of(name), "GROUPS", tuple(groups(profile_of(name))))
    return found


@contextmanager
def visited(name: str, *, armed: bool = False) -> Iterator[Target]:
    """The system of a module of profiles, running and known to its visitor; `armed`: it accepts anything."""
    module = module_of(name)
    with playing(*module.WISHES, terms=Terms(redaction_key=b"key of a test")) as sides:
        visitor = module.prepare(sides[0], sides)
        if armed:
            sides[0].behave("accepts-anything")
        with closing(Referee(sides[0])) as referee:
            yield Target(base=sides[0].running.national, profile=sides[0].profile, referee=referee, visitor=visitor)


@pytest.mark.parametrize(("name", "group"), [(name, group) for name in NAMES for group in groups_of(name)])
def test_generated_calls_are_answered_as_the_profile_says(name: str, group: str) -> None:
    with visited(name) as target:
        # That a service keeps its schema at every boundary is shown where it stands alone.
        left_out = ("coverage",) if group == WHOLE else ()
        found = run(document(target.profile, group), target, examples=EXAMPLES, left_out=left_out)
    assert found.troubles == []
    assert found.failures == []
    for operation in groups(target.profile)[group] if group != WHOLE else ():
        assert target.referee.tally[operation.name, True], f"no call of {operation.name} was ever accepted"
        if not takes_nothing(operation) and operation.name not in unrefusable_of(target.visitor):
            assert target.referee.tally[operation.name, False], f"no call of {operation.name} was ever refused"


@pytest.mark.parametrize("name", NAMES)
def test_a_mock_that_accepts_anything_is_found_out(name: str) -> None:
    with visited(name, armed=True) as target:
        found = (
            run(document(target.profile, group), target, examples=EXAMPLES, most_failures=1)
            for group in groups_of(name)
        )
        assert any(findings.failures for findings in found)


def takes_nothing(operation: Operation) -> bool:
    """Whether nothing can be wrong in a call of it."""
    named = (operation.parameters or {}).get("properties")
    return not (operation.request_type or named or operation.path_names or operation.security)
