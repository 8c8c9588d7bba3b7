"""The setting `public_url`, else a request of this machine → what absolute links begin with."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from flask import current_app, request

PUBLIC_URL: Final = "ONRECORD_PUBLIC_URL"
_HERE: Final = ("localhost", "127.0.0.1", "::1")


def site_root() -> str:
    """`https://onrecord.example`, without a slash at its end; empty where it is not known.

    Whoever asks writes the `Host` himself, and what is made of it may be kept and shown to others:
    without the setting links are relative, but for the names of this very machine.
    """
    known: str = current_app.config[PUBLIC_URL]
    return known or (request.url_root.rstrip("/") if _is_here() else "")


def _is_here() -> bool:
    try:
        return urlsplit(request.url_root).hostname in _HERE
    except ValueError:
        return False
