"""Feeds and lists: what is read off them."""

from __future__ import annotations

from datetime import date, datetime
from importlib.resources import files

import pytest

from index.crawl.listing import Item, Listing, read_feed, read_list

PAGE = "http://en.kremlin.ru/events/president/news/page/2"

FEED = """<?xml version="1.0" encoding="UTF-8" ?><?xml-stylesheet type="text/xsl" href="/f.xsl" ?>
<feed xml:lang="en" xmlns="http://www.w3.org/2005/Atom"><title type="text">News</title>
<link href="http://en.kremlin.ru/events/president/news/feed" rel="self" />
<link href="http://en.kremlin.ru/events/president/news/feed/page/2" rel="next" />
<entry><title>Regatta</title><id>http://en.kremlin.ru/events/president/news/90050</id>
<updated>2026-01-05T23:30:00+04:00</updated><published>2026-01-05T14:20:00+04:00</published>
<link href="http://en.kremlin.ru/events/president/news/90050" hreflang="en" rel="alternate"
 type="text/html" /><summary type="html">&lt;p&gt;words&lt;/p&gt;</summary></entry>
<entry><id>http://en.kremlin.ru/events/president/news/90051</id><updated>soon</updated></entry>
<entry><title>no address</title></entry></feed>"""


def test_a_feed_gives_addresses_days_and_hours_of_change_in_moscow_time() -> None:
    listing = read_feed(FEED.encode(), "http://en.kremlin.ru/events/president/news/feed")
    first, second = listing.items
    assert first.url == "http://en.kremlin.ru/events/president/news/90050"
    assert first.day == date(2026, 1, 5)
    assert first.updated == datetime.fromisoformat("2026-01-05T20:30:00+00:00")
    assert second == Item("http://en.kremlin.ru/events/president/news/90051", None, None)
    assert listing.next == "http://en.kremlin.ru/events/president/news/feed/page/2"


@pytest.mark.parametrize(
    ("printed", "instant"),
    [
        ("2026-01-05T23:30:00+04:00", "2026-01-05T20:30:00+00:00"),  # Moscow's clock, misprinted
        ("2026-01-05T23:30:00+03:00", "2026-01-05T20:30:00+00:00"),
        ("2026-01-05T23:30:00", "2026-01-05T20:30:00+00:00"),
        ("2026-01-05T23:30:00Z", "2026-01-05T23:30:00+00:00"),
        ("2026-01-05T23:30:00-05:00", "2026-01-06T04:30:00+00:00"),
    ],
)
def test_an_offset_is_believed_but_for_the_one_the_site_misprints(
    printed: str, instant: str
) -> None:
    feed = FEED.replace("2026-01-05T23:30:00+04:00", printed)
    item = read_feed(feed.encode(), "http://en.kremlin.ru/feed").items[0]
    assert item.updated == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    "printed",
    [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+04:00",
        "9999-12-31T23:59:59-12:00",
        "1899-12-31T00:00:00Z",
        "2031-13-45T00:00:00Z",
        "yesterday",
        "",
    ],
)
def test_a_date_that_no_item_can_be_of_is_none(printed: str) -> None:
    feed = FEED.replace("2026-01-05T23:30:00+04:00", printed)
    feed = feed.replace("2026-01-05T14:20:00+04:00", printed)
    item = read_feed(feed.encode(), "http://en.kremlin.ru/feed").items[0]
    assert (item.day, item.updated) == (None, None)
    row = '<div class="hentry"><a rel="bookmark" href="/events/president/news/1">{}</a></div>'
    time = f'<time class="published" datetime="{printed[:10]}"></time>'
    page = f'<html><div class="lister-page">{row.format(time)}</div></html>'
    assert [one.day for one in read_list(page.encode(), PAGE).items] == [None]


def test_a_feed_says_where_it_is_the_only_page() -> None:
    url = "http://en.kremlin.ru/events/all/feed"
    last = FEED.replace('feed/page/2" rel="next"', 'feed/page/9" rel="last"')
    assert not read_feed(last.encode(), url).only
    only = FEED.replace("president/news/feed/page/2", "all/feed").replace('"next"', '"last"')
    listing = read_feed(only.encode(), url)
    assert (listing.only, listing.next) == (True, None)


@pytest.mark.parametrize(
    ("url", "pages", "following"),
    [
        ("http://x.example/events/news", "3", "http://x.example/events/news/page/2"),
        ("http://x.example/events/news/page/2", "3", "http://x.example/events/news/page/3"),
        ("http://x.example/events/news/page/3", "3", None),
        ("http://x.example/events/news", "many", None),
    ],
)
def test_a_list_without_a_link_says_by_its_numbers_whether_there_is_another(
    url: str, pages: str, following: str | None
) -> None:
    page = (
        f'<div class="lister-page" data-url-template="/events/news/page/PAGE" data-pages="{pages}">'
        '<div class="hentry"><a rel="bookmark" href="/events/news/1">x</a></div></div>'
    )
    assert read_list(page.encode(), url).next == following


@pytest.mark.parametrize("content", [b"", b"<html>refused</html>", b"\x00\xff", b"<feed>"])
def test_what_is_no_feed_gives_no_items(content: bytes) -> None:
    assert read_feed(content, "http://en.kremlin.ru/feed") == Listing(())


def test_a_feed_opens_no_file_and_expands_no_entity() -> None:
    bomb = '<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + FEED[FEED.index("<feed") :]
    bomb = bomb.replace("news/90051</id>", "news/&x;</id>")
    urls = [item.url for item in read_feed(bomb.encode(), "http://en.kremlin.ru/feed").items]
    assert not any("root" in url for url in urls)


def test_a_list_gives_its_articles_and_not_the_promoted_headline() -> None:
    saved = files("index") / "sample/en.kremlin.ru/events/president/news/page/2.html"
    listing = read_list(saved.read_bytes(), PAGE)
    assert [item.url.rpartition("/")[2] for item in listing.items] == [
        "90001.html",
        "90009.html",
        "90005.html",
    ]
    assert listing.items[0].day == date(2014, 3, 18)
    assert listing.items[0].updated == datetime.fromisoformat("2014-04-02T00:00:00+03:00")
    assert listing.next is not None


@pytest.mark.parametrize("content", [b"", b"<html><body>403</body></html>", b"\x00\xff\xfe"])
def test_what_is_no_list_gives_no_items_and_no_next_page(content: bytes) -> None:
    assert read_list(content, PAGE) == Listing(())


def test_an_articles_own_body_is_no_list_though_it_bears_the_lists_class() -> None:
    saved = files("index") / "sample/en.kremlin.ru/events/president/news/90001.html"
    assert read_list(saved.read_bytes(), PAGE).items == ()
