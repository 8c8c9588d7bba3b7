"""What a page is, told from its bytes: by table, and by the traps of KREMLIN's templates."""

from __future__ import annotations

import pytest

from index.cleaning.clean import clean
from index.saves.address import Address, Space, read_address
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
        ("1.html", b"\x89PNG\r\n\x1a\n" + bytes(500), SkipReason.BINARY),
        ("1.html", b"%PDF-1.7 binary", SkipReason.BINARY),
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


@pytest.mark.parametrize(
    ("url", "number", "lang"),
    [
        ("http://en.kremlin.ru/events/president/news/17093", 17093, "en"),
        ("http://www.en.kremlin.ru/events/president/transcripts/3", 3, "en"),
        ("http://eng.kremlin.ru/events/president/transcripts/speeches/15", 15, "en"),
        ("https://kremlin.ru/events/security-council/76505", 76505, "ru"),
        ("http://special.kremlin.ru/events/president/news/76505", 76505, "ru"),
        ("http://en.special.kremlin.ru/catalog/persons/5/events/74008", 74008, "en"),
        ("http://en.kremlin.ru/events/councils/by-council/7/90024", 90024, "en"),
        ("http://en.kremlin.ru/catalog/countries/BY/events/17093", 17093, "en"),
        ("http://en.kremlin.ru/d/17093", 17093, "en"),
        ("http://kremlin.ru/acts/news/80518", 80518, "ru"),
        ("http://en.kremlin.ru/events/president/news/17093.html", 17093, "en"),
        ("http://en.kremlin.ru/events/president/news/17093?utm=1#t2", 17093, "en"),
        ("https://web.archive.org/web/20200829/http://en.kremlin.ru/d/17093", 17093, "en"),
        ("http://президент.рф/events/president/news/17093", 17093, "ru"),
    ],
)
def test_the_addresses_of_one_item_name_its_number_and_language(
    url: str, number: int, lang: str
) -> None:
    address = read_address(url)
    assert address is not None
    assert (address.number, address.lang, address.space) == (number, lang, Space.ITEM)


@pytest.mark.parametrize(
    "url",
    [
        "http://en.kremlin.ru/events/president/news",
        "http://en.kremlin.ru/events/president/news/page/2",
        "http://en.kremlin.ru/events/president/news/by-date/08.12.2012",
        "http://en.kremlin.ru/events/councils/by-council/7",
        "http://en.kremlin.ru/catalog/persons/5/biography",
        "http://kremlin.ru.example.org/d/17093",
        "http://notkremlin.ru/d/17093",
        "17093.html",
        "http://[broken",
        "http://en.kremlin.ru/d/99999999999999999999",
    ],
)
def test_lists_other_sites_and_broken_addresses_name_no_item(url: str) -> None:
    assert read_address(url) is None


def test_sub_pages_parts_and_other_number_spaces_are_told() -> None:
    print_twin = read_address(f"{URL}/print")
    act = read_address("http://kremlin.ru/acts/bank/4410/page/2")
    text = read_address("http://en.kremlin.ru/events/president/news/copy/90001")
    photo = read_address(f"{URL}/photos/555")
    assert print_twin is not None
    assert photo is not None
    assert (print_twin.sub, photo.sub) == ("print", "photos")
    assert isinstance(act, Address)
    assert (act.space, act.number, act.part) == (Space.ACT, 4410, 2)
    assert text is not None
    assert text.copy
    assert text.number == 90001
