"""Invented saves, as an article page and as text, and what the cleaner makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cleaning.body import read_body
from index.cleaning.clean import clean
from index.cleaning.markup import first, parse
from index.saves.page import Page

if TYPE_CHECKING:
    from search.records import Statement

HEAD = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"/>'
    '<meta property="og:url" content="{url}"/></head><body><div class="content-view">Menu</div>'
    '<div class="read" data-href="{url}">'
)
TOP = (
    '<article class="read__in hentry h-entry" id="event-90001"><div class="read__content">'
    '<div class="read__top"><a class="read__categ">Events</a>'
    '<h1 class="entry-title p-name">Meeting\u00a0on the tides of\u00a0Arda</h1>'
    '<div class="read__lead entry-summary" id="read-lead"><div><p>Irena Solvei met the pilots.</p>'
    "</div></div>"
    '<div class="read__meta"><time class="read__published" datetime="2013-06-26">June 26, 2013'
    '</time><div class="read__time">17:05</div>'
    '<div class="read__place p-location"><i></i>The\u00a0Citadel, Aldermoor</div></div></div>'
)
BODY = (
    '<div class="entry-content e-content read__internal_content" itemprop="articleBody">{body}'
    '<div class="read__bottommeta hidden-copy"><div class="width_limiter">'
    '<div class="read__tags masha-ignore">'
    '<div class="read__tagscol"><h3>Geography</h3><ul><li><a rel="tag">Arda</a></li></ul></div>'
    '<div class="read__tagscol"><h3>Topics</h3><ul><li><a rel="tag">Ports </a></li></ul></div>'
    '<div class="read__tagscol with_hidden_list"><h3>Persons</h3><ul>'
    '<li><a rel="tag">Halden Viktor</a></li><li class="hidden"><a rel="tag">Ravn Nils</a></li>'
    '<li class="read__tagsmore"><a><i></i>1 more</a></li></ul></div></div>'
    '<div class="read__status masha-ignore"><h3>Publication status</h3>'
    "<p>Published in sections: <a>News</a>, <a>Transcripts</a><br/></p>"
    '<p>Publication date: <time datetime="2013-06-25">June 25, 2013, 12:00</time></p>'
    '<p>Direct link: <a class="print_link" href="http://en.kremlin.ru/d/90001">d/90001</a></p>'
    "<p><a>Text version</a></p></div></div></div></div>"
)
END = (
    '</div></article><div class="read__tabs">Share</div>'
    '<div class="read__updated">Last updated at <time datetime="2014-01-09">January 9</time></div>'
    "</div></body></html>"
)
URL = "http://en.kremlin.ru/events/president/news/90001"


def page(body: str = "<p>Words.</p>", top: str = TOP, url: str = URL, lang: str = "en") -> Page:
    """A page of the site, saved: this body below that heading."""
    html = HEAD.format(url=url, lang=lang) + top + BODY.format(body=body) + END
    return Page("saved/90001.html", html.encode())


def removed(statement: Statement) -> dict[str, str]:
    """What was taken out, by the rule that did so."""
    return {block.rule: block.text for block in statement.removed}


def blocks(body: str) -> list[tuple[int, str]]:
    """Number and words of every block of a body."""
    element = first(parse(f"<div>{body}</div>"), "div")
    assert element is not None
    return [(block.n, block.text) for block in read_body(element).blocks]


def cleaned(text: str, name: str = "save.txt") -> Statement:
    """The statement of a file of that name."""
    return clean(Page(name, text.encode()))


def paragraphs(statement: Statement) -> list[str]:
    """Every paragraph of every turn."""
    return [paragraph for turn in statement.turns for paragraph in turn.paragraphs]
