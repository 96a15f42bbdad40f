"""What a national system calls at the province: pushes, their tries and their order."""
