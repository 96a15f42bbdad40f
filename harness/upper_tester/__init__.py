"""Upper testers: what makes the system under test act inside, as a clerk or an officer would (ITU-T X.290)."""

from harness.upper_tester.http import HttpUpperTester
from harness.upper_tester.protocol import Act, Outbox, UpperTester, Version

__all__ = ["Act", "HttpUpperTester", "Outbox", "UpperTester", "Version"]
