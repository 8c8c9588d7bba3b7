"""Whom the texts of statements are owed to: what every page and export that shows them says."""

from __future__ import annotations

from typing import Final

PUBLISHER: Final = "Presidential Executive Office"
LICENCE: Final = "CC BY 4.0"
LICENCE_URL: Final = "https://creativecommons.org/licenses/by/4.0/"
CREDIT: Final = f"{PUBLISHER}, {LICENCE}"
