"""A request → whether it may change what is saved, and the sign that its forms carry.

Who sits at the machine may: the connection comes from it, to a name of it, and no proxy handed it
on. Others need the setting `token`. A form carries the sign that a cookie of the same browser
holds, which pages of other sites can neither read nor set.
"""

from __future__ import annotations

import hmac
import re
import secrets
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import after_this_request, g, request
from flask_babel import gettext
from werkzeug.exceptions import Forbidden

from webui import site

if TYPE_CHECKING:
    from flask import Response

COOKIE: Final = "onrecord_form"
SIGN: Final = "form_sign"
"""The field of a form that holds the cookie's value."""
TOKEN: Final = "token"  # noqa: S105 # the name of a field
"""The field that holds the setting of that name; programs send it as a bearer token."""

_FORWARDED: Final = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_REAL_IP",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_CF_CONNECTING_IP",
)
_FORWARDED_BEGINS: Final = "HTTP_X_FORWARDED_"
"""Headers of proxies, as a server spells them in a request."""
_CACHED_HOSTS: Final = 100  # of those who ask, and of the names that are asked for
_SIGN: Final = re.compile("[0-9a-f]{32}")
_OWN_PAGES: Final = ("same-origin", "none")


def is_local() -> bool:
    """Whether who asks sits at this very machine."""
    known: bool | None = g.get("is_local")  # every page asks, and says so in its tag
    if known is None:
        known = g.is_local = _is_local()
    return known


def _is_local() -> bool:
    handed_on = any(
        name in _FORWARDED or name.startswith(_FORWARDED_BEGINS) for name in request.environ
    )
    return not handed_on and _is_loopback(request.remote_addr or "") and _is_loopback(_host())


def needs_token() -> bool:
    """Whether a form must ask for the token."""
    return not is_local()


def is_offered() -> bool:
    """Whether whoever asks can save at all, with the token or without."""
    return is_local() or bool(site.current().settings.token)


def check_rights() -> None:
    """`Forbidden` unless this request may change what is saved."""
    if not is_offered():
        raise Forbidden(
            gettext(
                "queries are saved on the machine of the site; elsewhere its setting token"
                " (ONRECORD_TOKEN) allows it"
            )
        )
    if needs_token() and not _token_given():
        raise Forbidden(gettext("the token is missing or wrong; ask whoever runs this site"))
    if not _is_bearer():
        _check_sign()


def form_sign() -> str:
    """The sign that a form of this page carries; the browser gets it as a cookie."""
    if "form_sign" not in g:
        known = request.cookies.get(COOKIE, "")
        g.form_sign = known if _SIGN.fullmatch(known) else secrets.token_hex(16)
        after_this_request(_with_cookie)
    return str(g.form_sign)


def _with_cookie(answer: Response) -> Response:
    answer.set_cookie(
        COOKIE, g.form_sign, httponly=True, samesite="Lax", secure=request.is_secure, path="/"
    )
    answer.headers["Cache-Control"] = "private, no-cache"  # the sign is this browser's own
    return answer


def _check_sign() -> None:
    """`Forbidden` for a form that no page of this site sent."""
    held, given = request.cookies.get(COOKIE, ""), request.form.get(SIGN, "")
    sent_by = request.headers.get("Sec-Fetch-Site", _OWN_PAGES[0])
    same = hmac.compare_digest(held.encode(), given.encode())
    if not (_SIGN.fullmatch(held) and same and sent_by in _OWN_PAGES and _is_own_origin()):
        raise Forbidden(
            gettext("this form is not of this site, or is too old; open its page again")
        )


def _is_own_origin() -> bool:
    """Whether the page that sent the form stands here; browsers may say `null` instead."""
    origin = request.headers.get("Origin", "null")
    public = urlsplit(site.current().settings.public_url).netloc
    return origin == "null" or urlsplit(origin).netloc in (request.host, public)


def _token_given() -> bool:
    kept = str(site.current().settings.token)
    given = _bearer() or request.form.get(TOKEN, "")
    return bool(kept) and hmac.compare_digest(kept.encode(), given.strip().encode())


def _is_bearer() -> bool:
    """Whether a program shows the token: no browser does by itself, so it needs no sign."""
    return bool(_bearer()) and _token_given()


def _bearer() -> str:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else ""


def _host() -> str:
    """The name of the host that was asked for, without its port."""
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
    except ValueError:
        return ""


@lru_cache(maxsize=_CACHED_HOSTS)
def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
