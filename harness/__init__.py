"""The engine: it drives and watches a system under test, records what it saw, and judges.

It knows no particular national system. What is demanded and spoken stands in `specs`.
"""

VERSION = "0.1.0"
"""The release, as records and reports name it; that of `pyproject.toml`."""
