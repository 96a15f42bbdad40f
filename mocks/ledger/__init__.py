"""What arrived and what was answered: exchanges, redacted, in order, with their gaps."""
