"""A row of a table and what its columns are → the statement it holds, pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from index.attribution.attribute import find_labels
from index.blocks import Block, BlockKind, Facts
from index.cleaning.clean import language_of, statement_of, turns_of
from index.cleaning.draft import Draft
from index.saves.recognise import NotAStatement, SkipReason
from index.tables.cell import read_cell
from index.tables.cell_values import (
    address_in,
    host_of,
    is_nothing,
    read_clock,
    read_moment,
    value_of,
)
from index.tables.column_names import ColumnRole, repeats_headings
from index.tables.columns import read_lang
from search.analysis.tokenizer import folded
from search.records import Evidence, Form, Turn, TurnKind
from search.save_warnings import SaveWarning, WarningCode
from search.site_address import NumberSpace, is_official, read_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from index.tables.columns import ColumnGuess
    from index.tables.row import TableRow
    from search.records import Statement
    from search.site_address import Address

_SEVERAL: Final = re.compile(r"[;&/]|\s(?:and|и)\s")
_SCHEME: Final = re.compile(r"(?:https?:)?//(?:www\.)?", re.IGNORECASE)
_REPLACEMENT: Final = "\ufffd"


class _Printed(NamedTuple):
    """What the cells of a row say, each in one line but the text; empty where they say nothing."""

    text: str
    title: str
    lead: str
    place: str
    url: str
    speaker: str
    office: str
    lang: str


def row_statement(row: TableRow, guess: ColumnGuess) -> Statement:
    """The statement of one row; `NotAStatement` without text, `Unreadable` for hostile markup.

    The site has pages that are all lead, or a title and a list to load down: such a row is one too.
    """
    if repeats_headings(row.cells):
        raise NotAStatement(SkipReason.HEADINGS)
    printed = _printed(row, guess)
    address = read_address(printed.url)
    has_text = any(map(str.isalnum, printed.text))
    if not (has_text or printed.lead or (address and printed.title)):
        raise NotAStatement(SkipReason.ROW_WITHOUT_TEXT)
    day, time, dated = _when(row, guess)
    words = printed.text if has_text else f"{printed.title} {printed.lead}"
    lang = read_lang(printed.lang) or (address.lang if address else language_of(words))
    draft = _draft(printed, lang, has_text=has_text)
    address = address or (None if printed.url else draft.address)
    draft = replace(
        draft,
        date=day,
        time=time,
        place=printed.place or None,
        is_document=address is not None and address.space is not NumberSpace.ITEM,
        warnings=(*draft.warnings, *dated, *_warnings(printed, address, guess.guessed_charset)),
    )
    turns, doubts = _with_speaker(turns_of(draft, lang), draft, printed, lang)
    draft = replace(draft, warnings=(*draft.warnings, *doubts))
    return _identified(draft, turns, lang, printed, address, guess)


def _draft(printed: _Printed, lang: str, *, has_text: bool) -> Draft:
    lead = printed.lead or None
    if not has_text:
        return Draft(printed.title or None, (), lead=lead, form=Form.TEXT)
    return read_cell(printed.text.replace("\0", ""), lang, printed.title, lead)


def _printed(row: TableRow, guess: ColumnGuess) -> _Printed:
    def cell(role: ColumnRole) -> str:
        return value_of(row.cells.get(guess.columns.get(role, ""), ""))

    text = row.cells.get(guess.columns[ColumnRole.TEXT], "")
    return _Printed(
        text="" if is_nothing(text) else text,
        title=cell(ColumnRole.TITLE),
        lead=cell(ColumnRole.LEAD),
        place=cell(ColumnRole.PLACE),
        url=address_in(row.cells.get(guess.columns.get(ColumnRole.URL, ""), "")),
        speaker=cell(ColumnRole.SPEAKER),
        office=cell(ColumnRole.OFFICE),
        lang=cell(ColumnRole.LANG),
    )


def _when(
    row: TableRow, guess: ColumnGuess
) -> tuple[date | None, str | None, tuple[SaveWarning, ...]]:
    """Day and hour of a row, and what is to be said of them."""
    cell = row.cells.get(guess.columns.get(ColumnRole.DATE, ""), "")
    if is_nothing(cell):
        return None, None, (SaveWarning(WarningCode.ROW_WITHOUT_DATE),)
    moment = read_moment(cell, day_first=guess.day_first)
    if moment is None:
        return (
            None,
            None,
            (SaveWarning(WarningCode.UNREADABLE_DATE, {"cell": value_of(cell)[:80]}),),
        )
    apart = read_clock(row.cells.get(guess.columns.get(ColumnRole.TIME, ""), ""))
    return moment.day, apart or (moment.time if guess.has_hours else None), ()


def _warnings(
    printed: _Printed, address: Address | None, guessed_charset: str | None
) -> Iterator[SaveWarning]:
    if guessed_charset and not all(map(str.isascii, printed)):
        yield SaveWarning(WarningCode.CHARSET_GUESSED, {"charset": guessed_charset})
    if not printed.title:
        yield SaveWarning(WarningCode.NO_TITLE)
    if address is None and host_of(printed.url) is None:
        yield SaveWarning(WarningCode.NO_ADDRESS)
    if nuls := printed.text.count("\0"):
        yield SaveWarning(WarningCode.NUL_CHARACTERS, {"count": nuls})
    if lost := printed.text.count(_REPLACEMENT):
        yield SaveWarning(WarningCode.LOST_LETTERS, {"count": lost})


def _with_speaker(
    turns: tuple[Turn, ...], draft: Draft, printed: _Printed, lang: str
) -> tuple[tuple[Turn, ...], tuple[SaveWarning, ...]]:
    """The turns, those of a text without any label given to whom the row names."""
    if not printed.speaker or not turns or any(turn.label for turn in turns) or draft.is_document:
        return turns, ()
    if _SEVERAL.search(printed.speaker):
        return turns, (SaveWarning(WarningCode.SEVERAL_SPEAKERS),)
    name, office = _name_and_office(printed.speaker, lang)
    turn = replace(
        turns[0],
        kind=TurnKind.SPEECH,
        evidence=Evidence.TABLE,
        speaker=name,
        role=printed.office or office,
    )
    return (turn, *turns[1:]), ()


def _name_and_office(cell: str, lang: str) -> tuple[str, str | None]:
    """A name, and the office before it where it reads as a label does."""
    block = Block(1, BlockKind.PARAGRAPH, f"{cell}: Words.")
    label = find_labels([block], Facts(lang, "", None, (), Form.TEXT)).get(0)
    if label is None or label.speaker is None:
        return cell, None
    return label.speaker, label.role


def _identified(
    draft: Draft,
    turns: tuple[Turn, ...],
    lang: str,
    printed: _Printed,
    address: Address | None,
    guess: ColumnGuess,
) -> Statement:
    """The statement under the site's number, or under a hash, and with whose it is then."""
    if address is not None:
        one = statement_of(draft, turns, lang, f"{address.space.value}{address.number}")
        return replace(one, number=address.number, url=address.url, part=address.part)
    host = host_of(printed.url)
    if host and guess.addresses_tell_rows:
        name = _SCHEME.sub("", printed.url).rstrip("/")
    else:
        words = " ".join(folded(text) for turn in turns for text in turn.paragraphs)
        name = "\n".join((folded(printed.title), str(draft.date or ""), words))
    one = statement_of(draft, turns, lang, f"x{_digits(name)}")
    is_ours = host is not None and is_official(f"https://{_SCHEME.sub('', printed.url)}")
    return replace(one, url=printed.url if host else None, publisher=None if is_ours else host)


def _digits(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:10]


def row_digest(cells: Sequence[str], guess: ColumnGuess) -> str:
    """A digest of all that a row's statement is made of."""
    return hashlib.sha256("\0".join((guess.key(), *cells)).encode()).hexdigest()


def used_cells(row: TableRow, guess: ColumnGuess) -> list[str]:
    """The cells of the columns that count."""
    return [row.cells.get(name, "") for name in guess.columns.values()]
