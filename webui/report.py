"""A turn → where a reader reports an error in it, at the address that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from webui import site

if TYPE_CHECKING:
    from search.records import TurnId


def report_link(turn_id: TurnId) -> str:
    """The address with the turn's id in it; empty when the settings name none."""
    address = site.current().settings.report_address
    if not address:
        return ""
    name = "subject" if address.startswith("mailto:") else "turn"
    return f"{address}{'&' if '?' in address else '?'}{name}={quote(turn_id, safe='')}"
