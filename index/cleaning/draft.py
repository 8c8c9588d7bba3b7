"""What the reader of a template makes of a page: its facts and blocks, before turns and an id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.records import Form

if TYPE_CHECKING:
    import datetime

    from index.blocks import Block
    from search.records import Removed
    from search.save_warnings import SaveWarning
    from search.site_address import Address


@dataclass(frozen=True, slots=True)
class Draft:
    """Facts and text of one page; `address` only where its text tells it."""

    title: str | None  # None: the save prints none
    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...] = ()
    lead: str | None = None
    date: datetime.date | None = None
    event_date: datetime.date | None = None
    time: str | None = None
    place: str | None = None
    sections: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()  # names on cards that no block holds
    geography: tuple[str, ...] = ()
    updated: datetime.date | None = None
    form: Form = Form.HTML
    address: Address | None = None
    is_document: bool = False  # an act or a list: nobody speaks in it
    edges: tuple[str, str] = ("", "")  # white space around the text of one page of a document
    warnings: tuple[SaveWarning, ...] = ()
