"""What a played system is made of and may use: calls and answers, behaviours, clock, sessions."""
