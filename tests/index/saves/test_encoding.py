"""Bytes in any charset, declared or not, become text; nothing makes decoding fail."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.archives.mhtml import read_mhtml
from index.saves.encoding import decode, find_codec

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

NO_CHARSETS = (
    *("hex", "rot13", "base64", "zlib", "bz2", "uu", "quopri", "idna", "punycode", "undefined"),
    *("unicode_escape", "raw_unicode_escape", "utf-7", "mbcs", "oem", "a\0b", "", "no-such-thing"),
    *("iso-2022-kr", "\N{KELVIN SIGN}oi8-r"),
)
WORDS = "Приливы и дамбы – «Марен»"


def declaring(label: str, body: bytes) -> bytes:
    return f'<meta charset="{label}">'.encode() + body


def labels() -> SearchStrategy[str]:
    return st.one_of(st.sampled_from(NO_CHARSETS), st.text(max_size=20))


@pytest.mark.parametrize("label", NO_CHARSETS)
def test_what_names_no_charset_of_the_web_is_as_if_not_said(label: str) -> None:
    assert find_codec(label) is None
    body = WORDS.encode("cp1251")
    assert decode(declaring(label, body)).text.endswith(WORDS)


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        ("windows-1251", "cp1251"),
        ("CP1251", "cp1251"),
        ("x-cp1251", "cp1251"),
        ("koi8-r", "koi8-r"),
        ("koi8-u", "koi8-u"),
        ("ibm866", "cp866"),
        ("iso-8859-5", "iso8859-5"),
        ("x-mac-cyrillic", "mac-cyrillic"),
    ],
)
def test_the_charsets_of_russian_pages_are_read_as_browsers_read_them(
    label: str, charset: str
) -> None:
    words = "Приливы и дамбы"
    found = decode(declaring(label, words.encode(charset)))
    assert found.text.endswith(words)
    assert (found.charset, found.replaced) == (codecs.lookup(charset).name, 0)


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "unicode"])
def test_a_declaration_that_can_be_read_is_in_no_wide_charset(label: str) -> None:
    assert decode(declaring(label, WORDS.encode("cp1251"))).text.endswith(WORDS)


def test_western_pages_are_read_with_the_quotes_of_windows() -> None:
    assert decode(declaring("iso-8859-1", b"\x93river\x94 \xe9")).text.endswith("“river” é")


@given(labels(), st.binary(max_size=300))
@example("utf-7", b"+2AA-\xff")
@example("euc-kr", b"\xff\x80")
@example("x-user-defined", b"\xff")
def test_no_declaration_and_no_bytes_make_decoding_fail(label: str, body: bytes) -> None:
    content = declaring("LABEL", body).replace(b"LABEL", label.encode("utf-8", "replace"))
    found = decode(content)
    assert found.text.encode()
    assert found.replaced >= 0


@given(st.sampled_from(["utf-16", "utf-32", "utf-8-sig"]), st.binary(max_size=100))
def test_no_damage_after_a_mark_makes_decoding_fail(charset: str, body: bytes) -> None:
    assert isinstance(decode("".encode(charset) + body).text.encode(), bytes)


@pytest.mark.parametrize("label", [*NO_CHARSETS, "windows-1251", "x-user-defined"])
def test_a_browsers_save_is_read_whatever_charset_its_part_names(label: str) -> None:
    body = f"<html><p>{WORDS}</p></html>".encode("cp1251")
    printed = label.replace("\0", "%00").encode("ascii", "replace").decode()
    saved = f'Content-Type: text/html; charset="{printed}"\r\n\r\n'.encode() + body
    page = read_mhtml(saved)
    found = decode(page.content, page.charset)
    assert found.text.encode()
    if label == "windows-1251":
        assert WORDS in found.text


def test_a_charset_of_a_part_with_a_null_byte_is_no_charset() -> None:
    saved = b'Content-Type: text/html; charset="a\0b"\r\n\r\n<html><p>Tides</p></html>'
    page = read_mhtml(saved)
    assert "Tides" in decode(page.content, page.charset).text
