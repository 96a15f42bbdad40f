"""The population database as this province uses it: applicants verified, people looked up, every look-up on a log."""
