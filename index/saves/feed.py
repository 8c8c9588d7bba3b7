"""An Atom feed → a page for each of its entries, read one after another.

Shape: KREMLIN-like feeds print twenty entries, each with its text in `content`. The parser resolves
no entity, loads nothing, and forgets each entry when it is given.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lxml import etree

from index.archives.limits import MOST_ENTRIES, MOST_FEED_BYTES
from index.archives.opening import is_feed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from index.saves.page import Page

ATOM: Final = "{http://www.w3.org/2005/Atom}"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMESPACE: Final = b"http://www.w3.org/2005/Atom"
_HEAD_BYTES: Final = 4096
_ENTRY: Final = re.compile(rb"<(?:[\w.-]{1,40}:)?entry\s[^<>]{0,2000}" + re.escape(_NAMESPACE))


def is_atom(content: bytes) -> bool:
    """Whether a page's bytes are an Atom feed."""
    head = _head(content)
    return is_feed(head) and _NAMESPACE in head


def _head(content: bytes) -> bytes:
    """The beginning of a feed; of one in UTF-16 the letters alone."""
    return content[:_HEAD_BYTES].replace(b"\0", b"")


def is_entry(head: bytes) -> bool:
    """Whether a page is one entry, as `entry_pages` gives it."""
    return _ENTRY.match(head) is not None


def entry_pages(page: Page) -> Iterator[Page]:
    """The entries of a feed as pages, at least one; where it breaks off, a broken page says so."""
    if b"<!DOCTYPE" in _head(page.content):
        yield replace(page, content=b"", broken="the feed declares entities, which none needs")
        return
    count, why = 0, ""
    try:
        for entry in _entries(page.content):
            if count >= MOST_ENTRIES:
                why = f"the feed holds more than {MOST_ENTRIES:,} entries; the rest was not read"
                break
            count += 1
            yield _entry_page(page, entry)
    except etree.XMLSyntaxError as error:
        why = f"the feed breaks off after {count:,} entries, or is damaged ({error.msg})"
    if len(page.content) > MOST_FEED_BYTES:
        why = f"the feed is longer than {MOST_FEED_BYTES:,} bytes; {count:,} entries were read"
    if why or not count:
        yield replace(page, content=b"", broken=why or "the feed holds no entry")


def _entries(content: bytes) -> Iterator[Any]:
    """Each entry's element; it is emptied when the next is asked for."""
    lang = None
    events = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for event, element in events:
        if event == "start":
            lang = element.get(_LANG) or lang if element.tag == f"{ATOM}feed" else lang
        elif element.tag == f"{ATOM}entry":
            if lang and not element.get(_LANG):
                element.set(_LANG, lang)
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _entry_page(page: Page, entry: Any) -> Page:
    links = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
    name = entry.findtext(f"{ATOM}id") or ""
    url = (links[0].get("href") if links else None) or name
    content = etree.tostring(entry, encoding="utf-8", with_tail=False)
    return replace(
        page,
        where=f"{page.where}#{url}",
        content=content,
        url=url.strip() or None,
        charset="utf-8",
        media_type=None,
    )
