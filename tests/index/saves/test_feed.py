"""Each entry of an Atom feed that holds its text is a statement; feeds are read to limits."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from index.cleaning.clean import clean
from index.saves.page import Page, SavedFile
from index.saves.pages import read
from index.saves.recognise import NotAStatement, Unreadable
from made_archives import HOST, answered, article, entry, feed, http, record

if TYPE_CHECKING:
    from pathlib import Path

    from search.records import Statement


def pages(tmp_path: Path, content: bytes, name: str = "feed") -> list[Page]:
    path = tmp_path / name
    path.write_bytes(content)
    return list(read(SavedFile(path, len(content), 0)))


def outcome(page: Page) -> Statement | str:
    try:
        return clean(page)
    except (NotAStatement, Unreadable) as error:
        return str(error)


def test_an_entry_is_the_statement_of_its_page(tmp_path: Path) -> None:
    (page,) = pages(tmp_path, feed([entry(90001, "The river &amp;amp; the sea.")]))
    found, own = clean(page), clean(Page("90001.html", article(90001, "The river &amp; the sea.")))
    assert (found.id, found.number, found.lang) == ("en-90001", 90001, "en")
    assert found.url == f"{HOST}/90001"
    assert (found.title, found.date, found.time) == (own.title, own.date, "17:00")
    assert found.updated == datetime.date(2014, 3, 6)
    assert [one.paragraphs for one in found.turns] == [one.paragraphs for one in own.turns]
    assert [one.speaker for one in found.turns] == ["Irena Dovast"]


def test_the_summary_that_the_text_repeats_is_the_lead(tmp_path: Path) -> None:
    summary = "&lt;div class=&quot;c-summary&quot;&gt;&lt;p&gt;They met.&lt;/p&gt;&lt;/div&gt;"
    whole = entry(90001).replace('<content type="html">', f'<content type="html">{summary}')
    whole = whole.replace('<summary type="html">', f'<summary type="html">{summary}')
    (page,) = pages(tmp_path, feed([whole]))
    found = clean(page)
    assert found.lead == "They met."
    assert [one.paragraphs for one in found.turns] == [("The river rose.",)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "xhtml",
            '<div xmlns="http://www.w3.org/1999/xhtml"><p><b>Irena Dovast:</b> Hm.</p></div>',
        ),
        ("html", "&lt;p&gt;&lt;b&gt;Irena Dovast:&lt;/b&gt; Hm.&lt;/p&gt;"),
        ("html", "<![CDATA[<p><b>Irena Dovast:</b> Hm.</p>]]>"),
        ("text", "Irena Dovast: Hm."),
    ],
)
def test_text_is_read_however_the_feed_holds_it(tmp_path: Path, kind: str, text: str) -> None:
    before, _, rest = entry(90001).partition('<content type="html">')
    whole = f'{before}<content type="{kind}">{text}</content></entry>'
    assert rest
    (page,) = pages(tmp_path, feed([whole]))
    assert next(one.paragraphs for one in clean(page).turns)[-1].endswith("Hm.")


def test_an_entry_without_text_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    bare = entry(90002).partition("<summary")[0] + "</entry>"
    found = [outcome(page) for page in pages(tmp_path, feed([entry(90001), bare, entry(90003)]))]
    assert [one if isinstance(one, str) else one.id for one in found] == [
        "en-90001",
        "feed: an entry without its text",
        "en-90003",
    ]


@pytest.mark.parametrize(
    ("content", "told", "count"),
    [
        (feed([entry(90001), entry(90002)])[:-200], "breaks off after 1 entries", 1),
        (feed([entry(90001), "<entry>&nothing;</entry>"]), "breaks off after 1 entries", 1),
        (feed([]), "holds no entry", 0),
        (feed([entry(90001)], '<!DOCTYPE feed [<!ENTITY a "b">]>'), "declares entities", 0),
        (
            feed(
                [entry(90001, "&amp;x;")],
                '<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
            ),
            "declares entities",
            0,
        ),
        (feed([f"<entry>{'<a>' * 5_000}"]), "breaks off after 0 entries", 0),
    ],
)
def test_what_cannot_be_read_of_a_feed_is_told(
    tmp_path: Path, content: bytes, told: str, count: int
) -> None:
    found = pages(tmp_path, content)
    assert len(found) == count + 1
    assert told in (found[-1].broken or "")


def test_more_entries_than_a_feed_has_are_refused_and_the_first_are_read(tmp_path: Path) -> None:
    bare = f"<entry><id>{HOST}/90001</id></entry>"
    found = pages(tmp_path, feed(bare for _ in range(10_500)))
    assert len(found) == 10_001
    assert "more than 10,000 entries" in (found[-1].broken or "")


def test_an_entry_of_another_site_is_told_apart(tmp_path: Path) -> None:
    other = entry(90001).replace("http://en.kremlin.ru", "http://news.example")
    (page,) = pages(tmp_path, feed([other]))
    assert outcome(page) == "another site's page: news.example"


def test_a_feed_in_an_archive_is_read(tmp_path: Path) -> None:
    body = http(feed([entry(90001)]), kind="application/atom+xml; charset=utf-8")
    found = pages(tmp_path, record(f"{HOST}/feed", body) + answered(90002), "a.warc")
    assert [clean(page).id for page in found] == ["en-90001", "en-90002"]


def test_a_page_serves_before_its_entry(tmp_path: Path) -> None:
    from index.pipeline.examine import examine

    (tmp_path / "90001.html").write_bytes(article(90001))
    (tmp_path / "feed").write_bytes(feed([entry(90001, "The river rose, and more was said.")]))
    ranks = []
    for name in ("90001.html", "feed"):
        path = tmp_path / name
        ((one,),) = examine(SavedFile(path, path.stat().st_size, 0))
        ranks.append(one.rank)
    assert ranks == sorted(ranks)
    assert ranks[0] < ranks[1]


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_feed_in_utf16_is_read(tmp_path: Path, charset: str) -> None:
    text = feed([entry(90001)]).decode().replace("UTF-8", "UTF-16").replace("utf-8", "UTF-16")
    marked = text if charset == "utf-16" else f"\ufeff{text}"
    (page,) = pages(tmp_path, marked.encode(charset), "feed.xml")
    assert clean(page).id == "en-90001"
    bomb = marked.replace("<feed", '<!DOCTYPE feed [<!ENTITY a "b">]><feed', 1)
    (page,) = pages(tmp_path, bomb.encode(charset), "bomb.xml")
    assert outcome(page) == "the feed declares entities, which none needs"
