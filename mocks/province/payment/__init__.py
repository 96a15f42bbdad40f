"""Fees and charges: bills at the national Payment Platform, money at the counter, and what the dossier says of it."""
