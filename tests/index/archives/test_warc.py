"""Every record of a WARC stands alone: whatever one of them is, the others are read."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest

from made_archives import answered, article, http, record, zeros

if TYPE_CHECKING:
    from collections.abc import Callable


PAGE = article(90001)
LAST = answered(90009)


def zlib_bare(content: bytes) -> bytes:
    return zlib.compress(content)[2:-4]


def in_chunks(body: bytes, size: int = 100) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%X;x=1\r\n%b\r\n" % (len(one), one) for one in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    "other",
    [
        record("dns:en.kremlin.ru", b"20200101 en.kremlin.ru A 10.0.0.1", content_type="text/dns"),
        record("whois:kremlin.ru", b"domain: KREMLIN.RU", content_type="text/plain"),
        record(90001, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "request"),
        record(90001, b"fetchTimeMs: 12", "metadata", content_type="application/warc-fields"),
        record(90001, http(b""), "revisit"),
        record(90001, b"Tides and bridges", "conversion", content_type="text/plain"),
        record("a.warc", b"software: x", "warcinfo", content_type="application/warc-fields"),
        record(90001, b"rest of a page", "continuation"),
        record(90001, http(b"", "Location: /x", status="301 Moved Permanently")),
        record("urn:text:x", b"words", "resource", content_type="text/plain"),
        b"WARC/1.0\r\nContent-Length: 3\r\n\r\nxyz\r\n\r\n",
    ],
    ids=lambda given: given[:80].decode().split("\r\n")[1],
)
def test_a_record_that_is_no_page_is_passed_over(examined: Callable, other: bytes) -> None:
    for name, content in {"a.warc": other + LAST, "b.warc.gz": gzip.compress(other + LAST)}.items():
        found = examined(name, content)
        assert (found.ids, found.pages) == (["en-90009"], 1)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE), ["Content-Encoding: gzip"]),
        (gzip.compress(PAGE[:700]) + gzip.compress(PAGE[700:]), ["Content-Encoding: x-gzip"]),
        (brotli.compress(PAGE), ["Content-Encoding: br"]),
        (zlib.compress(PAGE), ["Content-Encoding: deflate"]),
        (zlib_bare(PAGE), ["content-encoding: deflate"]),
        (in_chunks(PAGE), ["Transfer-Encoding: chunked"]),
        (
            in_chunks(gzip.compress(PAGE)),
            ["Transfer-Encoding: chunked", "Content-Encoding: gzip"],
        ),
        (gzip.compress(brotli.compress(PAGE)), ["Content-Encoding: br, gzip"]),
        (PAGE, ["Content-Length: 7"]),
        (PAGE, ["Content-Length: 999999"]),
        (PAGE, ["Content-Encoding: identity"]),
        # the archive undid the coding, and kept the header
        (PAGE, ["Content-Encoding: gzip"]),
        (PAGE, ["Content-Encoding: br", "Transfer-Encoding: chunked"]),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else None,
)
def test_an_answer_is_read_whole_however_it_was_sent(
    examined: Callable, body: bytes, headers: list[str]
) -> None:
    found = examined("a.warc", record(90001, http(body, *headers)) + LAST)
    assert (found.ids, found.failed) == (["en-90001", "en-90009"], [])


@pytest.mark.parametrize(
    ("block", "why"),
    [
        (http(b"\x1f\x8bnothing", "Content-Encoding: gzip"), "encoding (gzip) cannot be undone"),
        (http(gzip.compress(PAGE)[:-200], "Content-Encoding: gzip"), "it breaks off"),
        (http(b"\x07" * 50, "Content-Encoding: br"), "encoding (br) cannot be undone"),
        (http(b"\x28\xb5\x2f\xfd", "Content-Encoding: zstd"), "encoding (zstd) is not known here"),
        (http(b"40\r\nshort", "Transfer-Encoding: chunked"), "breaks off inside a chunk"),
        (b"no answer at all", "holds no answer of a web server"),
        (http(PAGE, "Content-Range: bytes 0-9/99", status="206 Partial"), "only a part"),
    ],
)
def test_an_answer_that_cannot_be_read_fails_alone(
    examined: Callable, block: bytes, why: str
) -> None:
    found = examined("a.warc", record(90001, block) + LAST)
    assert found.ids == ["en-90009"]
    assert len(found.failed) == 1
    assert why in found.failed[0]


@pytest.mark.parametrize("block", [b"", http(b""), http(b"\r\n \n")])
def test_an_empty_answer_is_counted_as_empty(examined: Callable, block: bytes) -> None:
    found = examined("a.warc", record(90001, block) + LAST)
    assert (found.ids, found.skipped) == (["en-90009"], ["empty file"])


def test_an_error_and_a_stylesheet_are_told_as_what_they_are(examined: Callable) -> None:
    found = examined(
        "a.warc",
        record(90001, http(PAGE, status="404 Not Found"))
        + record("http://x.example/screen.css?1f", http(b"a{}", kind="text/css"))
        + LAST,
    )
    assert found.ids == ["en-90009"]
    assert found.skipped == ["an error page", "picture, style or other attachment"]


@pytest.mark.parametrize("length", [5, 0, 1_500, 99_999, 2**63, 2**70, -4, "", "many", "1" * 5_000])
@pytest.mark.parametrize("packed", [False, True])
def test_a_wrong_length_costs_no_page(examined: Callable, length: object, *, packed: bool) -> None:
    first = record(90001, http(PAGE), length=length)
    if packed:
        found = examined("a.warc.gz", gzip.compress(first) + gzip.compress(LAST))
    else:
        found = examined("a.warc", first + LAST)
    assert (found.ids, found.failed) == (["en-90001", "en-90009"], [])


def test_an_archive_gzipped_as_one_member_or_twice_is_read(examined: Callable) -> None:
    whole = b"".join(answered(number) for number in range(90001, 90031))
    ids = [f"en-{number}" for number in range(90001, 90031)]
    assert examined("one.warc.gz", gzip.compress(whole)).ids == ids
    assert examined("twice.warc.gz", gzip.compress(gzip.compress(whole))).ids == ids


@pytest.mark.parametrize("packed", [False, True])
def test_a_last_record_that_is_cut_is_told_and_the_others_are_read(
    examined: Callable, *, packed: bool
) -> None:
    last = gzip.compress(LAST) if packed else LAST
    first = gzip.compress(answered(90001)) if packed else answered(90001)
    name = "a.warc.gz" if packed else "a.warc"
    for kept in range(12, len(last) - 4, 97):
        found = examined(name, first + last[:kept])
        assert found.ids == ["en-90001"], kept
        assert "breaks off" in found.failed[0], kept


def test_a_damaged_member_costs_no_other(examined: Callable) -> None:
    members = [gzip.compress(answered(number, "Water. " * 50)) for number in range(90001, 90005)]
    for at in range(0, len(members[1]) - 12, 61):
        damaged = bytearray(members[1])
        damaged[at : at + 6] = b"\xff\x00\xff\x00\xff\x00"
        found = examined("a.warc.gz", members[0] + bytes(damaged) + members[2] + members[3])
        assert {"en-90001", "en-90003", "en-90004"} <= set(found.ids), at
        assert found.failed or "en-90002" in found.ids, at


def test_what_is_no_warc_says_so(examined: Callable) -> None:
    assert "it holds no record" in examined("a.warc", b"words " * 50).failed[0]
    assert "holds no page that was answered" in examined("b.warc", record("dns:x", b"1")).failed[0]


def test_a_body_that_expands_without_end_is_read_to_the_limit(examined: Callable) -> None:
    bomb = record(90001, http(zeros(60), "Content-Encoding: gzip"))
    found = examined("a.warc.gz", gzip.compress(gzip.compress(bomb) + gzip.compress(LAST)))
    assert found.ids == ["en-90009"]
    assert found.pages == 2


def test_the_charset_of_the_header_is_read(examined: Callable, members_of: Callable) -> None:
    russian = article(90001, "Приливы и дамбы.").replace(b'<meta charset="utf-8"/>', b"")
    body = russian.decode().encode("koi8-r", "replace")
    content = record(90001, http(body, kind="text/html; charset=KOI8-R"))
    (member,) = members_of("a.warc", content)
    assert (member.charset, member.media_type) == ("KOI8-R", "text/html")
    assert examined("a.warc", content).ids == ["en-90001"]


@pytest.mark.parametrize(
    "block",
    [
        http(PAGE).replace(b"HTTP/1.1 200 OK", b"HTTP/2 200"),
        http(PAGE).replace(b"HTTP/1.1 200 OK", b"HTTP/1.0 200"),
        http(PAGE).replace(b"\r\n", b"\n"),
        http(PAGE, "X-Folded: a\r\n b", "Set-Cookie: x=\xe9"),
    ],
)
def test_heads_of_servers_are_read_as_they_come(examined: Callable, block: bytes) -> None:
    assert examined("a.warc", record(90001, block) + LAST).ids == ["en-90001", "en-90009"]


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"junk\n" * 40_000, b"WARC/1.0\r\n\r\n"]
)
def test_what_stands_before_the_first_record_costs_none(examined: Callable, before: bytes) -> None:
    assert examined("a.warc", before + b"\n" + LAST).ids == ["en-90009"]


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2020-08-29T06:12:13Z", "2020-08-29 06:12:13+00:00"),
        ("2020-08-29T06:12:13.123456Z", "2020-08-29 06:12:13+00:00"),
        ("20200829061213", "2020-08-29 06:12:13+00:00"),
        ("0001-01-01T00:00:00Z", "None"),
        ("9999-12-31T23:59:59Z", "None"),
        ("yesterday", "None"),
        ("", "None"),
    ],
)
def test_the_time_of_a_capture_is_read_where_it_can_be(
    members_of: Callable, date: str, told: str
) -> None:
    (member,) = members_of("a.warc", record(90001, http(PAGE), date=date))
    assert str(member.captured) == told


def test_an_archive_renamed_while_it_was_written_is_known_by_its_bytes(examined: Callable) -> None:
    whole = gzip.compress(answered(90001)) + gzip.compress(LAST)[:-99]
    for name in ("a.warc.gz.partial", "a.open", "a.warc"):
        found = examined(name, whole)
        assert found.ids == ["en-90001"]
        assert "breaks off" in found.failed[0]


@pytest.mark.parametrize("parts", [1, 3])
def test_gzip_that_no_header_tells_is_undone(examined: Callable, parts: int) -> None:
    size = -(-len(PAGE) // parts)
    body = b"".join(gzip.compress(PAGE[at : at + size]) for at in range(0, len(PAGE), size))
    assert examined("a.warc", record(90001, http(body)) + LAST).ids == ["en-90001", "en-90009"]


@pytest.mark.parametrize("padding", [b"\0" * 5_000, b"\r\n\0\0", b"\0" * 200_000])
def test_padding_after_the_last_record_is_none_of_its_page(
    examined: Callable, padding: bytes
) -> None:
    found = examined("a.warc", LAST + padding)
    assert (found.ids, found.failed, found.pages) == (["en-90009"], [], 1)
