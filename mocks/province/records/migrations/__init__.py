"""How the tables came to be what they are: one line of revisions for each part of the province, run at every start."""
