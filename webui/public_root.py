"""The setting `public_url`, else the request → the address that absolute links begin with."""

from __future__ import annotations

from typing import Final

from flask import current_app, request

PUBLIC_URL: Final = "ONRECORD_PUBLIC_URL"


def site_root() -> str:
    """`https://onrecord.example`, without a slash at its end."""
    return str(current_app.config[PUBLIC_URL] or request.url_root.rstrip("/"))
