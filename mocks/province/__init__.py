"""The reference province: a small, honest system for resolving procedures, and the example for those who connect one.

A clerk's act is written down together with the errand to report it (`store`), and the `outbox` runs that errand until
the national portal has taken the dossier and its step. `message` says how a dossier is spelt on the wire. Its named
misbehaviours are kept apart in `faults` and `misconduct`.
"""
