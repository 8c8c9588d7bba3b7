"""A query → where its quotations stand, closed or not; the signs are those of the grammar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from search.records import Span

SIGNS: Final = '"“”„‟«»'
_CURLED: Final = r"[“”„‟\"]"
CLOSED: Final = (
    r"«(?P<angled>[^»]*)»"
    rf"|{_CURLED}\s*{_CURLED}(?=\s*[^\s“”„‟\"])(?P<nested>[^“”„‟\"]*){_CURLED}\s*{_CURLED}"
    rf"|{_CURLED}(?P<curled>[^“”„‟\"]*){_CURLED}"
)
"""A quotation with its signs, as a pattern: «…» in angles, all others alike, once or twice."""

_CLOSED: Final = re.compile(CLOSED)
_SIGN: Final = re.compile(f"[{SIGNS}]")


def quoted_ranges(q: str) -> tuple[Span, ...]:
    """Where each quotation begins and ends, its signs within."""
    return tuple(match.span() for match in _CLOSED.finditer(q))


def open_quotation(q: str) -> int | None:
    """Where the quotation begins that is not closed; None when all are."""
    ranges = quoted_ranges(q)
    alone = _SIGN.search(q, ranges[-1][1] if ranges else 0)
    return alone.start() if alone else None


def closing(sign: str) -> str:
    """What closes a quotation that `sign` opens."""
    return {"«": "»", "„": "“", "“": "”"}.get(sign, '"')
