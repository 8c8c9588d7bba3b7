"""An entry of an Atom feed → Draft: the text of its page, without cards, tags, place and captions.

The content repeats the summary before the text; times are Moscow's wall time, whatever the offset
that is printed with them says.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from index.cleaning.body import read_body
from index.cleaning.draft import Draft
from index.cleaning.markup import SPACES, first, parse, words_of
from index.saves.feed import ATOM
from index.saves.recognise import NotAStatement, SkipReason, Unreadable
from search.records import Form, Removed
from search.site_address import read_address

if TYPE_CHECKING:
    from index.cleaning.markup import Element

_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)")
_SUMMARY: Final = "c-summary"


def read_entry(xml: str) -> Draft:
    """The facts and text of an entry; `NotAStatement` where it holds only its summary."""
    entry = _parsed(xml)
    content = entry.find(f"{ATOM}content")
    if content is None:
        raise NotAStatement(SkipReason.FEED, "an entry without its text")
    root = parse(f"<div>{_markup(content)}</div>")
    lead = _taken(root) or _lead(entry)
    body = read_body(root)
    day, time = _moment(entry, "published")
    links = entry.findall(f"{ATOM}link[@rel='alternate']")
    url = (links[0].get("href") if links else None) or entry.findtext(f"{ATOM}id") or ""
    return Draft(
        title=SPACES.sub(" ", entry.findtext(f"{ATOM}title") or "").strip() or None,
        blocks=body.blocks,
        removed=(*((Removed("feed summary", lead),) if lead else ()), *body.removed),
        lead=lead,
        date=day,
        time=time,
        updated=_moment(entry, "updated")[0],
        form=Form.TEXT,
        address=read_address(url),
    )


def _parsed(xml: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(xml.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"the entry of the feed is damaged ({error})") from error


def _markup(element: Any) -> str:
    """The HTML in a text construct (RFC 4287, 3.1): escaped, plain, or as elements."""
    if element is None:
        return ""
    kind = element.get("type", "text")
    if kind in ("html", "text/html"):
        return element.text or ""
    if kind == "xhtml" or len(element):
        return "".join(etree.tostring(child, encoding="unicode") for child in element)
    lines = (element.text or "").replace("&", "&amp;").replace("<", "&lt;").split("\n\n")
    return "".join(f"<p>{line}</p>" for line in lines)


def _taken(root: Element) -> str | None:
    """The words of the summary, which is taken out of the text."""
    summary = first(root, cls=_SUMMARY)
    if summary is None:
        return None
    words = words_of(summary)
    summary.extract()
    return words or None


def _lead(entry: Any) -> str | None:
    return words_of(parse(_markup(entry.find(f"{ATOM}summary")) or " ")) or None


def _moment(entry: Any, name: str) -> tuple[date | None, str | None]:
    """The day and the hour of an element, as they are printed."""
    found = _MOMENT.match((entry.findtext(f"{ATOM}{name}") or "").strip())
    try:
        return (date.fromisoformat(found[1]), found[2]) if found else (None, None)
    except ValueError:
        return None, None
