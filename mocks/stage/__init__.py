"""Systems on their ports: lines, the door, what it does to an answer on purpose, servers."""
