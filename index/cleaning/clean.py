"""A saved page → a Statement, pure: title, date, place, turns, and all that was taken out."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from index.archives.limits import MOST_PAGE_BYTES
from index.attribution.attribute import attribute
from index.blocks import OMISSION, BlockKind, Facts
from index.cleaning.article import read_act, read_article
from index.cleaning.documents import read_copy, read_document, read_special
from index.cleaning.entry import read_entry
from index.cleaning.flat import is_flat, read_flat
from index.cleaning.limits import refuse_long_blocks, refuse_long_texts
from index.cleaning.markup import SPACES
from index.cleaning.textsave import read_text
from index.headings.several import split_statements
from index.saves.encoding import decode
from index.saves.recognise import NotAStatement, SkipReason, Template, Unreadable, recognise
from search.analysis.tokenizer import folded
from search.records import Evidence, Mark, MarkKind, Statement, StatementId, Turn, TurnKind
from search.save_warnings import SaveWarning, WarningCode
from search.site_address import NumberSpace
from search.text_version import text_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.blocks import Block
    from index.cleaning.draft import Draft
    from index.saves.encoding import Decoded
    from index.saves.page import Page
    from index.saves.recognise import Recognised

_LANG: Final = re.compile(
    r"""inLanguage["']?\s+content=["']?(en|ru)\b|<html[^<>]{0,1000}\slang=["']?(en|ru)\b"""
    r"""|<(?:\w{1,20}:)?entry\s[^<>]{0,1000}xml:lang=["'](en|ru)\b"""
)
_LANGUAGE_CHARS: Final = 20_000  # enough to tell two scripts apart
_CYRILLIC: Final = re.compile("[а-яёА-ЯЁ]")
_LATIN: Final = re.compile("[a-zA-Z]")
NEW_LINE: Final = re.compile(r"\r\n?|[\v\f\u0085\u2028\u2029]")
ESCAPED: Final = re.compile(r"&lt;\s?(?:…|\.{3}|&hellip;)\s?&gt;")


def clean(page: Page) -> Statement:
    """The statement of one page; `NotAStatement` or `Unreadable` when it holds none.

    Of a text that holds several it is the first.
    """
    return clean_all(page)[0]


def clean_all(page: Page) -> tuple[Statement, ...]:
    """The statements of one page, at least one: a text may hold several messages.

    Raises `NotAStatement` or `Unreadable` when the page holds no statement.
    """
    return clean_recognised(page, recognise(page))


def clean_recognised(page: Page, found: Recognised) -> tuple[Statement, ...]:
    """The statements of a page of which it is known what it is; raises the same."""
    if len(page.content) > MOST_PAGE_BYTES:
        raise Unreadable(
            f"over {MOST_PAGE_BYTES:,} bytes are more than any statement has; save the page again, "
            "or cut it into its documents"
        )
    decoded = decode(page.content, page.charset)
    text = decoded.text.replace("\0", "")
    losses = tuple(_losses(decoded))
    texts = _texts(found.template, text)
    return tuple(_cleaned(one, found, page, losses, alone=len(texts) == 1) for one in texts)


def _texts(template: Template, text: str) -> tuple[str, ...]:
    """The texts of the messages in a page; only a save without markup holds several."""
    if template is not Template.TEXT:
        return (text,)
    refuse_long_texts(text)
    return split_statements(ESCAPED.sub("<…>", NEW_LINE.sub("\n", _without_quotes(text))))


def _without_quotes(text: str) -> str:
    """A text copied out of a table whole, without the quotation marks of its cell."""
    bare = text.strip()
    inside = bare[1:-1]
    if len(bare) < 2 or bare[0] + bare[-1] != '""' or '"' in inside.replace('""', ""):
        return text
    return inside.replace('""', '"')


def _cleaned(
    text: str,
    found: Recognised,
    page: Page,
    losses: tuple[SaveWarning, ...],
    *,
    alone: bool,
) -> Statement:
    lang = _language(text, found)
    draft = _read(found.template, text, lang)
    turns = turns_of(draft, lang)
    draft = replace(draft, warnings=(*draft.warnings, *losses))
    return _statement(draft, turns, found, lang, page, numbered_by_file=alone)


def _losses(decoded: Decoded) -> Iterator[SaveWarning]:
    """What of a page's bytes is no text."""
    if decoded.replaced:
        yield SaveWarning(
            WarningCode.UNDECODABLE_BYTES,
            {"count": decoded.replaced, "charset": decoded.charset},
        )
    if decoded.is_guessed:
        yield SaveWarning(WarningCode.CHARSET_GUESSED, {"charset": decoded.charset})
    if nuls := decoded.text.count("\0"):
        yield SaveWarning(WarningCode.NUL_CHARACTERS, {"count": nuls})


def _read(template: Template, text: str, lang: str) -> Draft:
    match template:
        case Template.ARTICLE:
            return read_article(text)
        case Template.ACT:
            return read_act(text)
        case Template.DOCUMENT:
            return read_document(text)
        case Template.SPECIAL:
            return read_special(text, lang)
        case Template.COPY:
            return read_copy(text, lang)
        case Template.ENTRY:
            return read_entry(text)
        case Template.TEXT:
            return _read_plain(text, lang)


def _read_plain(text: str, lang: str) -> Draft:
    if not any(map(str.isalnum, text)):
        raise NotAStatement(SkipReason.EMPTY)
    if is_flat(text):
        return read_flat(SPACES.sub(" ", text).strip(), lang)
    return read_text(text, lang)


def _language(text: str, found: Recognised) -> str:
    """What the page says, else its host, else the script most of its letters are in."""
    if found.template is not Template.TEXT and (declared := _LANG.search(text)):
        return str(next(filter(None, declared.groups())))
    if found.address:
        return found.address.lang
    return language_of(text)


def language_of(text: str) -> str:
    """The language whose script most letters of a text are in: `en` or `ru`."""
    letters = text[:_LANGUAGE_CHARS]
    return "ru" if len(_CYRILLIC.findall(letters)) > len(_LATIN.findall(letters)) else "en"


def _statement(
    draft: Draft,
    turns: tuple[Turn, ...],
    found: Recognised,
    lang: str,
    page: Page,
    *,
    numbered_by_file: bool = True,
) -> Statement:
    address = draft.address or found.address
    in_name = _number_in_name(page.where) if numbered_by_file else None
    number = address.number if address else (found.number or in_name)
    space = address.space if address else NumberSpace.ITEM
    name = f"{space.value}{number}" if number is not None else f"x{_digest(draft, turns)}"
    statement = statement_of(draft, turns, lang, name)
    url, part = (address.url, address.part) if address else (None, 1)
    return replace(statement, number=number, url=url, part=part)


def statement_of(draft: Draft, turns: tuple[Turn, ...], lang: str, name: str) -> Statement:
    """What a draft and its turns say; `name` is the id after the language.

    Number and address are the caller's.
    """
    warnings = (*draft.warnings, *_unread(turns))
    statement = Statement(
        id=StatementId(f"{lang}-{name}"),
        lang=lang,
        title=draft.title,
        date=draft.date,
        event_date=draft.event_date,
        time=draft.time,
        place=draft.place,
        lead=draft.lead,
        sections=draft.sections,
        topics=draft.topics,
        persons=draft.persons,
        geography=draft.geography,
        updated=draft.updated,
        turns=turns,
        form=draft.form,
        abridged=any(_is_omission(block) for block in draft.blocks),
        removed=draft.removed,
        edges=draft.edges,
        warnings=tuple(warning.sentence for warning in warnings),
        warning_codes=warnings,
        cards=_cards(draft),
    )
    return replace(statement, version=text_version(statement))


def _unread(turns: Sequence[Turn]) -> Iterator[SaveWarning]:
    """Labels under which nobody is named, for they could not be read."""
    speech = [turn for turn in turns if turn.kind is TurnKind.SPEECH and turn.label]
    if count := sum(turn.speaker is None for turn in speech):
        yield SaveWarning(WarningCode.UNREAD_LABELS, {"count": count})


def _cards(draft: Draft) -> tuple[str, ...]:
    """The names on the person cards of the text, each once; never an office."""
    hung = [card.name for block in draft.blocks for card in block.cards]
    return tuple(dict.fromkeys((*hung, *draft.cards)))


def turns_of(draft: Draft, lang: str) -> tuple[Turn, ...]:
    """Who says what in a draft."""
    if not draft.is_document:
        named = (*draft.persons, *draft.cards)
        facts = Facts(lang, draft.title or "", draft.lead, named, draft.form)
        refuse_long_blocks(draft.blocks)
        return attribute(draft.blocks, facts)
    return (_narrative(draft.blocks),) if draft.blocks else ()


def _narrative(blocks: Sequence[Block]) -> Turn:
    """A document's text: one turn of the editors, whatever looks like a label in it."""
    paragraphs: list[str] = []
    ordinals: list[int] = []
    marks: list[Mark] = []
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            paragraphs.append(block.text)
            ordinals.append(max(block.n, 1))
        else:
            kind = MarkKind(block.kind.value)
            marks.append(Mark(len(paragraphs) - 1, kind, block.text))
    return Turn(
        n=max(blocks[0].n, 1),
        paragraphs=tuple(paragraphs),
        kind=TurnKind.NARRATIVE,
        evidence=Evidence.NONE,
        marks=tuple(marks),
        ordinals=tuple(ordinals),
    )


def _is_omission(block: Block) -> bool:
    return block.kind is BlockKind.ABRIDGED or OMISSION.search(block.text) is not None


def _number_in_name(where: str) -> int | None:
    """The number a file is named by; the site's begin with no zero, as numbers of copies may."""
    stem = PurePath(where).stem
    digits = stem.isascii() and stem.isdecimal() and not stem.startswith("0")
    return int(stem) if digits and len(stem) < 10 else None


def _digest(draft: Draft, turns: Sequence[Turn]) -> str:
    """Ten hex digits for a save that tells no number: of folded title, date and place.

    Without a title they are of the folded words of all turns, so that a title or a date that is
    given later keeps the id.
    """
    if not draft.title:
        told = " ".join(folded(text) for turn in turns for text in turn.paragraphs)
        return hashlib.sha256(told.encode()).hexdigest()[:10]
    day = draft.date.isoformat() if draft.date else ""
    printed = "\n".join((folded(draft.title), day, folded(draft.place or "")))
    return hashlib.sha256(printed.encode()).hexdigest()[:10]
