"""What lies in zips, tars and compressed files is read to limits, and nothing leads out of them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from index.archives.limits import Budget, DamagedMember, Limits, OverLimit
from index.archives.opening import members
from made_archives import answered, article, entry, feed, mhtml, part, tarred, zeros, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = {f"saved/{number}.html": article(number) for number in (90001, 90002)}
IDS = ["en-90001", "en-90002"]
WARC = b"".join(map(answered, (90001, 90002)))
WACZ = {
    "datapackage.json": b"{}",
    "archive/data.warc.gz": gzip.compress(WARC),
    "indexes/index.cdx.gz": gzip.compress(b"ru,kremlin,en)/d/1 2020 {}\n" * 9),
    "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n',
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", zipped(PAGES)),
        ("a.wacz", zipped(WACZ)),
        ("a.tar", tarred(PAGES)),
        ("a.tar.gz", tarred(PAGES, "w:gz")),
        ("a.tgz", gzip.compress(tarred(PAGES))),
        ("a.tar.bz2", tarred(PAGES, "w:bz2")),
        ("a.tar.xz", tarred(PAGES, "w:xz")),
        ("a.txz", lzma.compress(tarred(PAGES)[:4000]) + lzma.compress(tarred(PAGES)[4000:])),
        ("no suffix", zipped(PAGES)),
        ("zip.in.tar.gz", gzip.compress(tarred({"a.zip": zipped(PAGES)}))),
        ("wacz.in.zip", zipped({"deep/a.wacz": zipped(WACZ)})),
        ("tar.in.tar", tarred({"x/a.tar": tarred(PAGES)})),
        ("feed.in.zip", zipped({"feed": feed(map(entry, (90001, 90002)))})),
        ("mhtml.in.zip", zipped({f"{n}.mhtml": mhtml(part(article(n))) for n in (90001, 90002)})),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_pages_in_every_kind_of_archive_are_read(
    examined: Callable, name: str, content: bytes
) -> None:
    found = examined(name, content)
    assert (found.ids, found.failed) == (IDS, [])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("90001.html.gz", gzip.compress(article(90001))),
        ("90001.html", gzip.compress(article(90001)[:99]) + gzip.compress(article(90001)[99:])),
        ("90001.htm.gz", gzip.compress(article(90001)) + bytes(512)),
        ("90001.html.bz2", bz2.compress(article(90001))),
        ("90001", lzma.compress(article(90001))),
        ("90001.mhtml.gz", gzip.compress(mhtml(part(article(90001))))),
    ],
)
def test_a_page_alone_in_a_compressed_file_is_read(
    examined: Callable, name: str, content: bytes
) -> None:
    assert examined(name, content).ids == ["en-90001"]


def test_a_text_keeps_its_name_in_an_archive(examined: Callable) -> None:
    text = b"Talks on the river\nMarch 5, 2014\n\nIrena Dovast: The river rose.\n"
    for name, content in {
        "90077.txt.gz": gzip.compress(text),
        "a.zip": zipped({"90077.txt": text}),
        "a.tar": tarred({"x/90077.txt": text}),
    }.items():
        assert examined(name, content).ids == ["en-90077"], name


@pytest.mark.parametrize("name", ["../a.html", "/etc/a.html", "x/../../a.html", "C:/a.html"])
def test_a_name_that_leads_out_of_an_archive_is_refused(examined: Callable, name: str) -> None:
    for content in (
        zipped({name: article(90003), **PAGES}),
        tarred({name: article(90003)} | PAGES),
    ):
        found = examined("a.bin", content)
        assert found.ids == IDS
        assert "leads out of the archive" in found.failed[0]


def test_links_and_devices_are_told_and_not_followed(examined: Callable) -> None:
    found = examined("a.tar", tarred(PAGES, links=["out.html", "../up.html"]))
    assert found.ids == IDS
    assert found.skipped == ["a link in an archive, which is not followed"]
    info = zipfile.ZipInfo("out.html")
    info.external_attr = 0o120777 << 16
    target = io.BytesIO(zipped(PAGES))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(info, "/etc/hostname")
    assert examined("a.zip", target.getvalue()).skipped == found.skipped


def test_a_zip_bomb_is_refused_and_what_stands_before_it_is_read() -> None:
    bomb = zipped({"zeros.html": bytes(9_000_000)})
    content = zipped({"90001.html": article(90001)} | {f"{n}.zip": bomb for n in range(99)})
    limits = Limits(free_bytes=50_000_000, ratio=2)
    read = list(members("a.zip", io.BytesIO(content), len(content), limits))
    assert read[0].content == article(90001)
    assert "expands to more than 50,000,000 bytes" in (read[-1].broken or "")
    assert len(read) < 10


def test_a_bomb_of_gzip_in_gzip_gives_no_more_than_a_page() -> None:
    content = gzip.compress(gzip.compress(zeros(60)))
    (member,) = members("a.html.gz", io.BytesIO(content), len(content))
    assert len(member.content) == 8_000_001


def test_archives_too_deep_in_one_another_are_refused(examined: Callable) -> None:
    content = zipped({"90001.html": article(90001)})
    for _ in range(30):
        content = zipped({"a.zip": content, "90002.html": article(90002)})
    found = examined("a.zip", content)
    assert set(found.ids) == {"en-90002"}
    assert [why for why in found.failed if "more than 8 deep" in why]


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (Limits(members=3), "holds more than 3 members"),
        (Limits(directory_bytes=100), "lists more members"),
    ],
)
def test_more_members_than_an_archive_has_are_refused(limits: Limits, why: str) -> None:
    content = zipped({f"{number}.html": b"x" for number in range(9)})
    read = list(members("a.zip", io.BytesIO(content), len(content), limits))
    assert why in (read[-1].broken or "")
    assert len(read) <= 4


def test_a_header_of_a_tar_longer_than_any_name_is_refused(examined: Callable) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 2_000_000_000
    found = examined("a.tar.gz", gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + bytes(20_000_000)))
    assert "a header of 2,000,000,000 bytes" in found.failed[0]


@pytest.mark.parametrize("suffix", ["zip", "tar", "tar.gz", "tar.xz", "tar.bz2", "html.gz"])
def test_what_is_cut_anywhere_fails_with_a_reason(examined: Callable, suffix: str) -> None:
    whole = {
        "zip": zipped(PAGES),
        "tar": tarred(PAGES),
        "tar.gz": tarred(PAGES, "w:gz"),
        "tar.xz": tarred(PAGES, "w:xz"),
        "tar.bz2": tarred(PAGES, "w:bz2"),
        "html.gz": gzip.compress(article(90001)),
    }[suffix]
    for kept in range(20, len(whole) * 3 // 4, max(len(whole) // 23, 1)):
        found = examined(f"a.{suffix}", whole[:kept])
        assert found.failed or set(found.ids) <= set(IDS), kept
        assert found.failed or found.ids == IDS[: len(found.ids)], kept
        if suffix != "tar":
            assert found.failed, kept


@pytest.mark.parametrize("suffix", ["zip", "tar.gz", "tar.xz", "tar.bz2", "wacz"])
def test_damage_anywhere_raises_nothing(examined: Callable, suffix: str) -> None:
    whole = {
        "zip": zipped(PAGES),
        "wacz": zipped(WACZ),
        "tar.gz": tarred(PAGES, "w:gz"),
        "tar.xz": tarred(PAGES, "w:xz"),
        "tar.bz2": tarred(PAGES, "w:bz2"),
    }[suffix]
    for at in range(0, len(whole), max(len(whole) // 60, 1)):
        damaged = bytearray(whole)
        damaged[at : at + 3] = b"\xff\xfe\xfd"
        found = examined(f"a.{suffix}", bytes(damaged))
        assert found.pages >= 1


def test_a_zip_under_a_password_says_what_to_do(examined: Callable) -> None:
    content = bytearray(zipped(PAGES))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + at] |= 1
    found = examined("a.zip", bytes(content))
    assert found.ids == IDS[1:]
    assert "password; unpack it" in found.failed[0]


@pytest.mark.parametrize("mark", [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x01", b"\x28\xb5\x2f\xfd"])
def test_an_archive_of_another_kind_says_what_to_do(examined: Callable, mark: bytes) -> None:
    assert "unpack it" in examined("a.bin", mark + bytes(99)).failed[0]


def test_a_document_that_is_a_zip_stays_an_attachment(examined: Callable) -> None:
    found = examined("list.docx", zipped({"word/document.xml": b"<p>words</p>"}))
    assert found.skipped == ["picture, style or other attachment"]


def test_a_budget_counts_over_all_members() -> None:
    budget = Budget(10, Limits(ratio=1, free_bytes=100, members=2, depth=1))
    budget.expand(60)
    budget.member()
    budget.enter(1)
    with pytest.raises(OverLimit):
        budget.expand(60)
    with pytest.raises(DamagedMember):
        budget.enter(2)


@pytest.mark.parametrize("content", [zipped({}), gzip.compress(tarred({}), mtime=0)])
def test_an_archive_of_nothing_says_so(examined: Callable, content: bytes) -> None:
    assert examined("a.tar.gz", content).failed == ["the archive holds no file"]


def test_a_name_in_an_archive_that_is_no_text_can_be_told(examined: Callable) -> None:
    for content in (b"<html>", b"\x1f\x8b\x08nothing"):
        found = examined("a.tar", tarred({os.fsdecode(b"x/bad\xff.html"): content}))
        assert found.pages == 1
        assert all(why.encode() for why in found.failed)
    assert "bad\\udcff.html: " in found.failed[0]


def test_a_zip_with_something_before_it_is_read(examined: Callable) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.html", article(90001))
    assert examined("a.zip", b"#!/bin/sh\nexit\n" + packed.getvalue()).ids == ["en-90001"]


def test_what_is_only_named_a_zip_says_so(examined: Callable) -> None:
    assert "the zip cannot be read" in examined("a.zip", b"not found").failed[0]
    assert examined("a.zip", article(90001)).ids == ["en-90001"]
