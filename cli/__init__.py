"""The command line: the composition root, the only package that sees all others."""
