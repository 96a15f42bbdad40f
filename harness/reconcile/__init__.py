"""Two bulk snapshots against each other: read into a shape, compared by Ibis expressions, told by cause.

Needs the extra `reconcile`. Nothing here talks to a system under test: a snapshot is an export, or what a query of a
database gives, and it says itself what it is.
"""
