"""What the province remembers: its database, dossiers and the acts on them, errands that are still to be run."""
