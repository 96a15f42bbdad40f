"""What a played system remembers: tables in memory or in SQLite, written in batches."""
