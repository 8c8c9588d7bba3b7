"""Archives: written whole, read back, mended after a kill, never written over."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from index.crawl.archive import Archive, recover, saved_articles
from index.crawl.network import Response
from index.crawl.site import CrawlSite
from index.saves.pages import find, read

if TYPE_CHECKING:
    from pathlib import Path

BASE = "http://site.example/events/president/news"
WHEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
IDENTITY = CrawlSite("http://site.example").article


def answer(number: int, text: str = "page", when: datetime = WHEN) -> Response:
    """A fetched article."""
    body = f"<html>{text} {number}</html>".encode()
    headers = (("Content-Type", "text/html"), ("Set-Cookie", "sid=1"), ("Set-Cookie", "b=2"))
    return Response(
        f"{BASE}/{number}", 200, "OK", when, headers, body, body, "HTTP/1.1", "127.0.0.1"
    )


def test_pages_are_read_back_as_they_came(tmp_path: Path) -> None:
    with Archive(tmp_path, "one", "tester") as archive:
        archive.save(answer(1))
        archive.save(answer(2))
    [saved] = find(tmp_path)
    pages = [(page.url, page.content) for page in read(saved)]
    assert pages == [
        (f"{BASE}/1", b"<html>page 1</html>"),
        (f"{BASE}/2", b"<html>page 2</html>"),
    ]


def test_records_hold_digests_headers_date_and_address(tmp_path: Path) -> None:
    with Archive(tmp_path, "one", "tester") as archive:
        archive.save(answer(1))
    with archive.files[0].open("rb") as stream:
        info, page = [
            (record.rec_headers, record.http_headers)
            for record in ArchiveIterator(stream, check_digests="raise")
            if record.content_stream().read() is not None
        ]
    assert info[0].get_header("WARC-Type") == "warcinfo"
    head, http = page
    assert head.get_header("WARC-Date") == "2026-03-01T12:00:00Z"
    assert head.get_header("WARC-IP-Address") == "127.0.0.1"
    assert head.get_header("WARC-Payload-Digest").startswith("sha1:")
    assert [value for name, value in http.headers if name == "Set-Cookie"] == ["sid=1", "b=2"]


def test_an_archive_without_pages_makes_no_file(tmp_path: Path) -> None:
    with Archive(tmp_path / "pages", "one", "tester") as archive:
        pass
    assert archive.files == []
    assert not (tmp_path / "pages").exists()


def test_a_full_file_is_closed_and_another_begun(tmp_path: Path) -> None:
    with Archive(tmp_path, "one", "tester", most_bytes=900) as archive:
        for number in range(1, 6):
            archive.save(answer(number))
        assert archive.files
    assert len(archive.files) > 1
    assert set(saved_articles(tmp_path, IDENTITY).saved) == {
        f"site.example/d/{n}" for n in range(1, 6)
    }


def test_the_last_save_of_a_page_counts(tmp_path: Path) -> None:
    for stem, day in (("b", 0), ("a", 3), ("c", 1)):
        with Archive(tmp_path, stem, "tester") as archive:
            archive.save(answer(1, when=WHEN + timedelta(days=day)))
    assert saved_articles(tmp_path, IDENTITY).saved == {
        "site.example/d/1": WHEN + timedelta(days=3)
    }


def test_a_damaged_archive_is_told_and_the_others_count(tmp_path: Path) -> None:
    for stem, number in (("a", 1), ("b", 2)):
        with Archive(tmp_path, stem, "tester") as archive:
            archive.save(answer(number))
    (tmp_path / "broken.warc.gz").write_bytes(b"this is no archive")
    known = saved_articles(tmp_path, IDENTITY)
    assert set(known.saved) == {"site.example/d/1", "site.example/d/2"}
    assert "broken.warc.gz cannot be read" in known.notes[0]


def test_no_archive_is_written_over(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "same", "tester")
    archive.save(answer(1))
    other = tmp_path / "same-001.warc.gz"
    other.write_bytes(b"another run's")
    with pytest.raises(FileExistsError):
        archive.close()
    assert other.read_bytes() == b"another run's"


def test_two_runs_of_one_second_have_files_of_their_own(tmp_path: Path) -> None:
    for number in (1, 2):
        with Archive(tmp_path, "same-second", "tester") as archive:
            archive.save(answer(number))
    assert [one.name for one in sorted(tmp_path.iterdir())] == [
        "same-second-001.warc.gz",
        "same-second-002.warc.gz",
    ]
    assert len([page for saved in find(tmp_path) for page in read(saved)]) == 2


def test_a_file_cut_at_any_byte_keeps_its_whole_pages(tmp_path: Path) -> None:
    with Archive(tmp_path / "whole", "one", "tester") as archive:
        ends = []
        for number in range(1, 4):
            archive.save(answer(number))
            ends.append((tmp_path / "whole" / "one-001.warc.gz.partial").stat().st_size)
    content = archive.files[0].read_bytes()
    assert len(content) == ends[-1]
    for cut in range(0, len(content) + 1, 7):
        folder = tmp_path / "cut"
        folder.mkdir()
        (folder / "one-001.warc.gz.partial").write_bytes(content[:cut])
        recover(folder)
        whole = sum(end <= cut for end in ends)
        known = saved_articles(folder, IDENTITY)
        assert known.notes == ()
        assert set(known.saved) == {f"site.example/d/{n}" for n in range(1, whole + 1)}
        assert not list(folder.glob("*.partial"))
        shutil.rmtree(folder)


def test_mending_leaves_closed_archives_alone(tmp_path: Path) -> None:
    with Archive(tmp_path, "closed", "tester") as archive:
        archive.save(answer(1))
    before = archive.files[0].read_bytes()
    (tmp_path / "killed-001.warc.gz.partial").write_bytes(before[:100])
    assert recover(tmp_path) == []
    assert archive.files[0].read_bytes() == before


def test_an_error_leaves_the_file_open_to_mending_and_closes_nothing_torn(tmp_path: Path) -> None:
    def save_and_fail() -> None:
        with Archive(tmp_path, "one", "tester") as archive:
            archive.save(answer(1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        save_and_fail()
    assert [path.name for path in tmp_path.iterdir()] == ["one-001.warc.gz.partial"]
    recover(tmp_path)
    assert set(saved_articles(tmp_path, IDENTITY).saved) == {"site.example/d/1"}
