"""What runs in a generator's process. Importing a module of this package patches sockets."""
