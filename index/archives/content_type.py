"""The text of a Content-Type header → media type, charset, any parameter; nothing makes it fail."""

from __future__ import annotations

import re
from typing import Final

_PARAMETER: Final = re.compile(
    r""";\s*(?P<name>[\w.*-]{1,40})\s*=\s*(?:"(?P<quoted>[^"\\]*)"|(?P<bare>[^;\s"]*))"""
)
_TYPE: Final = re.compile(r"\s*([\w.+-]{1,60}/[\w.+-]{1,80})")


def media_type_of(header: str) -> str | None:
    """The type, as `text/html`."""
    found = _TYPE.match(header)
    return found[1].lower() if found else None


def charset_of(header: str) -> str | None:
    """The charset, as it is written."""
    return parameter_of(header, "charset")


def parameter_of(header: str, name: str) -> str | None:
    """The value of a parameter; None where it is not given, or empty."""
    for found in _PARAMETER.finditer(header[:4096]):
        if found["name"].lower() == name:
            return (found["quoted"] or found["bare"] or "").strip(" \t'") or None
    return None
