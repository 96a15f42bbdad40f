"""What the province inherits: the dossiers of the systems from before 1 July 2025, brought over with their codes.

The form of an export is ours (docs/old-dossiers.md): no official one was found. Every row is accounted
for, as taken, merged, known or refused. What is refused is kept beside with its reason, and what comes again changes
nothing.
"""
