"""The clerks' screens, as an HTTP interface: the upper tester."""
