"""The one plugin of this project, which does nothing until a run names a system under test; and who goes first."""

import pytest

pytest_plugins = ["harness.pytest_plugin"]

LONG = (
    "tests/cli/test_pytest_face.py",
    "tests/docs/test_guides.py",
    "tests/selfcheck/test_ways_not_to_pass.py",
    "tests/selfcheck/test_kill_mid_campaign.py",
    "tests/cli/test_machine_contract.py",
    "tests/hygiene/test_import_alone.py",
    "tests/contract/test_upper_tester_generated.py",
    "tests/contract/test_control.py",
    "tests/contract/test_profiles.py",
    "tests/unit/reconcile/test_spark.py",
    "tests/selfcheck",
    "tests/cli",
    "tests/docs",
)
"""What takes longest, in this order: begun last, one of them would keep a single worker busy while the others wait."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the long ones begin first; all else stays in its order."""
    items.sort(
        key=lambda item: next((place for place, name in enumerate(LONG) if item.nodeid.startswith(name)), len(LONG))
    )
