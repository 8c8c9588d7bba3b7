"""A request → the search form's fields: what stands in its boxes, and what goes along unseen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from search.query.quotation_marks import CLOSED, SIGNS
from search.query.request import CHOICES, PARAMETERS, Request

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

TYPED: Final = ("speaker", "role", "place", "topic")
"""Boxes to type a choice into."""
COMPOSED: Final = ("exact", "none")
"""Boxes that become part of the words: what they mean can be written there."""
LISTED: Final = ("section", "lang", "kind")
"""Lists to pick a choice from."""

_WRITTEN: Final = re.compile(rf"-?(?:{CLOSED})|\S+")
_QUOTE: Final = re.compile(f"[{SIGNS}]")


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What the form shows: `boxes` by parameter name, and pairs that are sent unseen."""

    boxes: Mapping[str, str]
    unseen: tuple[tuple[str, str], ...]

    @property
    def detailed(self) -> bool:
        """Whether a box was typed into, beyond the words themselves: it is shown, to be mended."""
        return any(text for name, text in self.boxes.items() if name not in ("q", *LISTED))


def form(wanted: Request, known: Container[tuple[str, str]] = ()) -> SearchForm:
    """The form of a request; `known` values were picked from a facet: chips, and sent unseen."""
    boxes = {
        "q": wanted.q,
        "from": wanted.since.isoformat() if wanted.since else "",
        "to": wanted.until.isoformat() if wanted.until else "",
    }
    unseen: list[tuple[str, str]] = []
    for name in CHOICES:
        values: tuple[str, ...] = getattr(wanted, name)
        box = _boxed(name, values, known)
        if name in TYPED or name in LISTED:
            boxes[name] = box
        unseen.extend((name, value) for value in values if not box or value != box)
    plain = Request(sort=wanted.sort, limit=wanted.limit)
    return SearchForm(boxes, (*unseen, *plain.parameters()))


def _boxed(name: str, values: tuple[str, ...], known: Container[tuple[str, str]]) -> str:
    """The one value that goes back into its box; empty when there is none or it was not typed."""
    if name in LISTED and len(values) == 1:
        return values[0]
    if name not in TYPED:
        return ""
    typed = [one for one in values if not one.startswith("=") and (name, one) not in known]
    return typed[0] if typed else ""


def composed(given: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the form sent, its boxes for exact words and for words not wanted written into `q`."""
    sent = dict(given)
    exact = " ".join(_QUOTE.sub(" ", sent.get("exact", "")).split())
    unwanted = (one[0].lstrip("-") for one in _WRITTEN.finditer(sent.get("none", "")))
    parts = [sent.get("q", "").strip(), f'"{exact}"' if exact else ""]
    parts += [f"-{one}" for one in unwanted if one]
    rest = [(name, value) for name, value in given if name not in ("q", *COMPOSED)]
    return [("q", " ".join(part for part in parts if part)), *rest]


def shortened(given: Sequence[tuple[str, str]], wanted: Request, dropped: Sequence[str]) -> str:
    """The short query string for a form sent with empty boxes; empty when it is short already.

    A value that could not be read stays in the address: the page it leads to must tell of it.
    """
    known = [(name, value) for name, value in given if name in PARAMETERS]
    filled = [(name, value) for name, value in known if value.strip()]
    if len(filled) == len(known):
        return ""
    return "?" + (urlencode(filled) if dropped else wanted.query_string())
