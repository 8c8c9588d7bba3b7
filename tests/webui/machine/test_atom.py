"""Feeds: valid Atom, ids that stay, what is new before what is known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import feedparser
import pytest
from lxml import etree

from search.query.request import Request
from search.records import StatementId
from search.store.saved_queries import FILE_NAME, SavedQueries

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from lxml.etree import _Element

    from search.engine import SearchEngine
    from search.records import Statement
    from search.settings import Settings

    Page = Callable[[str], str]

ATOM = {"a": "http://www.w3.org/2005/Atom", "o": "http://a9.com/-/spec/opensearch/1.1/"}
ADDRESSES = ("/search.atom", "/search.atom?q=treaty", "/search.atom?q=hostile", "/q/kept.atom")


@pytest.fixture
def saved(settings: Settings) -> SavedQueries:
    return SavedQueries(settings.data / FILE_NAME)


@pytest.fixture(autouse=True)
def kept(saved: SavedQueries) -> None:
    saved.save("kept", Request(q="treaty"), ["ru-90001"], "g")  # type: ignore[list-item]


@pytest.fixture
def feed(client: FlaskClient) -> Callable[[str], _Element]:
    def get(address: str) -> _Element:
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
        return etree.fromstring(answer.data)

    return get


def texts(tree: _Element, path: str) -> list[str]:
    return [str(one) for one in tree.xpath(path, namespaces=ATOM)]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_feed_has_everything_that_the_format_demands(
    feed: Callable[[str], _Element], address: str
) -> None:
    tree = feed(address)
    for where in ("/a:feed", "/a:feed/a:entry"):
        many = len(tree.xpath(where, namespaces=ATOM))
        for name in ("id", "title", "updated"):
            assert len(texts(tree, f"{where}/a:{name}/text()")) == many, (where, name)
    assert texts(tree, "/a:feed/a:author/a:name/text()") == ["Presidential Executive Office"]
    assert "CC BY 4.0" in texts(tree, "/a:feed/a:rights/text()")[0]
    assert len(texts(tree, "/a:feed/a:link[@rel='self']/@href")) == 1
    for link in texts(tree, "//a:link/@href"):
        assert link.startswith(("http://", "https://"))
    ids = texts(tree, "//a:id/text()")
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("urn:uuid:") for one in ids)


def test_ids_depend_on_neither_host_nor_generation(
    client: FlaskClient, shelf: object, make: Callable[..., SearchEngine]
) -> None:
    before = texts(etree.fromstring(client.get("/search.atom?q=treaty").data), "//a:id/text()")
    shelf.held = make(generation="20270101T000000Z-s1")  # type: ignore[attr-defined]
    there = client.get("/search.atom?q=treaty", base_url="https://else.example")
    assert texts(etree.fromstring(there.data), "//a:id/text()") == before


def test_the_newest_stand_first_whatever_order_is_asked_for(
    feed: Callable[[str], _Element],
) -> None:
    days = texts(feed("/search.atom?sort=oldest"), "//a:entry/a:published/text()")
    assert days == sorted(days, reverse=True)
    assert days[-1] == "2012-05-14T17:00:00+04:00"  # Moscow was four hours ahead that year


def test_words_found_are_marked_and_lead_to_their_turn(feed: Callable[[str], _Element]) -> None:
    tree = feed("/search.atom?q=granary")
    inside = tree.find(".//{http://www.w3.org/1999/xhtml}mark")
    assert inside is not None
    assert inside.text == "granary"
    assert "http://localhost/s/en-90002/1?q=granary" in texts(tree, "//@href")


def test_a_feed_goes_on_on_its_next_page(feed: Callable[[str], _Element]) -> None:
    first = feed("/search.atom?limit=4")
    assert texts(first, "/a:feed/o:totalResults/text()") == ["6"]
    after = texts(first, "/a:feed/a:link[@rel='next']/@href")
    assert after == ["http://localhost/search.atom?limit=4&page=2"]
    second = feed(after[0].removeprefix("http://localhost"))
    assert len(texts(second, "//a:entry/a:id/text()")) == 2
    assert not texts(second, "/a:feed/a:link[@rel='next']/@href")


def test_almost_matches_are_no_entries(feed: Callable[[str], _Element]) -> None:
    assert len(texts(feed("/search.atom?q=treaty+granary"), "//a:entry/a:id/text()")) == 1


def test_of_a_saved_query_the_new_ones_stand_first(
    feed: Callable[[str], _Element], saved: SavedQueries, statements: tuple[Statement, ...]
) -> None:
    everything = [one.id for one in statements if one.id != "en-90001"]  # an old one came in late
    saved.save("late", Request(), everything, "g")
    links = texts(feed("/q/late.atom"), "//a:entry/a:link[@rel='alternate']/@href")
    assert links[0] == "http://localhost/s/en-90001"
    assert len(set(links)) == len(statements)


def test_the_feed_of_a_saved_query_holds_each_statement_once_in_whichever_order_they_were_indexed(
    feed: Callable[[str], _Element],
    saved: SavedQueries,
    shelf: Any,
    make: Callable[..., SearchEngine],
    statements: tuple[Statement, ...],
) -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    shelf.held = make(  # the oldest were indexed last
        replace(one, indexed=first + timedelta(days=number if one.date else 0))
        for number, one in enumerate(sorted(statements, key=lambda one: one.date or date.max)[::-1])
    )
    ids = [one.id for one in statements]
    saved.save("late", Request(limit=4), [one for one in ids if one != "en-90003"], "g")
    found = [
        link.rpartition("/")[2]
        for page in ("", "?page=2")
        for link in texts(feed(f"/q/late.atom{page}"), "//a:entry/a:link[@rel='alternate']/@href")
    ]
    assert found[0] == "en-90003"
    assert sorted(found) == sorted(ids)


def test_a_character_that_xml_cannot_hold_is_replaced(feed: Callable[[str], _Element]) -> None:
    tree = feed(f"/search.atom?q={quote('treaty' + chr(11) + chr(0))}")
    assert "\ufffd" in texts(tree, "/a:feed/a:title/text()")[0]


@pytest.mark.parametrize(
    ("address", "feed_of_it"),
    [
        ("/", "/search.atom"),
        ("/search?q=treaty&sort=newest", "/search.atom?q=treaty"),
        ("/q/kept", "/q/kept.atom"),
        ("/speaker/ilya-tarn", "/search.atom?speaker=ilya-tarn"),
    ],
)
def test_pages_name_their_feed(page: Page, address: str, feed_of_it: str) -> None:
    assert 'type="application/atom+xml" title="' in page(address)
    assert f'href="{feed_of_it}"' in page(address)


def test_the_page_of_a_feed_is_the_search_as_it_was_asked(
    feed: Callable[[str], _Element], client: FlaskClient
) -> None:
    for asked, page in (
        ("/search.atom?q=treaty", "/search?q=treaty"),
        ("/search.atom?q=treaty&sort=oldest&page=2", "/search?q=treaty&sort=oldest"),
    ):
        (link,) = feed(asked).xpath("a:link[@rel='alternate']/@href", namespaces=ATOM)
        assert link == f"http://localhost{page}"
        assert 'class="dropped"' not in client.get(page).text


def indexed_one_after_another(
    shelf: Any, make: Callable[..., SearchEngine], statements: tuple[Statement, ...], many: int
) -> list[str]:
    """Statements of which the n-th was indexed in the n-th hour; gives their ids."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    held = [
        replace(
            statements[0],
            id=StatementId(f"en-{1000 + number}"),
            number=1000 + number,
            updated=None,
            date=date(2020, 1, 1) - timedelta(days=number % 7),
            indexed=first + timedelta(hours=number),
        )
        for number in range(many)
    ]
    shelf.held = make(held)
    return [one.id for one in held]


@pytest.mark.parametrize("which", [slice(100, None), slice(None, None, 4)])
def test_thirty_new_among_a_hundred_old_stand_first_for_a_fixed_number_of_searches(
    client: FlaskClient,
    saved: SavedQueries,
    shelf: Any,
    make: Callable[..., SearchEngine],
    statements: tuple[Statement, ...],
    which: slice,
) -> None:
    ids = indexed_one_after_another(shelf, make, statements, 130)
    new = ids[which]
    saved.save("water", Request(q="treaty"), [one for one in ids if one not in set(new)], "g")  # type: ignore[misc]
    engine = shelf.held
    asked: list[object] = []
    search = engine.search
    engine.search = lambda one: asked.append(one) or search(one)
    listed = []
    for page in (1, 2):
        asked.clear()
        tree = etree.fromstring(client.get(f"/q/water.atom?page={page}").data)
        assert len(asked) == 2  # the page with its totals, and which statements there are
        links = texts(tree, "//a:entry/a:link[@rel='alternate']/@href")
        listed += [re.sub(r".*/s/([^?]+).*", r"\1", link) for link in links]
        assert all(len(one) for one in tree.findall(".//{http://www.w3.org/1999/xhtml}p"))
    assert len(listed) == 40
    assert listed[:30] == new[:-31:-1]
    marked = tree.findall(".//{http://www.w3.org/1999/xhtml}mark")
    assert len(marked) >= 20


def test_a_build_that_brings_nothing_changes_no_feed(
    client: FlaskClient, shelf: Any, make: Callable[..., SearchEngine]
) -> None:
    before = client.get("/search.atom?q=treaty").data
    held = make(generation="20270101T000000Z-s1")
    shelf.held = held
    held._manifest = replace(held.manifest, built="2027-01-01T00:00:00+00:00")  # type: ignore[attr-defined]
    assert client.get("/search.atom?q=treaty").data == before


def test_a_feed_changes_when_a_statement_comes_or_is_changed(
    feed: Callable[[str], _Element],
    shelf: Any,
    make: Callable[..., SearchEngine],
    statements: tuple[Statement, ...],
) -> None:
    def updated(*held: Statement) -> datetime:
        shelf.held = make(held)
        return datetime.fromisoformat(texts(feed("/search.atom"), "/a:feed/a:updated/text()")[0])

    first = updated(*statements)
    indexed = datetime(2026, 5, 1, 8, tzinfo=UTC)
    came = updated(*statements, replace(statements[3], id=StatementId("en-7"), indexed=indexed))
    assert first < came == indexed
    changed = updated(replace(statements[0], updated=date(2026, 8, 1)), *statements[1:])
    assert changed > came


@pytest.mark.parametrize("address", [*ADDRESSES, "/search.atom?limit=2&page=2", "/q/kept.atom"])
def test_feedparser_reads_every_feed_without_a_complaint(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    read = feedparser.parse(answer.data, response_headers={"content-type": answer.content_type})
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert len(read.entries) == len(etree.fromstring(answer.data).xpath("a:entry", namespaces=ATOM))
    assert read.feed.updated_parsed
    for entry in read.entries:
        assert entry.id
        assert entry.title
        assert entry.link.startswith("http://localhost/s/")
        assert entry.updated_parsed
        assert entry.content[0].value


def test_pages_of_a_feed_name_the_first_last_and_those_beside_them(
    feed: Callable[[str], _Element],
) -> None:
    def links(page: str) -> dict[str, str]:
        tree = feed(page)
        rels = ("self", "first", "last", "previous", "next")
        found = {one: texts(tree, f"/a:feed/a:link[@rel='{one}']/@href") for one in rels}
        assert all(len(one) <= 1 for one in found.values())
        return {rel: one[0].rpartition("?")[2] for rel, one in found.items() if one}

    assert links("/search.atom?limit=2") == {
        "self": "limit=2",
        "first": "limit=2",
        "last": "limit=2&page=3",
        "next": "limit=2&page=2",
    }
    assert links("/search.atom?limit=2&page=3")["previous"] == "limit=2&page=2"
    assert "next" not in links("/search.atom?limit=2&page=3")
    ids = {
        texts(feed(f"/search.atom?limit=2&page={one}"), "/a:feed/a:id/text()")[0] for one in (1, 2)
    }
    assert len(ids) == 1  # pages of one feed


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_feed_keeps_the_rules_of_rfc_4287(feed: Callable[[str], _Element], address: str) -> None:
    tree = feed(address)
    for holder in (tree, *tree.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(holder.findall(f"a:{name}", ATOM)) == 1
        for name in ("generator", "rights", "subtitle", "published", "content", "icon", "logo"):
            assert len(holder.findall(f"a:{name}", ATOM)) <= 1
        links = [
            (one.get("rel", "alternate"), one.get("type"), one.get("hreflang"))
            for one in holder.findall("a:link", ATOM)
        ]
        alternates = [one for one in links if one[0] == "alternate"]
        assert len(alternates) == len(set(alternates))
        for moment in (*holder.findall("a:updated", ATOM), *holder.findall("a:published", ATOM)):
            assert re.fullmatch(
                r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", moment.text or ""
            )
    for entry in tree.findall("a:entry", ATOM):
        assert tree.find("a:author", ATOM) is not None or entry.find("a:author", ATOM) is not None
        content = entry.find("a:content", ATOM)
        assert content is not None
        assert content.get("type") == "xhtml"
        assert [one.tag for one in content] == ["{http://www.w3.org/1999/xhtml}div"]
