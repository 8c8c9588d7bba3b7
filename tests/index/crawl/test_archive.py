"""Archives: written whole, read back, mended after a kill, never written over."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from index.crawl.archive import Archive, recover
from index.crawl.held_pages import HeldPage, HeldPages, content_digest
from index.crawl.network import Response
from index.crawl.site import CrawlSite
from index.saves.pages import find, read

if TYPE_CHECKING:
    from pathlib import Path

BASE = "http://site.example/events/president/news"
WHEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
IDENTITY = CrawlSite("http://site.example").article


def held(folder: Path) -> HeldPages:
    """What the closed archives of a folder hold."""
    return HeldPages.read(list(folder.glob("*.warc.gz")), IDENTITY)


def records(path: Path) -> list[tuple[Any, Any, bytes]]:
    """Heads and block of every record, its digests checked."""
    with path.open("rb") as stream:
        return [
            (record.rec_headers, record.http_headers, record.content_stream().read())
            for record in ArchiveIterator(stream, check_digests="raise")
        ]


def answer(number: int, text: str = "page", when: datetime = WHEN) -> Response:
    """A fetched article."""
    body = f"<html>{text} {number}</html>".encode()
    headers = (("Content-Type", "text/html"), ("Set-Cookie", "sid=1"), ("Set-Cookie", "b=2"))
    asked = (("Host", "site.example"), ("User-Agent", "tester"))
    return Response(
        f"{BASE}/{number}", 200, "OK", when, headers, body, body, "HTTP/1.1", "127.0.0.1", asked
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
    (info, _, _), (asked, question, _), (head, http, _) = records(archive.files[0])
    assert info.get_header("WARC-Type") == "warcinfo"
    assert asked.get_header("WARC-Type") == "request"
    assert asked.get_header("WARC-Concurrent-To") == head.get_header("WARC-Record-ID")
    assert question.statusline == "/events/president/news/1 HTTP/1.1"
    assert question.get_header("User-Agent") == "tester"
    assert head.get_header("WARC-Type") == "response"
    assert head.get_header("WARC-Date") == "2026-03-01T12:00:00Z"
    assert head.get_header("WARC-IP-Address") == "127.0.0.1"
    assert head.get_header("WARC-Payload-Digest").startswith("sha1:")
    assert head.get_header("WARC-Block-Digest").startswith("sha1:")
    assert [value for name, value in http.headers if name == "Set-Cookie"] == ["sid=1", "b=2"]


def test_a_page_that_came_again_is_a_revisit_record_that_names_the_first(tmp_path: Path) -> None:
    again, changed = WHEN + timedelta(days=9), WHEN + timedelta(days=5)
    with Archive(tmp_path, "one", "tester") as archive:
        first = archive.save(answer(1), updated=WHEN)
        second = archive.save(answer(1, when=again), first, first, changed)
    *_, (asked, _, _), (head, http, block) = records(archive.files[0])
    assert asked.get_header("WARC-Type") == "request"
    assert head.get_header("WARC-Type") == "revisit"
    assert head.get_header("WARC-Profile").endswith("/1.1/revisit/identical-payload-digest")
    assert head.get_header("WARC-Refers-To-Target-URI") == f"{BASE}/1"
    assert head.get_header("WARC-Refers-To-Date") == "2026-03-01T12:00:00Z"
    assert head.get_header("WARC-Payload-Digest") == first.payload_digest
    assert (http.get_statuscode(), block) == ("200", b"")
    assert (second.seen, second.updated, second.date) == (again, changed, first.date)
    assert held(tmp_path).by_key == {"site.example/d/1": second}


def test_a_304_is_a_revisit_record_of_its_own_profile_and_keeps_the_marks(tmp_path: Path) -> None:
    marked = replace(answer(1), headers=(("Content-Type", "text/html"), ("ETag", '"a"')))
    with Archive(tmp_path, "one", "tester") as archive:
        first = archive.save(marked)
        not_modified = replace(answer(1), status=304, reason="Not Modified", body=b"", headers=())
        second = archive.save(not_modified, first, first)
    head, http, _ = records(archive.files[0])[-1]
    assert head.get_header("WARC-Profile").endswith("/revisit/server-not-modified")
    assert http.get_statuscode() == "304"
    assert second.conditions() == first.conditions() == (("If-None-Match", '"a"'),)
    assert held(tmp_path).by_key["site.example/d/1"].etag == '"a"'


def test_the_same_bytes_under_another_address_are_a_revisit_record_too(tmp_path: Path) -> None:
    one, known = answer(1), HeldPages()
    with Archive(tmp_path, "one", "tester") as archive:
        known.add("site.example/d/1", archive.save(one))
        same = known.same_as("site.example/d/2", content_digest(one.content))
        archive.save(replace(one, url=f"{BASE}/2"), None, same)
    head, _, _ = records(archive.files[0])[-1]
    assert head.get_header("WARC-Target-URI") == f"{BASE}/2"
    assert head.get_header("WARC-Refers-To-Target-URI") == f"{BASE}/1"
    assert set(held(tmp_path).by_key) == {"site.example/d/1", "site.example/d/2"}


def test_a_page_of_an_archive_without_digests_is_asked_for_whole() -> None:
    page = HeldPage(f"{BASE}/1", "2020", "", "", '"mark"', "", WHEN, None)
    assert page.conditions() == ()
    assert replace(page, payload_digest="sha1:X").conditions() == (("If-None-Match", '"mark"'),)


def test_an_address_in_any_script_can_be_written(tmp_path: Path) -> None:
    with Archive(tmp_path, "one", "tester") as archive:
        archive.save(replace(answer(1), url="http://site.example/события/1?день=5"))
    _, (_, question, _), _ = records(archive.files[0])
    assert question.statusline.isascii()


def test_a_page_that_says_again_what_it_said_before_the_last_is_written_whole(
    tmp_path: Path,
) -> None:
    key, known = "site.example/d/1", HeldPages()
    texts = ("first", "second", "first")
    with Archive(tmp_path, "one", "tester") as archive:
        for day, text in enumerate(texts):
            one = answer(1, text, WHEN + timedelta(days=day))
            same = known.same_as(key, content_digest(one.content))
            known.add(key, archive.save(one, known.get(key), same))
    kinds = [head.get_header("WARC-Type") for head, _, _ in records(archive.files[0])]
    assert kinds.count("response") == 3


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
    assert set(held(tmp_path).by_key) == {f"site.example/d/{n}" for n in range(1, 6)}


def test_the_last_save_of_a_page_counts(tmp_path: Path) -> None:
    for stem, day in (("b", 0), ("a", 3), ("c", 1)):
        with Archive(tmp_path, stem, "tester") as archive:
            archive.save(answer(1, when=WHEN + timedelta(days=day)))
    assert {key: page.seen for key, page in held(tmp_path).by_key.items()} == {
        "site.example/d/1": WHEN + timedelta(days=3)
    }


def test_a_damaged_archive_is_told_and_the_others_count(tmp_path: Path) -> None:
    for stem, number in (("a", 1), ("b", 2)):
        with Archive(tmp_path, stem, "tester") as archive:
            archive.save(answer(number))
    (tmp_path / "broken.warc.gz").write_bytes(b"this is no archive")
    known = held(tmp_path)
    assert set(known.by_key) == {"site.example/d/1", "site.example/d/2"}
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
        known = held(folder)
        assert known.notes == []
        assert set(known.by_key) == {f"site.example/d/{n}" for n in range(1, whole + 1)}
        assert not list(folder.glob("*.partial"))
        shutil.rmtree(folder)


def test_a_kill_between_the_two_steps_of_naming_a_file_is_mended(tmp_path: Path) -> None:
    with Archive(tmp_path, "one", "tester") as archive:
        archive.save(answer(1))
    own = archive.files[0]
    (tmp_path / (own.name + ".partial")).hardlink_to(own)
    assert recover(tmp_path) == [own]
    assert [one.name for one in tmp_path.iterdir()] == [own.name]
    assert set(held(tmp_path).by_key) == {"site.example/d/1"}


def test_a_folder_that_knows_no_links_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("os.link", no_links)
    for _ in range(2):
        with Archive(tmp_path, "same", "tester") as archive:
            archive.save(answer(1))
    assert len(list(tmp_path.glob("*.warc.gz"))) == 2
    assert not list(tmp_path.glob("*.partial"))


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
    assert set(held(tmp_path).by_key) == {"site.example/d/1"}
