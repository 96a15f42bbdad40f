"""The province's own web door: citizens and officers sign in, and see what is theirs."""
