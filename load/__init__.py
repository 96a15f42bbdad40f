"""Load: how much is expected, calls at planned instants, and what became of them.

Importing locust patches sockets: only `load.locustfiles` imports it, and only in child processes.
"""
