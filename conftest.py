"""The one plugin of this project; it does nothing until a run names a system under test with `--sut`."""

pytest_plugins = ["harness.pytest_plugin"]
