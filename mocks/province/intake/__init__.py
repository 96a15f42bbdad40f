"""Dossiers that citizens file on the national portal: how they come in, and where they wait for a clerk."""
