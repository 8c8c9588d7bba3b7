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


@pytest.mark.parametrize(
    ("words", "charset"),
    [
        ("The café by the mole.", "latin-1"),
        ("Señor Testón, à bientôt.", "cp1252"),
        ("The café by the mole.", "mac_roman"),
        ("The pilot’s café isn’t far.", "mac_roman"),
    ],
)
def test_accents_in_a_text_that_tells_nothing_are_read_and_told(words: str, charset: str) -> None:
    found = decode(words.encode(charset))
    assert (found.text, found.is_guessed) == (words, True)


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


def page_of(words: str, head: str = "") -> str:
    return f"<html><head>{head}<title>T</title></head><body><p>{words}</p></body></html>"


RUSSIAN = "Приливы и дамбы – «Марен». Ирена Доваст сказала, что река поднялась и город спасён. "


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "iso-8859-5", "ibm866"])
@pytest.mark.parametrize("declared", ["", '<meta charset="{}">'])
def test_the_header_tells_the_charset(charset: str, declared: str) -> None:
    codec = find_codec(charset)
    assert codec
    body = codec.encode(page_of(RUSSIAN, declared.format(charset)), "replace")[0]
    found = decode(body, charset.upper())
    assert "Ирена Доваст сказала" in found.text
    assert not found.is_guessed


@pytest.mark.parametrize(
    "head",
    [
        '<META http-equiv=Content-Type content="text/html; charset=koi8-r">',
        "<meta content='text/html;charset = koi8-r' http-equiv='Content-Type'/>",
        "<script>" + "x = 1;" * 3_000 + "</script><meta charset=koi8-r>",
        '<script charset="windows-1251" src="a.js"></script><meta charset="koi8-r">',
        '<!-- <meta charset="utf-8"> --><meta charset="koi8-r">',
        "<SCRIPT>var s = '<meta charset=windows-1251>';</SCRIPT><meta charset=koi8-r>",
        "<script>s = '</head><body>';</script><meta charset=koi8-r>",
        "<style>/* <meta charset=windows-1251> */</style><meta charset=koi8-r>",
        "<!-- never closed <meta charset=koi8-r>",
        '<meta name="description" content="of charsets"><meta\ncharset\n=\n"koi8-r"\n/>',
    ],
)
def test_a_declaration_is_found_wherever_it_stands_in_the_head(head: str) -> None:
    found = decode(page_of(RUSSIAN, head).encode("koi8-r", "replace"))
    assert "Ирена Доваст сказала" in found.text
    assert not found.is_guessed


@pytest.mark.parametrize("told", ["iso-8859-1", "windows-1251", "us-ascii", "no-such", None])
def test_whole_utf8_is_utf8_whatever_is_told(told: str | None) -> None:
    found = decode(page_of(RUSSIAN, '<meta charset="windows-1251">').encode(), told)
    assert (RUSSIAN in found.text, found.charset, found.replaced) == (True, "utf-8", 0)


@pytest.mark.parametrize("head", ['<meta charset="utf-8">', '<meta charset="UTF8">'])
@pytest.mark.parametrize("bad", [b"\xff", b"\x93\x94", b"\xe2\x80", b"\xc3\x28 \xa0"])
@pytest.mark.parametrize("words", ["Tides and bridges", "“Tides” and bridges", RUSSIAN])
def test_a_page_that_breaks_its_utf8_in_a_few_places_stays_utf8(
    head: str, bad: bytes, words: str
) -> None:
    content = page_of(f"{words}@{words}", head).encode().replace(b"@", bad)
    for told in (None, "utf-8"):
        found = decode(content, told)
        assert (found.charset, found.is_guessed) == ("utf-8", False)
        assert found.text.count(words) == 2
        assert 1 <= found.replaced <= 2


@pytest.mark.parametrize("charset", ["koi8-r", "cp1251", "cp866", "iso8859-5", "mac-cyrillic"])
@pytest.mark.parametrize("head", ["", '<meta charset="utf-8">', '<meta charset="undefined">'])
@pytest.mark.parametrize("times", [1, 40])
def test_what_nothing_true_tells_is_known_by_its_letters_and_told(
    charset: str, head: str, times: int
) -> None:
    words = RUSSIAN.replace("–", "-").replace("«", '"').replace("»", '"') * times
    found = decode(page_of(words, head).encode(charset))
    assert words in found.text
    assert found.is_guessed
    assert codecs.lookup(found.charset) == codecs.lookup(charset)


def test_quotes_of_windows_in_a_page_that_tells_nothing_are_read_and_told() -> None:
    words = "He said “tides” – and didn’t stop; the “river” isn’t high. Café Olé. " * 9
    found = decode(page_of(words).encode("cp1252"))
    assert words in found.text
    assert found.is_guessed


@pytest.mark.parametrize("head", ['<meta charset="utf-8">', "<meta charset=UTF8>"])
def test_a_page_that_says_utf8_and_has_only_the_quotes_of_windows_is_read_so(head: str) -> None:
    words = "He said “tides” – and didn’t stop."
    found = decode(page_of(words, head).encode("cp1252"))
    assert (words in found.text, found.charset, found.is_guessed) == (True, "cp1252", True)
    other = decode(page_of(words, head).encode("cp1252") + b"\xe9\xff")
    assert (other.charset, other.is_guessed) == ("utf-8", False)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("words", ["Tides and bridges", RUSSIAN])
def test_utf16_without_a_mark_is_read(charset: str, words: str) -> None:
    for content in (page_of(words), words * 3):
        found = decode(content.encode(charset))
        assert (words in found.text, found.is_guessed) == (True, True)
        told = decode(content.encode(charset), "utf-16be" if charset.endswith("be") else "utf-16")
        assert (words in told.text, told.is_guessed) == (True, False)


@pytest.mark.parametrize("size", [1, 7, 500])
def test_stray_nul_bytes_make_no_utf16(size: int) -> None:
    found = decode(page_of("Tides\0 and bridges " * size).encode())
    assert found.charset == "utf-8"


def test_the_time_of_looking_for_a_declaration_grows_with_the_head() -> None:
    """A head of openings that never close is looked through once: no more steps, the same end."""
    for opening in (
        "<!--",
        "<script ",
        "<style><!--",
        "<meta ",
        "<meta charset",
        "<meta " + "x " * 900,
    ):
        assert decode((opening * 20_000).encode()).charset == "utf-8"
