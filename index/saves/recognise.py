"""A page's bytes → which template it is in, or why it is no statement; nothing is parsed whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from html import unescape
from pathlib import PurePath
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from index.saves.byte_patterns import BytePattern, SearchableBytes, byte_pattern
from index.saves.encoding import decode, is_wide
from index.saves.feed import is_entry
from index.saves.other_kinds import (
    has_markup,
    is_attachment,
    is_binary,
    is_other_save,
    is_other_table,
    is_packed,
    is_table,
)
from search.site_address import Address, NumberSpace, is_list, is_official, read_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.saves.page import Page


class SkipReason(StrEnum):
    """Why a file holds no statement, in the words of the build's report."""

    EMPTY = "empty file"
    HIDDEN = "hidden file"
    ATTACHMENT = "picture, style or other attachment"
    BINARY = "binary file"
    FEED = "feed"
    DATA = "data file, no page"
    LINK = "a link in an archive, which is not followed"
    OTHER_SITE = "another site's page"
    PRINT = "print twin"
    PHOTOS = "photo page"
    VIDEOS = "video page"
    LIST = "a list of news"
    PDF = "a PDF: save the page as HTML or text"
    ERROR_PAGE = "an error page"
    OTHER_PAGE = "another page of the site"
    UNREAD_LABELS = "a transcript whose labels could not be read"
    HEADINGS = "a row of a table that names its columns"
    ROW_WITHOUT_TEXT = "a row of a table without text"
    TABLE = "a table, read where it is named: onrecord index FILE"
    TABLE_PACKED = "a table in an archive: unpack it, and name the file: onrecord index FILE"
    OTHER_SAVE = "a save of another kind: save the page as HTML or MHTML"
    OTHER_TABLE = "a table of another program: save it as CSV, and name that"
    NO_STATEMENT = "text that is no statement"


class NotAStatement(Exception):
    """The page is something else; `detail` says by what it was recognised."""

    def __init__(self, reason: SkipReason, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason, self.detail = reason, detail


class Unreadable(Exception):
    """The page should be a statement and cannot be read; the text says why and what to do."""


class Template(StrEnum):
    """How a page that holds a statement is built."""

    ARTICLE = "article"
    ACT = "act"  # in the article's template
    DOCUMENT = "document"  # an act or a list of participants in a template of its own
    SPECIAL = "special"  # the low-vision site's HTML
    COPY = "copy"  # the text version: one textarea
    ENTRY = "entry"  # of an Atom feed
    TEXT = "text"


_HEAD_BYTES: Final = 16_384
_OK: Final = 200
_PARTIAL: Final = 206
_ATTACHED: Final = re.compile(
    r"(?:image|audio|video|font)/|text/(?:css|javascript|vtt)|application/"
    r"(?:(?:x-)?javascript|font|vnd\.|json|octet-stream|x-font|x-shockwave|zip|msword)"
)
_PRINT: Final = "print"
_PRINT_END: Final = re.compile(r"/print(?:\.html?)?/*(?:[?#].*)?$", re.DOTALL)
_FEED: Final = re.compile(rb"<(?:feed|rss|rdf:RDF|OpenSearchDescription|urlset)\b")
_XML_OR_JSON: Final = re.compile(rb"\s*(?:<\?xml|[\[{]\s*[\"\[{])")
_BEFORE_PDF: Final = b"\xef\xbb\xbf \t\r\n"
_QUOTE: Final = rb"[\"']"
_IN_A_TAG: Final = {  # what stands for what in the patterns below; an apostrophe for any quote
    b"'": _QUOTE + b"?",
    b"...": rb"[^<>]{0,1000}",
    b"HTTP": rb"((?:https?:|/web/\d)[^\"'<>\s]{1,2000})",
    b"URL": rb"([^\"'<>\s]{1,2000})",
}
_TO_WORD: Final = re.compile(rb"\.\.\.(?!\?)(\S+?\\b)")
"""Up to the first of a word, and never to a second, which would be tried with all that follows."""


def _tag_pattern(written: bytes, word: bytes) -> BytePattern:
    """A pattern of tags and the address in them, written without what any attribute may hold."""
    written = _TO_WORD.sub(rb"(?>...?\1)", written)
    for short, pattern in _IN_A_TAG.items():
        written = written.replace(short, pattern)
    return byte_pattern(written, word)


_SAYS_ITSELF: Final = (
    _tag_pattern(rb"<meta\s...property='og:url\b...?\scontent='URL", b"og:url"),
    _tag_pattern(rb"<meta\s...content='URL...?\sproperty='og:url\b", b"og:url"),
    _tag_pattern(rb"<div\s...class='read\b[^>-]...?data-href='URL", b"data-href"),
    _tag_pattern(rb"<link\s...rel='canonical\b...?\shref='HTTP", b"canonical"),
    byte_pattern(rb"<!-- Mirrored from (\S{1,2000}) by HTTrack", b"mirrored from", exact_case=True),
    byte_pattern(rb"<!-- saved from url=\(\d{1,9}\)(\S{1,2000})", b"saved from url="),
    byte_pattern(
        rb"saved with SingleFile\s{1,200}url:\s{0,200}(\S{1,2000})", b"saved with singlefile"
    ),
)
_SAYS_IN_LINKS: Final = (
    _tag_pattern(rb"id='material_link\b...>\s{0,200}(https?:[^<\s]{1,2000})", b"material_link"),
    _tag_pattern(rb"class='print_link\b...?\shref='URL", b"print_link"),
    _tag_pattern(rb"href='URL...?\sclass='print_link\b", b"print_link"),
    _tag_pattern(rb"<link\s...hreflang=...?\shref='URL", b"hreflang"),
)
_EVENT_ID: Final = _tag_pattern(rb"<article\s...\bid='event-(\d{1,9})\b", b"event-")


def _classed(tag: bytes, name: bytes) -> BytePattern:
    """A start tag with a class, quoted or not."""
    return byte_pattern(
        rb"<%b\b[^<>]{0,1000}\sclass=%b?[^\"'<>=]{0,300}\b%b\b" % (tag, _QUOTE, name), b"<" + tag
    )


_ARTICLE: Final = _classed(b"article", b"read__in")
_BODY: Final = byte_pattern(
    rb"""itemprop=["']?articleBody|class=["']?[^"'<>=]{0,300}\b(?:read__internal_content|e-content)\b""",
    *(b"articlebody", b"read__internal_content", b"e-content"),
)
_READ: Final = byte_pattern(
    rb"""<div\b[^<>]{0,1000}\sclass=["']?read["'\s>]""",
    *(b'class="read', b"class='read", b"class=read"),
)
_LISTER: Final = byte_pattern(
    rb"""\blister-page\b|\bdata-url-template=|\bclass=["']?hentry h-entry""",
    *(b"lister-page", b"data-url-template=", b"hentry h-entry"),
    exact_case=True,
)
_PHOTOSET: Final = byte_pattern(
    rb"\bphotoset__list\b|\bread__length\b", b"photoset__list", b"read__length", exact_case=True
)
_ACT_BODY: Final = byte_pattern(
    rb"\breader_act_body\b|<pre\b", b"reader_act_body", b"<pre", exact_case=True
)
_SPECIAL: Final = _classed(b"div", b"singlepost")
_TEXTAREA: Final = byte_pattern(rb"<textarea\b[^<>]{0,1000}>[^<]{200}", b"<textarea")
_PAGE_END: Final = byte_pattern(
    rb"</(?:html|body)>|\bid=%b?footer\b" % _QUOTE, b"</html>", b"</body>", b"footer"
)


_ERROR_PAGE: Final = byte_pattern(
    rb"<title>\s{0,20}(?:[45]\d\d\b|just a moment|access denied|attention required|forbidden)",
    b"<title>",
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page that holds a statement: its template, and what it says its address is."""

    template: Template
    address: Address | None = None
    number: int | None = None  # of an article that gives its number and no address
    is_print: bool = False  # the page has a double, which is the page itself


def recognise(page: Page) -> Recognised:
    """What a page is; `NotAStatement` or `Unreadable` when it holds no statement to read."""
    if page.broken:
        _refuse_table(page)  # however it is packed: it is read where it is named
        raise Unreadable(page.broken)
    if page.is_link:
        raise NotAStatement(SkipReason.LINK)
    _refuse_answer(page)
    content = page.content
    _refuse_table(page)
    if is_wide(content, page.charset):
        return _recognise_text_or_markup(page, decode(content, page.charset).text.encode())
    _refuse_no_page(page)
    return _recognise_text_or_markup(page, content)


def _refuse_answer(page: Page) -> None:
    """Refuse what its header says is no page, or not the whole of one."""
    if page.status == _PARTIAL:
        raise Unreadable("only a part of the page was answered; save it again")
    if page.status is not None and page.status != _OK:
        raise NotAStatement(SkipReason.ERROR_PAGE, f"answered with {page.status}")
    kind = page.media_type or ""
    if not has_markup(page.content[:_HEAD_BYTES]):
        if kind == "application/pdf":
            raise NotAStatement(SkipReason.PDF)
        if page.content and _ATTACHED.match(kind):
            raise NotAStatement(SkipReason.ATTACHMENT, kind)


def _recognise_text_or_markup(page: Page, content: bytes) -> Recognised:
    head = content[:_HEAD_BYTES]
    if is_entry(head):
        return _recognise_entry(page.url or "")
    if _FEED.search(head):
        raise NotAStatement(SkipReason.FEED)
    if has_markup(head):
        if PurePath(page.where).stem == _PRINT and not page.stands_for_itself:
            raise NotAStatement(SkipReason.PRINT)  # by its name; a third of a mirror
        return _recognise_markup(page, SearchableBytes(content))
    if _XML_OR_JSON.match(head):
        raise NotAStatement(SkipReason.DATA)
    return Recognised(Template.TEXT)


def _recognise_entry(url: str) -> Recognised:
    """An entry of a feed, which only its address tells from another site's."""
    if (address := read_address(url)) is None:
        reason = SkipReason.OTHER_PAGE if is_official(url) else SkipReason.OTHER_SITE
        raise NotAStatement(reason, _printed_host(url))
    return Recognised(Template.ENTRY, address)


def _recognise_markup(page: Page, content: SearchableBytes) -> Recognised:
    printed = [*_printed_addresses(content, _SAYS_ITSELF), *([page.url] if page.url else ())]
    addresses = [address for url in printed if (address := read_address(url))]
    subs = {address.sub for address in addresses} | {PurePath(page.where).stem}
    is_print = _PRINT in subs
    if is_print and not page.stands_for_itself:
        raise NotAStatement(SkipReason.PRINT)
    addresses = [_without_print(address) for address in addresses]
    if _ARTICLE.search(content) and _BODY.search(content):
        return replace(_article(content, addresses), is_print=is_print)
    if _ERROR_PAGE.search(content):
        raise NotAStatement(SkipReason.ERROR_PAGE)
    if not _ours(content) and not any(map(is_official, printed)):
        raise NotAStatement(SkipReason.OTHER_SITE, _printed_host(printed[0]) if printed else "")
    if "photos" in subs or _PHOTOSET.search(content):
        raise NotAStatement(SkipReason.PHOTOS)
    if "videos" in subs:
        raise NotAStatement(SkipReason.VIDEOS)
    return _less_usual(content, addresses[0] if addresses else None, printed)


def _without_print(address: Address) -> Address:
    """The address of the page itself."""
    if address.sub != _PRINT:
        return address
    return replace(address, url=_PRINT_END.sub("", address.url), sub=None)


def _printed_host(url: str) -> str:
    """The host of another site, for the reason why its page is left out; empty when unreadable."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _article(content: SearchableBytes, addresses: Sequence[Address]) -> Recognised:
    if addresses:
        is_act = addresses[0].space is NumberSpace.ACT
        return Recognised(Template.ACT if is_act else Template.ARTICLE, addresses[0])
    linked = [read_address(url) for url in _printed_addresses(content, _SAYS_IN_LINKS)]
    event = _EVENT_ID.search(content)
    return Recognised(
        Template.ARTICLE,
        next((address for address in linked if address), None),
        int(event[1]) if event else None,
    )


def _printed_addresses(content: SearchableBytes, marks: Iterable[BytePattern]) -> list[str]:
    """The addresses a page gives for itself, in the order they are trusted."""
    found = [one.search(content) for one in marks]
    return [unescape(match[1].decode("utf-8", "replace")) for match in found if match]


def _refuse_no_page(page: Page) -> None:
    path = PurePath(page.where)
    head = page.content[:_HEAD_BYTES]
    if not head.strip():
        raise NotAStatement(SkipReason.EMPTY)
    if path.name.startswith("."):
        raise NotAStatement(SkipReason.HIDDEN, path.name)
    if head.lstrip(_BEFORE_PDF).startswith(b"%PDF-"):
        raise NotAStatement(SkipReason.PDF)
    if is_other_table(path, head):
        raise NotAStatement(SkipReason.OTHER_TABLE, path.suffix.lower())
    if is_other_save(path):
        raise NotAStatement(SkipReason.OTHER_SAVE, path.suffix.lower())
    if is_attachment(path, head):
        raise NotAStatement(SkipReason.ATTACHMENT, path.suffix.lower())
    if is_binary(head):
        raise NotAStatement(SkipReason.BINARY, f"not text, although named {path.name}")


def _refuse_table(page: Page) -> None:
    head = page.content[:_HEAD_BYTES]
    is_something = page.broken is not None or bool(head.strip())
    if is_something and is_table(page.where, head):
        raise NotAStatement(SkipReason.TABLE_PACKED if is_packed(page.where) else SkipReason.TABLE)


def _ours(content: SearchableBytes) -> bool:
    """Whether a page without an address is in one of the site's templates all the same."""
    return any(one.search(content) for one in (_ARTICLE, _READ, _SPECIAL, _LISTER, _PHOTOSET))


def _less_usual(
    content: SearchableBytes, address: Address | None, printed: Sequence[str]
) -> Recognised:
    if address and address.space is NumberSpace.ACT and _ACT_BODY.search(content):
        return Recognised(Template.DOCUMENT, address)
    if address and address.space is NumberSpace.SUPPLEMENT:
        return Recognised(Template.DOCUMENT, address)
    if _TEXTAREA.search(content):
        return Recognised(Template.COPY, address)
    if _SPECIAL.search(content):
        return Recognised(Template.SPECIAL, address)
    if _LISTER.search(content) or any(map(is_list, printed)):
        raise NotAStatement(SkipReason.LIST)
    is_item = address is not None and address.space is NumberSpace.ITEM
    if (
        is_item
        or _ARTICLE.search(content)
        or _READ.search(content)
        or not _PAGE_END.search(content)
    ):
        raise Unreadable("the page breaks off before the text of its article; save it again")
    raise NotAStatement(SkipReason.OTHER_PAGE)
