"""What a page is, told from its bytes: by table, and by the traps of KREMLIN's templates."""

from __future__ import annotations

import pytest

from index.cleaning.clean import clean
from index.saves.page import Page
from index.saves.recognise import NotAStatement, SkipReason, Template, Unreadable, recognise

URL = "http://en.kremlin.ru/events/president/news/90001"
ARTICLE = (
    '<html lang="en"><head><meta property="og:url" content="{url}"/></head><body>'
    '<div class="read" data-href="{href}">'
    '<article class="read__in hentry h-entry" id="event-90001">'
    '<h1 class="entry-title">Tides</h1>'
    '<div class="entry-content e-content read__internal_content" itemprop="articleBody">'
    "<p>Words.</p></div></article></div></body></html>"
)
LIST = (
    '<html><head><meta property="og:url" content="http://en.kremlin.ru/events/president/news"/>'
    '</head><body><div class="entry-content lister-page" data-url-template="/news/page/PAGE">'
    '<div class="hentry h-entry hentry_event" data-id="90001"></div></div></body></html>'
)
SINGLE_FILE = (
    "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: {url}\n-->"
    "<meta property=og:url content={url}><div class=read data-href={url}>"
    '<article class="read__in hentry h-entry" id=event-90001><h1 class=entry-title>Tides</h1>'
    '<div class="entry-content read__internal_content" itemprop=articleBody><p>Words.</div>'
    "</article>"
)


def article(url: str = URL, href: str | None = None) -> bytes:
    return ARTICLE.format(url=url, href=href or url).encode()


@pytest.mark.parametrize(
    ("content", "template"),
    [
        (article(), Template.ARTICLE),
        (SINGLE_FILE.format(url=URL).encode(), Template.ARTICLE),
        (article().decode().encode("utf-16"), Template.ARTICLE),
        (b"\xef\xbb\xbf" + article(), Template.ARTICLE),
        # the site opens an article over the list it was chosen from
        (LIST.encode().replace(b"</body></html>", article()), Template.ARTICLE),
        (article("http://kremlin.ru/acts/bank/4410"), Template.ACT),
        (
            b'<html><meta property="og:url" content="http://en.kremlin.ru/supplement/5"/>',
            Template.DOCUMENT,
        ),
        (
            b"<html><h1>Text version</h1><textarea>" + b"Tides rose. " * 30 + b"</textarea>"
            b'<span id="material_link">http://en.kremlin.ru/events/president/news/90001</span>'
            b'<meta property="og:url" content="http://en.kremlin.ru/d/90001"/></html>',
            Template.COPY,
        ),
        (b'<html><div class="singlepost"><p>Tides</p></div></html>', Template.SPECIAL),
        (b"Official website\n\nTides\n", Template.TEXT),
    ],
)
def test_a_page_that_holds_a_statement_is_known_by_its_template(
    content: bytes, template: Template
) -> None:
    assert recognise(Page("saved/page.html", content)).template is template


@pytest.mark.parametrize(
    ("where", "content", "reason"),
    [
        ("1.html", b"", SkipReason.EMPTY),
        ("1.html", b" \n\t", SkipReason.EMPTY),
        ("a.webarchive", b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource", SkipReason.OTHER_SAVE),
        ("a.har", b'{"log": {"entries": [{"text": "<html>' + article(), SkipReason.OTHER_SAVE),
        ("a.csv", b"text,date\nTides,2031-05-08\n", SkipReason.TABLE),
        ("a.csv.gz/a.csv", b"text,date\nTides,2031-05-08\n", SkipReason.TABLE),
        ("a.csv.bz2/a.csv", b"text,date\nTides,2031-05-08\n", SkipReason.TABLE_PACKED),
        ("a.zip/saved/a.tsv.gz/a.tsv", b"text\tdate\n", SkipReason.TABLE_PACKED),
        ("a.warc.gz#http://veldoria.example/a.json", b'[{"text": "a"}]', SkipReason.TABLE_PACKED),
        ("1.html", b"\x89PNG\r\n\x1a\n" + bytes(500), SkipReason.BINARY),
        ("1.html", b"%PDF-1.7 binary", SkipReason.PDF),
        (".index", b"text", SkipReason.HIDDEN),
        ("screen.css", b"body { color: red }", SkipReason.ATTACHMENT),
        (
            "feed",
            b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">',
            SkipReason.FEED,
        ),
        ("data", b'{"number": 1}', SkipReason.DATA),
        ("2.html", LIST.encode(), SkipReason.LIST),
        ("print.html", article(href=f"{URL}/print"), SkipReason.PRINT),
        ("90001.html", article(href=f"{URL}/print"), SkipReason.PRINT),
        ("print.html", article(), SkipReason.PRINT),
        (
            "a.html",
            b'<html><div class="read" data-href="http://en.kremlin.ru/events/president/news/1/photos">'
            b'<ul class="photoset__list">',
            SkipReason.PHOTOS,
        ),
        (
            "a.html",
            f'<html><div class="read" data-href="{URL}/videos"><div class="read__in">'
            '<div class="entry-content e-content read__internal_content">'.encode(),
            SkipReason.VIDEOS,
        ),
        ("a.html", b"<html><body><p>Tides at Port Sorrel</p></body></html>", SkipReason.OTHER_SITE),
        (
            "a.html",
            b'<html><meta property="og:url" content="http://kremlin.ru.example.org/d/1"/></html>',
            SkipReason.OTHER_SITE,
        ),
        (
            "a.html",
            b'<html><meta property="og:url" content="http://en.kremlin.ru/catalog/persons/5/biography"/>'
            b'<div class="person"></div></html>',
            SkipReason.OTHER_PAGE,
        ),
    ],
)
def test_what_holds_no_statement_is_told_apart_with_its_reason(
    where: str, content: bytes, reason: SkipReason
) -> None:
    with pytest.raises(NotAStatement) as told:
        recognise(Page(where, content))
    assert told.value.reason is reason


@pytest.mark.parametrize("end", ["<article", "<h1", 'itemprop="articleBody'])
def test_a_page_cut_off_before_its_text_is_unreadable_not_something_else(end: str) -> None:
    content = article()
    with pytest.raises(Unreadable, match="breaks off"):
        clean(Page("90001.html", content[: content.index(end.encode()) + 3]))
