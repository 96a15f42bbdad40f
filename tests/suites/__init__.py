"""The suites: test cases that judge a system under test. A case reads as a sentence; what it needs is a scene."""
