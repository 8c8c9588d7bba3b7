"""The main page of an MHTML save is found wherever it stands; nothing in it makes reading fail."""

from __future__ import annotations

import base64
import quopri
from typing import TYPE_CHECKING

import pytest

from made_archives import HOST, article, mhtml, part

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = article(90001)
PICTURE = part(b"iVBORw0KGgo=", "Content-Transfer-Encoding: base64", kind="image/png")
FRAME = part(b"<html><p>A frame</p></html>", "Content-Location: http://ads.example/")
ROOT = part(PAGE, "Content-ID: <root@x>", f"Content-Location: {HOST}/90001")


@pytest.mark.parametrize(
    "content",
    [
        mhtml(ROOT, PICTURE, FRAME),
        mhtml(PICTURE, FRAME, ROOT, root="<root@x>"),
        mhtml(FRAME, PICTURE, ROOT, url=f"{HOST}/90001"),
        mhtml(PICTURE, part(PAGE)),
        mhtml(PICTURE, FRAME, ROOT),
        mhtml(part(b"words", kind="text/plain"), part(PAGE)),
        mhtml(part(base64.encodebytes(PAGE), "Content-Transfer-Encoding: base64")),
        mhtml(part(quopri.encodestring(PAGE), "content-transfer-encoding: Quoted-Printable")),
        mhtml(
            part(
                b"--in\r\n" + ROOT + b"\r\n--in--",
                kind='multipart/alternative;\r\n boundary="in"',
            ),
            PICTURE,
        ),
        mhtml(ROOT, PICTURE)[: -len("----edge--\r\n")],
        mhtml(ROOT, PICTURE).replace(b"\r\n", b"\n"),
        mhtml(ROOT, PICTURE).replace(b"--edge\r\n", b"--edge \t\r\n--edge\r\n"),
        mhtml(part(b"a line\r\n--edges\r\nx--edge", kind="text/css"), ROOT),
        b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + PAGE,
    ],
)
def test_the_main_page_is_found_wherever_it_stands(examined: Callable, content: bytes) -> None:
    assert examined("Talks.mhtml", content).ids == ["en-90001"]


def test_a_save_is_known_by_its_head_too(examined: Callable) -> None:
    assert examined("Talks", mhtml(ROOT)).ids == ["en-90001"]


def test_a_mail_that_holds_a_page_is_read_as_a_save(examined: Callable) -> None:
    mail = mhtml(part(b"See this.", kind="text/plain"), ROOT)
    mail = mail.replace(b"multipart/related", b"multipart/mixed")
    assert examined("Talks.eml", mail).ids == ["en-90001"]


@pytest.mark.parametrize(
    "charset",
    ["a\0b", "idna", "undefined", "zlib", "utf-7", "", "(((", "=?x?=", "utf-8;;", "x" * 5_000],
)
def test_no_charset_makes_reading_fail(examined: Callable, charset: str) -> None:
    content = mhtml(part(PAGE, kind=f'text/html; charset="{charset}"'))
    assert examined("Talks.mhtml", content).ids == ["en-90001"]


def test_the_charset_of_a_part_is_read(examined: Callable) -> None:
    words = article(90001, "Приливы и дамбы", title="Приливы").replace(
        b'<meta charset="utf-8"/>', b""
    )
    for charset in ("koi8-r", "windows-1251", "ibm866", "utf-16le"):
        body = words.decode().replace("•", "-").encode({"ibm866": "cp866"}.get(charset, charset))
        content = mhtml(
            part(
                base64.encodebytes(body),
                "Content-Transfer-Encoding: base64",
                kind=f"text/html; charset={charset}",
            )
        )
        found = examined("Talks.mhtml", content)
        assert (found.ids, found.failed) == (["en-90001"], []), charset


def nested(depth: int) -> bytes:
    content = ROOT
    for number in range(depth):
        content = part(
            f"--b{number}\r\n".encode() + content + f"\r\n--b{number}--".encode(),
            kind=f'multipart/related; boundary="b{number}"',
        )
    return b"MIME-Version: 1.0\r\n" + content


def test_parts_in_one_another_are_read_to_a_depth(examined: Callable) -> None:
    assert examined("Talks.mhtml", nested(3)).ids == ["en-90001"]
    assert "more than 8 deep" in examined("Talks.mhtml", nested(3_000)).failed[0]


@pytest.mark.parametrize(
    "field", ["Subject", "From", "To", "Content-Type", "Content-Disposition", "Date", "X"]
)
def test_brackets_in_a_head_make_nothing_fail(examined: Callable, field: str) -> None:
    content = f"{field}: {'(' * 5_000}\r\n".encode() + mhtml(ROOT)
    found = examined("Talks.mhtml", content)
    assert found.pages == 1
    assert found.ids == ["en-90001"] or found.failed


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (mhtml(PICTURE), "holds no page"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nx", "what parts its parts"),
        (b"MIME-Version: 1.0\r\n" * 9, "holds no page"),
        (b"", "holds no page"),
    ],
)
def test_a_save_without_a_page_says_so(examined: Callable, content: bytes, why: str) -> None:
    assert why in examined("Talks.mht", content).failed[0]


@pytest.mark.parametrize(
    ("coding", "line"), [("quoted-printable", b"=\r\n" * 30), ("base64", b"\r\n" * 40)]
)
def test_a_page_that_is_mostly_breaks_is_told_and_not_cut(
    examined: Callable, monkeypatch: pytest.MonkeyPatch, coding: str, line: bytes
) -> None:
    monkeypatch.setattr("index.archives.mhtml._MOST_CODED_BYTES", 5_000)
    body = base64.encodebytes(PAGE) if coding == "base64" else quopri.encodestring(PAGE)
    save = mhtml(part(line * 60 + body, f"Content-Transfer-Encoding: {coding}"))
    assert "coded at too great length" in examined("Talks.mhtml", save).failed[0]
