"""More of what archives and saves come with: each costs itself alone, and says why."""

from __future__ import annotations

import bz2
import gzip
import lzma
from typing import TYPE_CHECKING

import pytest

from index.cleaning.clean import clean
from index.saves.page import Page
from made_archives import answered, article, http, mhtml, part, record, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

LAST = answered(90009)
WATER = article(90001, "Вода “высока”.")
AT = WATER.index("“".encode()) + 1
WHOLE = record(90001, http(article(90001)))


@pytest.mark.parametrize(
    ("other", "ids"),
    [
        (WHOLE.replace(b"WARC-Type: response", b"warc-type: Response"), ["en-90001"]),
        (WHOLE[:-4], ["en-90001"]),
        (record(90001, article(90001), "resource", content_type="text/html"), ["en-90001"]),
        (record("urn:pageinfo:http://x", b"{}", "resource", content_type="application/json"), []),
        (record("screenshot:http://x/", b"\x89PNG", "resource", content_type="image/png"), []),
        (record("ftp://x/y", b"a", "resource", content_type="text/html"), []),
        (record(90001, http(b"", status="304 Not Modified")), []),
    ],
)
def test_records_as_other_tools_write_them(
    examined: Callable, other: bytes, ids: list[str]
) -> None:
    found = examined("a.warc", other + LAST)
    assert (found.ids, found.skipped, found.failed) == ([*ids, "en-90009"], [], [])


@pytest.mark.parametrize(
    "block",
    [
        b"HTTP/1.1 200 OK\r\n",
        http(gzip.compress(b"", mtime=0), "Content-Encoding: gzip"),
        http(b"0\r\n\r\n", "Transfer-Encoding: chunked"),
        http(b"\xef\xbb\xbf\r\n"),
    ],
)
def test_nothing_in_any_coding_is_an_empty_answer(examined: Callable, block: bytes) -> None:
    found = examined("a.warc", record(90001, block) + LAST)
    assert (found.ids, found.skipped) == (["en-90009"], ["empty file"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.gz", gzip.compress(b"") + gzip.compress(WATER)),
        ("a.gz", b"".join(gzip.compress(one) for one in (WATER[:AT], WATER[AT:]))),
        ("a.gz", gzip.compress(WATER[:9]) + gzip.compress(WATER[9:]) + bytes(512)),
        ("a.gz", b"".join(gzip.compress(WATER[at : at + 7]) for at in range(0, len(WATER), 7))),
        ("a.bz2", bz2.compress(WATER[:900]) + bz2.compress(WATER[900:])),
        ("a.xz", lzma.compress(WATER[:900]) + bytes(4) + lzma.compress(WATER[900:])),
    ],
)
def test_members_are_one_page_wherever_they_are_parted(
    examined: Callable, members_of: Callable, name: str, content: bytes
) -> None:
    assert examined(name, content).ids == ["en-90001"]
    (member,) = members_of(name, content)
    assert member.content == WATER


RUSSIAN = article(90001, "Вода поднялась, страна готова.", title="Встреча").replace(
    b'<meta charset="utf-8"/>', b""
)
RUSSIAN = RUSSIAN.replace("•".encode(), b"|")  # which not every charset has


@pytest.mark.parametrize(
    ("kind", "charset", "guessed"),
    [
        ('text/html; charset="windows-1251"', "cp1251", False),
        ("text/html;CHARSET=KOI8-R;q=1", "koi8-r", False),
        ("text/html; charset='koi8-r'", "koi8-r", False),
        ("text/html; charset = ibm866", "cp866", False),
        ("text/html; charset=utf8", "cp1251", True),
        ("text/html; charset=none", "koi8-r", True),
        ("text/html; charset=iso-8859-1", "cp1251", True),
        ("text/html; charset=windows-1252", "koi8-r", True),
    ],
)
@pytest.mark.parametrize("wrapped", ["WARC", "MHTML"])
def test_the_charset_of_a_header_is_read_and_a_false_one_is_told(
    members_of: Callable, kind: str, charset: str, guessed: bool, wrapped: str
) -> None:
    body = RUSSIAN.decode().encode(charset)
    content = (
        record(90001, http(body, kind=kind)) if wrapped == "WARC" else mhtml(part(body, kind=kind))
    )
    (member,) = members_of("a.warc" if wrapped == "WARC" else "a.mhtml", content)
    one = clean(Page("90001.html", member.content, charset=member.charset))
    assert (one.title, one.turns[0].paragraphs) == ("Встреча", ("Вода поднялась, страна готова.",))
    codes = [warning.code.value for warning in one.warning_codes]
    assert codes == ["charset_guessed"] * guessed


def test_western_letters_under_a_latin_header_stay_as_told() -> None:
    words = "L’été “à Noël” – déjà vu, señor, é è à ô. " * 9
    page = article(90001, words).replace(b'<meta charset="utf-8"/>', b"").decode().encode("cp1252")
    one = clean(Page("90001.html", page, charset="iso-8859-1"))
    assert one.turns[0].paragraphs == (words.strip(),)
    assert one.warnings == ()


@pytest.mark.parametrize(
    ("bad", "count"),
    [
        (WATER.replace(b"Talks", b"T\xe9lks", 1), 1),
        (WATER.replace("”".encode(), "”".encode()[:2]), 1),
        (WATER.replace("”".encode(), b"\xed\xa0\x80\xe2\x80\x9d"), 3),
        (WATER.replace("”".encode(), b"\x94"), 1),
    ],
)
def test_a_page_that_breaks_its_utf8_stays_utf8(bad: bytes, count: int) -> None:
    one = clean(Page("90001.html", bad))
    assert one.turns[0].paragraphs[0].startswith("Вода “высока")
    (warning,) = one.warning_codes
    assert (warning.code.value, warning.values["charset"]) == ("undecodable_bytes", "utf-8")
    assert warning.values["count"] == count


TEXT = (
    "Meeting in Sorrel\nTalks took place.\nMay 8, 2031\n18:10\nSorrel\nMara Oskel: Yes.\n"
    "Ivo Marsh: No.\n"
)


@pytest.mark.parametrize(
    "end", ["\r", "\r\r", "\n\r", "\r\r\n", "\u2028", "\u2029", "\x85", "\v", "\f"]
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_whatever_ends_lines_a_text_is_read(members_of: Callable, end: str, charset: str) -> None:
    content = TEXT.replace("\n", end).encode(charset)
    for name, packed in (("90001.txt", content), ("a.zip", zipped({"90001.txt": content}))):
        (member,) = members_of(name, packed)
        one = clean(Page("90001.txt", member.content))
        assert (one.title, one.lead, one.time) == (
            "Meeting in Sorrel",
            "Talks took place.",
            "18:10",
        )
        assert [turn.speaker for turn in one.turns] == ["Mara Oskel", "Ivo Marsh"]
