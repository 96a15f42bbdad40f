"""The named misbehaviours of the reference province. Nothing outside this folder knows of faults."""
