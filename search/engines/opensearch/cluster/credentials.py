"""Settings → how a client logs in to the cluster, and which certificates it trusts."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

from search.errors import BadSetting

if TYPE_CHECKING:
    from pathlib import Path

    from search.settings import Secret, Settings


def login(settings: Settings) -> dict[str, Any]:
    """Arguments of the client by which the cluster knows the user: a token, or a name and password.

    Raises `BadSetting` for a file of a secret that cannot be read.
    """
    token = _secret(settings, "token")
    if token:
        return {"headers": {"authorization": f"Bearer {token}"}}
    if not settings.opensearch_user:
        return {}
    password = _secret(settings, "password")
    return {"http_auth": (settings.opensearch_user, password)}


def _secret(settings: Settings, kind: str) -> str:
    """A password or token, from the setting itself or from its file."""
    given: Secret = getattr(settings, f"opensearch_{kind}")
    name = f"opensearch_{kind}_file"
    file: Path | None = getattr(settings, name)
    if given or file is None:
        return str(given)
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSetting(name, str(file), "a file of text that can be read") from None


def certificates(settings: Settings) -> dict[str, Any]:
    """Arguments of the client by which it checks nodes' certificates.

    The authority is the one that is named, else the system's; `BadSetting` where it cannot be read.
    """
    if all(host.startswith("http:") for host in settings.opensearch_hosts):
        return {}
    authority = settings.opensearch_ca
    try:
        return {"ssl_context": ssl.create_default_context(cafile=authority)}
    except (OSError, ValueError):
        wanted = "a file of certificates (PEM)"
        raise BadSetting("opensearch_ca", str(authority), wanted) from None
