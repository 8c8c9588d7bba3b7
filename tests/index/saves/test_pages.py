"""`find` yields every file, in order; `read` opens what is in one."""

from __future__ import annotations

import gzip
import os
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from index.cleaning.clean import clean
from index.saves.page import SavedFile, UnreadablePath
from index.saves.pages import find, read
from index.saves.recognise import Unreadable

if TYPE_CHECKING:
    from pathlib import Path

MHTML = b"""From: <Saved by Blink>
Snapshot-Content-Location: http://en.kremlin.ru/events/president/news/90001
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="--edge"

----edge
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: http://en.kremlin.ru/events/president/news/90001

<html><p>Tides =E2=80=93 and bridges</p></html>
----edge
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
----edge--
"""


def names(folder: Path) -> list[str]:
    found = [one for one in find(folder) if isinstance(one, SavedFile)]
    return [saved.path.relative_to(folder).as_posix() for saved in found]


def saved_at(path: Path) -> SavedFile:
    return SavedFile(path, path.stat().st_size, path.stat().st_mtime_ns)


def test_every_regular_file_is_found_hidden_ones_and_pictures_too_in_one_order(
    tmp_path: Path,
) -> None:
    for name in ("b.html", "a/2.html", "a/10.html", ".hidden", "a/photo.png", "feed"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert names(tmp_path) == [
        ".hidden",
        "a/10.html",
        "a/2.html",
        "a/photo.png",
        "b.html",
        "feed",
    ]


def test_a_single_file_is_a_source_of_one(tmp_path: Path) -> None:
    page = tmp_path / "90001.html"
    page.write_bytes(b"<p>one</p>")
    assert [(s.path, s.size_bytes) for s in find(page)] == [(page, 10)]


def test_links_are_followed_but_a_loop_ends_and_a_link_to_nowhere_is_closed(
    tmp_path: Path,
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "1.html").write_bytes(b"x")
    (tmp_path / "pages" / "up").symlink_to(tmp_path)
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere.html")
    (tmp_path / "same.html").symlink_to(tmp_path / "pages" / "1.html")
    assert names(tmp_path) == ["pages/1.html", "same.html"]
    assert [one.path.name for one in find(tmp_path) if isinstance(one, UnreadablePath)] == [
        "gone.html"
    ]


def test_an_mhtml_save_gives_its_page_and_the_address_it_was_saved_from(tmp_path: Path) -> None:
    path = tmp_path / "Tides.mhtml"
    path.write_bytes(MHTML)
    (page,) = read(saved_at(path))
    assert page.url == "http://en.kremlin.ru/events/president/news/90001"
    assert page.content.decode().strip() == "<html><p>Tides – and bridges</p></html>"


def test_an_mhtml_file_without_a_page_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.mht"
    path.write_bytes(b"MIME-Version: 1.0\nContent-Type: image/png\n\nxx")
    (page,) = read(saved_at(path))
    with pytest.raises(Unreadable, match="holds no page"):
        clean(page)


def warc_record(number: int, status: str = "200 OK") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n<p>page {number}</p>".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: {len(http)}\r\n"
        f"WARC-Target-URI: http://en.kremlin.ru/d/{number}\r\n"
        "Content-Type: application/http; msgtype=response\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def test_a_warc_gives_one_page_an_answer_and_tells_errors_apart(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    records = [warc_record(90001), warc_record(90002, "404 Not Found"), warc_record(90003)]
    path.write_bytes(b"".join(gzip.compress(record) for record in records))
    assert [(page.url, page.status, page.content) for page in read(saved_at(path))] == [
        ("http://en.kremlin.ru/d/90001", 200, b"<p>page 90001</p>"),
        ("http://en.kremlin.ru/d/90002", 404, b"<p>page 90002</p>"),
        ("http://en.kremlin.ru/d/90003", 200, b"<p>page 90003</p>"),
    ]


def test_a_warc_that_breaks_off_gives_what_it_holds_and_says_that_it_breaks_off(
    tmp_path: Path,
) -> None:
    path = tmp_path / "killed.warc.gz"
    second = gzip.compress(warc_record(90002) * 50)
    path.write_bytes(gzip.compress(warc_record(90001)) + second[: len(second) // 2])
    pages = list(read(saved_at(path)))
    assert pages[0].content == b"<p>page 90001</p>"
    assert pages[-1].broken is not None
    with pytest.raises(Unreadable, match="breaks off"):
        clean(pages[-1])


def test_a_folder_that_is_reached_twice_is_found_once(tmp_path: Path) -> None:
    for one in "abcdefgh":
        (tmp_path / one).mkdir()
    for one, other in permutations("abcdefgh", 2):
        (tmp_path / one / f"to-{other}").symlink_to(tmp_path / other)
    (tmp_path / "a" / "page.html").write_bytes(b"x")
    assert [one.path.name for one in find(tmp_path) if isinstance(one, SavedFile)] == ["page.html"]


def test_links_to_nowhere_and_to_themselves_are_told_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "lost").symlink_to(tmp_path / "absent")
    os.mkfifo(tmp_path / "pipe")
    assert [type(one) for one in find(tmp_path)] == [UnreadablePath, UnreadablePath, UnreadablePath]


def test_a_name_that_is_no_utf8_is_found_under_a_printable_one(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"bad\xff.html")).write_bytes(b"x")
    (found,) = find(tmp_path)
    assert found.name == f"{tmp_path}/bad\\xff.html"
