"""How the province reaches others: durable errands, run in order and never given up, over lines that may fail."""
