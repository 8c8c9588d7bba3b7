"""Real pages, saved in every way people save them, give the same statements.

Pages are taken from the corpus as wget saved them; every other form is made of them here.
"""

from __future__ import annotations

import gzip
import html
import io
import os
import quopri
import re
import shutil
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
import pytest

from index.cleaning.clean import clean_all
from index.saves.page import Page, SavedFile
from index.saves.pages import find, read
from index.saves.recognise import NotAStatement
from made_archives import HOST, http, mhtml, part, record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from search.records import Statement

    Pages = Mapping[str, bytes]

pytestmark = pytest.mark.corpus

COUNT = 200
MOST_BYTES = 120_000
NEWS = "en.kremlin.ru/events/president/news"
ARCHIVE = "https://web.archive.org/web/20200829061213"
TOOLBAR = (
    "<!-- BEGIN WAYBACK TOOLBAR INSERT --><script>__wm.rw(0);</script><div id='wm-ipp-base'>"
    "<p>12 captures</p><p>August: 29</p><form><input type='text' value='about:'></form></div>"
    "<!-- END WAYBACK TOOLBAR INSERT -->"
)
_LINK = re.compile(r'(href|src|content|action)="(http://[^"]*|/[^"/][^"]*)"')


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    """Number → a page as wget saved it: every so-manyth of the news that is not the longest."""
    folder = Path(os.environ["ONRECORD_CORPUS"]) / NEWS
    files = [one for one in folder.glob("*.html") if one.stem.isdecimal()]
    files = sorted(
        (one for one in files if one.stat().st_size < MOST_BYTES), key=lambda one: int(one.stem)
    )
    step = len(files) // COUNT
    assert step
    return {one.stem: one.read_bytes() for one in files[::step][:COUNT]}


@pytest.fixture(scope="module")
def expected(pages: Pages) -> dict[str, Statement]:
    return {
        number: clean_all(Page(f"{number}.html", content))[0] for number, content in pages.items()
    }


def text_of(statement: Statement) -> tuple[object, ...]:
    """What a reader sees, and who says it."""
    turns = tuple(
        (turn.label, turn.speaker, turn.role, turn.paragraphs) for turn in statement.turns
    )
    return (statement.id, statement.title, statement.date, statement.lead, turns)


def statements(folder: Path) -> list[Statement]:
    found = []
    for saved in find(folder):
        assert isinstance(saved, SavedFile)
        for page in read(saved):
            try:
                found += clean_all(page)
            except NotAStatement:
                assert "_files" in page.where
    return found


def url_of(number: str) -> str:
    return f"{HOST}/{number}"


def with_links(content: bytes, link: Callable[[str], str]) -> str:
    """A page with every address rewritten."""
    return _LINK.sub(
        lambda found: f'{found[1]}="{html.escape(link(html.unescape(found[2])))}"',
        content.decode(),
    )


def as_singlefile(number: str, content: bytes) -> bytes:
    """As SingleFile saves it: one file, no scripts, attributes without quotes where it can."""
    text = re.sub(r"<script\b.*?</script>", "", content.decode(), flags=re.DOTALL)
    text = re.sub(r'=(?:"([\w.:/-]+)")(?=[\s>])', r"=\1", text)
    comment = (
        f"<!--\n Page saved with SingleFile \n url: {url_of(number)} \n saved date: Sat Aug 29 2020"
        " 10:00:00 GMT+0300 -->"
    )
    head = "<meta charset=utf-8><style>" + "body{color:red}" * 999 + "</style>"
    return re.sub(r"<head>", f"{comment}<head>{head}", text, count=1).encode()


def as_complete(number: str, content: bytes) -> bytes:
    """As a browser saves it with its files beside it: every address absolute."""
    text = with_links(content, lambda url: url if "://" in url else f"http://en.kremlin.ru{url}")
    mark = f"<!-- saved from url=({len(url_of(number)):04}){url_of(number)} -->\n"
    return text.replace("<html", mark + "<html", 1).encode()


def as_archived(number: str, content: bytes) -> bytes:
    """As a web archive shows it: a toolbar, and links that lead to the archive."""
    text = with_links(content, lambda url: f"{ARCHIVE}/{url}" if "://" in url else url)
    text = text.replace(f'data-href="{url_of(number)}"', f'data-href="/web/2020/{url_of(number)}"')
    text = re.sub(r"(<body\b[^>]*>)", lambda found: found[0] + TOOLBAR, text, count=1)
    return (text + "\n<!--\n     FILE ARCHIVED ON 06:12:13 Aug 29, 2020 -->").encode()


def as_mirrored(number: str, content: bytes) -> bytes:
    """As HTTrack saves it; here the page itself does not tell its address."""
    text = re.sub(r'<meta property="og:url"[^>]*>', "", content.decode())
    text = re.sub(r'\sdata-href="[^"]*"', "", text)
    mark = (
        f"<!-- Mirrored from {url_of(number).removeprefix('http://')} by HTTrack Website "
        "Copier/3.x [XR&CO'2014], Sat, 29 Aug 2020 10:00:00 GMT -->\n"
    )
    return text.replace("<head>", mark + "<head>", 1).encode()


def as_mhtml(number: str, content: bytes) -> bytes:
    main = part(
        quopri.encodestring(content.replace(b"\n", b"\r\n")).replace(b"\n", b"\r\n"),
        "Content-ID: <frame-1@mhtml.blink>",
        "Content-Transfer-Encoding: quoted-printable",
        f"Content-Location: {url_of(number)}",
    )
    return mhtml(part(b"a{}", kind="text/css"), main, url=url_of(number))


HTML_FORMS = {
    "SingleFile": (as_singlefile, "{}.html"),
    "browser, complete": (as_complete, "{}.htm"),
    "web archive": (as_archived, "saved {}.html"),
    "HTTrack": (as_mirrored, "page{}.html"),
    "MHTML": (as_mhtml, "saved {}.mhtml"),
}


@pytest.mark.parametrize("form", HTML_FORMS)
def test_a_page_saved_otherwise_is_the_same_statement(
    tmp_path: Path, pages: Pages, expected: Mapping[str, Statement], form: str
) -> None:
    make, name = HTML_FORMS[form]
    for number, content in pages.items():
        (tmp_path / name.format(number)).write_bytes(make(number, content))
    (tmp_path / "Talks_files").mkdir()
    (tmp_path / "Talks_files" / "screen.css").write_bytes(b"a{}")
    (tmp_path / "Talks_files" / "saved_resource.html").write_bytes(b"<html><p>An advert</p></html>")
    found = {one.number: text_of(one) for one in statements(tmp_path)}
    wanted = {one.number: text_of(one) for one in expected.values()}
    assert len(found) == COUNT
    assert found == wanted


def records(pages: Pages, pack: Callable[[bytes], bytes], *headers: str) -> list[bytes]:
    return [
        record(url_of(number), http(pack(content), *headers)) for number, content in pages.items()
    ]


def zip_of(files: Pages) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def tar_of(files: Pages) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:xz", preset=1) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return target.getvalue()


def in_tree(pages: Pages) -> dict[str, bytes]:
    return {f"{NEWS}/{number}.html": content for number, content in pages.items()}


ARCHIVES: dict[str, tuple[str, Callable[[Pages], bytes]]] = {
    "WARC": ("a.warc", lambda pages: b"".join(records(pages, bytes))),
    "WARC of gzip": (
        "a.warc.gz",
        lambda pages: b"".join(map(gzip.compress, records(pages, bytes))),
    ),
    "WARC of brotli": (
        "b.warc",
        lambda pages: b"".join(
            records(pages, lambda one: brotli.compress(one, quality=4), "Content-Encoding: br")
        ),
    ),
    "WACZ": (
        "a.wacz",
        lambda pages: zip_of(
            {
                "datapackage.json": b"{}",
                "archive/data.warc.gz": gzip.compress(b"".join(records(pages, bytes))),
                "indexes/index.cdx": b"ru,kremlin,en)/ 2020 {}\n" * 99,
            }
        ),
    ),
    "zip": ("a.zip", lambda pages: zip_of(in_tree(pages))),
    "tar.xz": ("a.tar.xz", lambda pages: tar_of(in_tree(pages))),
}


@pytest.mark.parametrize("form", ARCHIVES)
def test_an_archive_gives_every_page_byte_for_byte(tmp_path: Path, pages: Pages, form: str) -> None:
    """And so the same statements: cleaning knows nothing else."""
    name, make = ARCHIVES[form]
    path = tmp_path / name
    path.write_bytes(make(pages))
    found = list(read(SavedFile(path, path.stat().st_size, 0)))
    assert [page.content for page in found] == list(pages.values())
    assert [re.findall(r"\d+", page.where)[-1] for page in found] == list(pages)
    assert {page.broken for page in found} == {None}
    few = {page.where: clean_all(page)[0].id for page in found[::20]}
    assert list(few.values()) == [f"en-{number}" for number in list(pages)[::20]]


def test_a_wget_tree_is_the_corpus_itself(
    tmp_path: Path, pages: Pages, expected: Mapping[str, Statement]
) -> None:
    source = Path(os.environ["ONRECORD_CORPUS"]) / NEWS
    for number in list(pages)[:20]:
        for twin in (f"{number}.html", f"{number}/print.html", f"{number}/photos.html"):
            if (source / twin).is_file():
                (tmp_path / twin).parent.mkdir(exist_ok=True)
                shutil.copy(source / twin, tmp_path / twin)
    ids = []
    for saved in find(tmp_path):
        assert isinstance(saved, SavedFile)
        for page in read(saved):
            try:
                ids += [one.id for one in clean_all(page)]
            except NotAStatement:
                assert saved.path.stem in ("print", "photos")
    assert sorted(ids) == sorted(expected[number].id for number in list(pages)[:20])


def test_a_feed_of_their_texts_gives_the_same_turns(
    tmp_path: Path, expected: Mapping[str, Statement]
) -> None:
    ours = list(expected.values())
    for at in range(0, COUNT, 20):
        (tmp_path / f"feed{at}").write_bytes(_feed(ours[at : at + 20]))
    found = {one.id: one for one in statements(tmp_path)}
    assert found.keys() == {one.id for one in ours}
    for one in ours:
        entry = found[one.id]
        assert (entry.title, entry.date, entry.lead) == (one.title, one.date, one.lead)
        said = [(turn.speaker, turn.paragraphs) for turn in one.turns if turn.speaker]
        assert [(turn.speaker, turn.paragraphs) for turn in entry.turns if turn.speaker] == said


def test_the_sites_own_feed_gives_its_entries_as_their_pages_do() -> None:
    path = Path(os.environ["ONRECORD_CORPUS"]) / NEWS / "feed"
    entries = [clean_all(page)[0] for page in read(SavedFile(path, path.stat().st_size, 0))]
    assert len(entries) == 20
    compared = 0
    for entry in entries:
        own = path.with_name(f"{entry.number}.html")
        if own.is_file():
            page = clean_all(Page(own.name, own.read_bytes()))[0]
            assert text_of(entry) == text_of(page)
            assert (entry.time, entry.updated) == (page.time, page.updated)
            compared += 1
    assert compared == 17


def _feed(given: list[Statement]) -> bytes:
    entries = []
    for one in given:
        summary = f'<div class="c-summary"><p>{html.escape(one.lead or "")}</p></div>'
        text = "".join(
            f"<p>{f'<b>{html.escape(turn.label)}:</b> ' if turn.label and not n else ''}"
            f"{html.escape(paragraph)}</p>"
            for turn in one.turns
            for n, paragraph in enumerate(turn.paragraphs)
        )
        entries.append(
            f"<entry><title>{html.escape(one.title or '')}</title>"
            f"<id>{url_of(str(one.number))}</id>"
            f"<published>{one.date}T12:00:00+04:00</published>"
            f'<summary type="html">{html.escape(summary)}</summary>'
            f'<content type="html">{html.escape(summary + text)}</content></entry>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8" ?><feed xml:lang="en"'
        f' xmlns="http://www.w3.org/2005/Atom">{"".join(entries)}</feed>'
    ).encode()
