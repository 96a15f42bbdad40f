"""The province that is held against the upper-tester contract."""

from collections.abc import Iterator

import pytest

from tests.cli.installation import installation


@pytest.fixture(scope="module")
def upper_tester(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base address of a running province with every system behind it that it can be connected to.

    Another implementation is held against the same contract by giving its address here.
    """
    with installation(tmp_path_factory.mktemp("province")) as there:
        yield f"{there.answers.tester}/upper-tester/1"
