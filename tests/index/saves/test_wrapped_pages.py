"""Pages that tools and archives wrapped in something of their own keep their own address."""

from __future__ import annotations

import pytest

from index.cleaning.clean import clean
from index.saves.page import Page
from index.saves.recognise import NotAStatement
from made_archives import HOST, article

BARE = article(90001).replace(f'<meta property="og:url" content="{HOST}/90001"/>'.encode(), b"")
BARE = BARE.replace(f' data-href="{HOST}/90001"'.encode(), b"").replace(b' id="event-90001"', b"")
ARCHIVE = "https://web.archive.org/web/20200829061213"


@pytest.mark.parametrize(
    "mark",
    [
        f"<!-- saved from url=(0050){HOST}/90001 -->",
        f"<!-- saved from url=(0099){ARCHIVE}/{HOST}/90001 -->",
        f"<!--\n Page saved with SingleFile \n url: {HOST}/90001 \n saved date: Sat -->",
        f"<!--\n Page saved with SingleFile \n url: {ARCHIVE}/{HOST}/90001 \n saved -->",
        f"<!-- Mirrored from {HOST[7:]}/90001 by HTTrack Website Copier/3.x [XR&CO'2014] -->",
        f'<link rel="canonical" href="{HOST}/90001"/>',
        f'<link rel="canonical" href="{ARCHIVE}/{HOST}/90001"/>',
        f'<link rel="canonical" href="/web/20200829061213/{HOST}/90001"/>',
        f'<meta property="og:url" content="{ARCHIVE}/{HOST}/90001"/>',
        f'<meta property="og:url" content="https://arquivo.pt/wayback/20200829/{HOST}/90001"/>',
        f"<meta property=og:url content=//web.archive.org/web/2020id_/{HOST}/90001>",
    ],
)
def test_the_official_address_is_found_under_what_was_put_around_it(mark: str) -> None:
    found = clean(Page("a page.html", mark.encode() + BARE))
    assert (found.id, found.url) == ("en-90001", f"{HOST}/90001") or (
        found.id == "en-90001" and "Mirrored" in mark
    )


@pytest.mark.parametrize(
    "url",
    [
        f"http://evil.example/web/20200829061213/{HOST}/90001",
        f"{ARCHIVE}/http://evil.example\\.kremlin.ru/d/90001",
        f"{ARCHIVE}/http://user@en.kremlin.ru/d/90001",
        "/web/20200829061213/http://news.example/d/90001",
    ],
)
def test_an_address_of_another_site_under_an_archives_is_none(url: str) -> None:
    mark = f'<meta property="og:url" content="{url}"/>'
    found = clean(Page("a page.html", mark.encode() + BARE))
    assert found.url is None
    assert found.id.startswith("en-x")


def test_the_words_of_an_archives_toolbar_are_nobodys() -> None:
    toolbar = (
        b"<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id='wm-ipp'><p>Irena Dovast: 12 captures</p>"
        b"<textarea>" + b"Share this page. " * 20 + b"</textarea></div>"
        b"<!-- END WAYBACK TOOLBAR INSERT -->"
    )
    page = article(90001).replace(b'<body class="is-reading">', b"<body>" + toolbar)
    bare = clean(Page("a.html", article(90001)))
    assert [one.paragraphs for one in clean(Page("a.html", page)).turns] == [
        one.paragraphs for one in bare.turns
    ]


def test_the_files_beside_a_complete_save_are_told_apart() -> None:
    frame = Page("Talks_files/saved_resource.html", b"<html><body><p>An advert</p></body></html>")
    with pytest.raises(NotAStatement, match="another site's page"):
        clean(frame)
