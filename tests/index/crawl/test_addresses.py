"""What belongs to a site and what an article's address is."""

from __future__ import annotations

from datetime import date

import pytest

from index.crawl.site import CrawlSite, join, off_limits
from search.errors import BadValue


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://en.kremlin.ru/events/president/news/9", True),
        ("https://en.kremlin.ru/events/president/news/9", True),
        ("http://www.en.kremlin.ru/events/president/news/9", True),
        ("http://en.kremlin.ru:80/", True),
        ("http://EN.kremlin.ru/", True),
        ("http://kremlin.ru/events/president/news/9", False),
        ("http://static.kremlin.ru/media/1.jpeg", False),
        ("http://en.kremlin.ru.example/events/president/news/9", False),
        ("http://en.kremlin.ru@elsewhere.example/", False),
        ("http://en.kremlin.ru:8080/", False),
        ("ftp://en.kremlin.ru/", False),
        ("http://en.kremlin.ru:port/", False),
        ("mailto:someone@en.kremlin.ru", False),
        ("", False),
    ],
)
def test_only_the_sites_own_host_and_port_are_allowed(url: str, own: bool) -> None:
    assert CrawlSite("http://en.kremlin.ru").allows(url) is own


@pytest.mark.parametrize(
    ("url", "identity"),
    [
        ("http://en.kremlin.ru/events/president/news/90001", "en.kremlin.ru/d/90001"),
        ("https://www.en.kremlin.ru/events/president/news/90001", "en.kremlin.ru/d/90001"),
        (
            "http://en.kremlin.ru/events/president/transcripts/speeches/90001/",
            "en.kremlin.ru/d/90001",
        ),
        ("http://en.kremlin.ru/events/councils/by-council/7/90024", "en.kremlin.ru/d/90024"),
        ("http://kremlin.ru/events/president/news/90001", "kremlin.ru/d/90001"),
        ("http://en.kremlin.ru/events/president/news/90001/print", None),
        ("http://en.kremlin.ru/events/president/news/90001/photos/5", None),
        ("http://en.kremlin.ru/events/president/news/copy/90001", None),
        ("http://en.kremlin.ru/events/president/news/by-date/08.12.2012", None),
        ("http://en.kremlin.ru/events/president/news/page/2", None),
        ("http://en.kremlin.ru/events/president/news", None),
        ("http://en.kremlin.ru/acts/bank/4410", None),
        ("http://en.kremlin.ru/", None),
    ],
)
def test_an_article_is_one_over_its_sections_and_sub_pages_are_none(
    url: str, identity: str | None
) -> None:
    assert CrawlSite("http://en.kremlin.ru").article(url) == identity


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("/events/president/news/5", "http://x.example/events/president/news/5"),
        ("../5", "http://x.example/events/president/5"),
        ("http://y.example/5#photo", "http://y.example/5"),
        (" 5\n", "http://x.example/events/president/news/5"),
        ("http://[broken/5", None),
    ],
)
def test_a_link_is_read_against_its_page(href: str, address: str | None) -> None:
    assert join("http://x.example/events/president/news/page", href) == address


@pytest.mark.parametrize(
    ("path", "never"),
    [
        ("/search", True),
        ("/search?query=x", True),
        ("/search/page/2", True),
        ("//search", True),
        ("/%73earch", True),
        ("/events/president/news/copy/5", True),
        ("/events/president/transcripts/copy/5", True),
        ("/events/president/news/COPY/5", True),
        ("/events/%2e%2e/search", True),
        ("/events/%252e%252e/search", True),
        ("/events\\..\\search", True),
        ("/events/president/news/5", False),
        ("/events/president/news/5?from=/search", False),
        ("/events/research/5", False),
        ("/", False),
    ],
)
def test_searches_and_text_versions_are_never_asked_for_however_they_are_written(
    path: str, never: bool
) -> None:
    assert off_limits(f"http://en.kremlin.ru{path}") is never


@pytest.mark.parametrize(
    ("base", "number"),
    [("http://127.0.0.1:80", "127.0.0.1"), ("http://[::1]:80", "::1"), ("http://localhost", None)],
)
def test_only_an_address_in_numbers_is_one_the_user_named(base: str, number: str | None) -> None:
    assert CrawlSite(base).number == number


def test_a_days_list_is_named_as_the_site_names_it() -> None:
    site = CrawlSite("http://en.kremlin.ru")
    address = "http://en.kremlin.ru/events/president/news/by-date/07.05.2012"
    assert site.news_of(date(2012, 5, 7)) == address


@pytest.mark.parametrize("base", ["en.kremlin.ru", "ftp://en.kremlin.ru", "http://", "http://a/b"])
def test_a_base_that_is_no_site_is_refused_with_an_example(base: str) -> None:
    with pytest.raises(BadValue, match="such as http"):
        CrawlSite.at(base)
