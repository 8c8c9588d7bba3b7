"""A finished response → the same with its security headers, its place in caches, and compressed."""

from __future__ import annotations

import gzip
import re
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from flask import Response, g, request

from search.formats.credit import LICENCE_URL
from search.store.versions import FILE_NAME
from webui import site
from webui.language import chosen, language
from webui.machine.text_credit import shown_publishers
from webui.routes import Freshness, current_route
from webui.views.saving.rights import is_offered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from webui.routes import Route

SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
        "img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "no-referrer",  # addresses hold what somebody searches for
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

FRAMED: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors *"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Of a card that may stand in any page: it has no script, no form and nothing to steal."""

_LICENCE: Final = f'<{LICENCE_URL}>; rel="license"'
_TEXT: Final = re.compile(r"^text/|json|xml")
_LEAST_BYTES: Final = 1_000  # compressing less does not pay
_LEVEL: Final = 5  # of 9: beyond it a page takes twice the time for 2 % of its size
_SMALLEST: Final = 9
_FILES: Final = 8  # of the style, which has three
_GZIP: Final = 31  # zlib's window bits for gzip's own framing
_FOREVER: Final = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Answer unchanged pages with 304, and dress every response."""
    app.before_request(unchanged)
    app.after_request(set_headers)


def unchanged() -> Response | None:
    """304 when the reader already holds this page of this generation."""
    route = current_route()
    if route is None or route.freshness is not Freshness.GENERATION:
        return None
    if request.method not in ("GET", "HEAD"):
        return None
    manifest = site.manifest()
    if manifest is None:
        return None
    g.etag = _tag(manifest.generation)
    if _holds(g.etag):
        return Response(status=304)
    return None


def _tag(generation: str) -> str:
    """All that a page depends on besides its address: queries may say "today", for one."""
    here = site.current()
    rest = (
        here.settings.report_address,
        here.settings.public_url or _asked_root(),
        is_offered(),
        *_last_written(here.settings.data / FILE_NAME),
    )
    digest = zlib.crc32(repr(rest).encode())
    return f"{here.edition}-{generation}-{site.today()}-{language()}-{digest:08x}"


def _asked_root() -> tuple[str, ...]:
    """What `site_root` depends on where it is not set, as it came: reading it takes longer."""
    told = request.environ
    return told["wsgi.url_scheme"], told.get("HTTP_HOST", ""), told.get("SCRIPT_NAME", "")


def _last_written(path: Path) -> tuple[int, int]:
    """Of the file of versions, which pages of statements count: when (ns), and its bytes."""
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


def _holds(etag: str) -> bool:
    """Whether the reader names this tag; `*` names none: whether the page exists is not known."""
    given = request.if_none_match
    return not given.star_tag and given.contains_weak(etag)


def set_headers(response: Response) -> Response:
    """Security, caching, weight, compression, in this order."""
    response.headers.extend(SECURITY)  # no view sets one of these
    route = current_route()
    if route is not None and route.framed:
        response.headers.update(FRAMED)
        del response.headers["X-Frame-Options"]
    if route is not None and route.licensed and not shown_publishers():
        response.headers.add("Link", _LICENCE)
    _vary(response)
    _cache(response, route)
    _compress(response)
    return response


def _vary(response: Response) -> None:
    """Say which headers of the request an answer depends on, beside its address."""
    depends = []
    if response.mimetype == "text/html" and not chosen():
        depends.append("Accept-Language")
    if _is_text(response):
        depends.append("Accept-Encoding")
    if depends and "Vary" in response.headers:
        response.vary.update(depends)
    elif depends:
        response.headers["Vary"] = ", ".join(depends)


def _is_text(response: Response) -> bool:
    return bool(_TEXT.search(response.mimetype or ""))


def _cache(response: Response, route: Route | None) -> None:
    if request.endpoint == "static" and request.args.get("v"):  # the address has the edition in it
        response.headers["Cache-Control"] = _FOREVER
        return
    response.headers.setdefault("Cache-Control", "no-cache")  # keep, but ask whether it is current
    if "etag" in g and response.status_code in (200, 304):
        response.set_etag(g.etag, weak=True)
    elif route is not None and route.freshness is Freshness.CONTENT and response.status_code == 200:
        response.add_etag(weak=True)
        if _holds(response.get_etag()[0] or ""):
            response.set_data(b"")
            response.status_code = 304


def _compress(response: Response) -> None:
    if not _is_text(response):
        return
    if response.status_code != 200 or not request.accept_encodings["gzip"]:
        return
    response.direct_passthrough = False
    if request.endpoint == "static":
        response.set_data(_packed_once(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
        return
    if response.is_streamed and "Content-Length" not in response.headers:
        response.response = _compressed(response.iter_encoded())
        response.headers["Content-Encoding"] = "gzip"
        return
    body = response.get_data()
    if len(body) >= _LEAST_BYTES:
        response.set_data(gzip.compress(body, _LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"


@lru_cache(maxsize=_FILES)
def _packed_once(content: bytes) -> bytes:
    """A file of the style, packed as small as it gets: each is sent very often."""
    return gzip.compress(content, _SMALLEST, mtime=0)


def _compressed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces as one gzip stream, never held whole."""
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
