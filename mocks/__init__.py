"""The national side, played: one small honest application a system, with named behaviours and a journal.

`journal`, `behaviour`, `redactor`, `door`, `control` and `server` know no particular system; a system is a `System`
(its profile, a handler free of HTTP, the behaviours it knows), as `portal` makes one. Nothing here is shared with what
judges but the data of `specs`.
"""
