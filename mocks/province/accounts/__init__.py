"""Officers' accounts: who holds which role at which agency for which procedures, and what follows from it."""
