"""What a sealed record says, for people and for machines: pure functions of the record and its readiness."""
