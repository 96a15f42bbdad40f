"""The live page: files of this package, open to anybody, since there is nothing in them but the page itself."""

from pathlib import Path
from typing import Final

from aiohttp import web

from mocks.control.replies import Answering

FOLDER: Final = Path(__file__).parent.parent / "page"
FILES: Final = {
    "/": ("index.html", "text/html"),
    "/page/page.css": ("page.css", "text/css"),
    "/page/page.js": ("page.js", "text/javascript"),
    "/page/faults.js": ("faults.js", "text/javascript"),
    "/page/exchanges.js": ("exchanges.js", "text/javascript"),
    "/page/words.js": ("words.js", "text/javascript"),
    "/page/make.js": ("make.js", "text/javascript"),
}
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def page_routes() -> list[web.RouteDef]:
    """The files of the page at their addresses, read once."""
    return [web.get(path, _serving(FOLDER / name, media)) for path, (name, media) in FILES.items()]


def _serving(file: Path, media: str) -> Answering:
    content = file.read_bytes()

    async def serve(_request: web.Request) -> web.Response:
        return web.Response(body=content, content_type=media, charset="utf-8", headers=HEADERS)

    return serve
