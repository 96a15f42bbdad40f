"""The engine: it drives and watches a system under test, records what it saw, and judges.

It knows no particular national system. What is demanded and spoken stands in `specs`.
"""
