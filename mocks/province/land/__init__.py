"""Land dossiers and tax: handed over to the national land database, its news and the tax notices taken in.

Two ways lead in: the land database pushes states and notices with papers, the portal relays the tax office's notices
with amounts, and its receipts. Both are heard once however often they are told, and what follows from them for the
dossier is an errand that is written with the news.
"""
