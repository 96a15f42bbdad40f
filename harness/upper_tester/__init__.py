"""Upper testers: what makes the system under test act inside, as a clerk or an officer would (ITU-T X.290)."""

from harness.upper_tester.protocol import Act, Outbox, SystemTime, Told, UpperTester, Version

__all__ = ["Act", "Outbox", "SystemTime", "Told", "UpperTester", "Version"]
