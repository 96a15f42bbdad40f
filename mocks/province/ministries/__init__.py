"""The ministries' centralised systems as this province meets them: their dossiers followed, kept, looked up, counted.

A change comes twice: pushed as it happens, and in the feed. The feed alone is followed to its end, because a push that
was lost is missed by nobody; a push only makes things quicker. Whatever comes again changes nothing.
"""
