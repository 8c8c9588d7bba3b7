"""One saved file → ledger entries: read it, clean each page in it, and say what became of it."""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from index.cleaning.clean import clean_recognised
from index.deadline import MOST_SECONDS, TookTooLong, deadline, too_long
from index.pipeline.outline import outlined
from index.pipeline.page_entry import (
    Fate,
    PageEntry,
    Wholeness,
    packed,
    save_rank,
    unpacked,
    written,
)
from index.saves.page import Page
from index.saves.pages import read
from index.saves.recognise import NotAStatement, SkipReason, Unreadable, recognise
from search.analysis.tokenizer import folded
from search.records import Form
from search.save_warnings import WarningCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from index.pipeline.given import GivenFacts
    from index.saves.page import SavedFile
    from search.records import Statement

_CLOSINGS: Final = frozenset({"publication status", "date line again"})
"""What is taken out of the end of a text without markup, and shows that the end is there."""


def pages_of(saved: SavedFile) -> Iterator[Page]:
    """The pages in one file; where reading it fails, a last page that is broken and says why."""
    try:
        yield from read(saved)
    except OSError as error:
        yield Page(saved.name, b"", broken=error.strerror or str(error), is_closed=True)
    except Exception as error:  # one bad file must not end a build of thousands; it is reported
        yield Page(saved.name, b"", broken=told_error(error), is_closed=True)


def examine(saved: SavedFile, most_seconds: float = MOST_SECONDS) -> Iterator[list[PageEntry]]:
    """What became of every page in one file, read in this process; each has so many seconds."""
    pages = pages_of(saved)
    while True:
        try:
            with deadline(most_seconds):
                page = next(pages, None)
                if page is None:
                    return
                entries = examine_page(page, saved.name)
        except TookTooLong:
            entries = [failed_entry(saved, too_long(most_seconds))]
        yield entries


def failed_entry(saved: SavedFile, why: str) -> PageEntry:
    """The entry of a page of which nothing is known; its file is read again by the next run."""
    return PageEntry(saved.name, saved.name, "", Fate.FAILED, "cannot be read", why)


def placed(entries: Iterable[PageEntry], first: int) -> list[PageEntry]:
    """Entries with their places in the file: its path, and `#n` from the second on."""
    return [
        one if position == 0 else replace(one, place=f"{one.path}#{position}")
        for position, one in enumerate(entries, start=first)
    ]


def completed(entries: Sequence[PageEntry], given: GivenFacts) -> tuple[list[PageEntry], list[str]]:
    """A file's entries with what the user gave for it, and what of that could not be used."""
    kept = [entry for entry in entries if entry.statement is not None]
    if len(kept) != 1 or kept[0].statement is None:
        return list(entries), [f"the file holds {len(kept)} statements, not one"]
    statement = unpacked(kept[0].statement)
    entry = statement_entry(given.completing(statement), kept[0].path, kept[0].sha256)
    entry = replace(entry, place=kept[0].place, rank=kept[0].rank, captured_ns=kept[0].captured_ns)
    unused = [f"the file prints a {name} of its own" for name in given.unused(statement)]
    return [entry if one is kept[0] else one for one in entries], unused


def examine_page(page: Page, path: str) -> list[PageEntry]:
    """What became of one page: an entry for each statement in it, else one that says why not."""
    sha256 = hashlib.sha256(page.content).hexdigest()
    inside = page.where.removeprefix(path)[1:]
    told = partial(PageEntry, path, path, inside=inside)
    try:
        found = recognise(page)
        entries = [
            statement_entry(one, path, sha256, captured=page.captured, is_print=found.is_print)
            for one in clean_recognised(page, found)
        ]
        return [replace(entry, inside=inside) for entry in entries]
    except NotAStatement as other:
        return [told(sha256, Fate.SKIPPED, other.reason.value, other.detail)]
    except Unreadable as error:
        known = "" if page.is_closed else sha256
        return [told(known, Fate.FAILED, "cannot be read", str(error))]
    except Exception as error:  # one bad page must not end a build of thousands; it is reported
        return [told(sha256, Fate.FAILED, "cleaning failed", told_error(error))]


def told_error(error: Exception) -> str:
    """An error nobody foresaw, and where it struck."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    told = f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})"
    return told.encode("utf-8", "backslashreplace").decode()


def statement_entry(
    statement: Statement,
    path: str,
    sha256: str,
    *,
    place: str | None = None,
    captured: datetime | None = None,
    is_print: bool = False,
) -> PageEntry:
    """The entry of a statement; `place` is that of a row of a table.

    Of a print page it is told that it is a twin, which it is where the page itself is known.
    """
    text = written(statement)
    chars = sum(len(paragraph) for turn in statement.turns for paragraph in turn.paragraphs)
    return PageEntry(
        place or path,
        path,
        sha256,
        Fate.STATEMENT,
        reason=SkipReason.PRINT.value if is_print else None,
        id=statement.id,
        part=statement.part,
        numbered=statement.number is not None,
        twin=_twin(statement),
        rank=save_rank(
            statement.form,
            _wholeness(statement, is_bare=is_print or place is not None),
            statement.updated,
            is_row=place is not None,
        ),
        digest=hashlib.sha256(text).hexdigest(),
        warnings="\n".join(statement.warnings),
        chars=chars,
        outline=outlined(statement),
        statement=packed(text),
        captured_ns=int(captured.timestamp()) * 10**9 if captured else None,
    )


def _twin(statement: Statement) -> str:
    """What doubles of a statement share; one without a title is nobody's double.

    Another office's text is none of the site's, though they be called alike.
    """
    if not statement.title or statement.publisher:
        return statement.id
    return "\n".join((statement.lang, folded(statement.title), str(statement.date)))


def _wholeness(statement: Statement, *, is_bare: bool) -> Wholeness:
    """Whether what ends a page is there; a text without it breaks off where its sentence does.

    Nothing shows it of what is bare: a print page, which comes after the page itself, and a row.
    """
    if any(one.code == WarningCode.BREAKS_OFF for one in statement.warning_codes):
        return Wholeness.BREAKS_OFF
    if is_bare or not statement.turns:
        return Wholeness.UNPROVED
    if statement.form is Form.HTML or any(one.rule in _CLOSINGS for one in statement.removed):
        return Wholeness.WHOLE
    last = next((turn.paragraphs[-1] for turn in statement.turns[::-1] if turn.paragraphs), "")
    return Wholeness.BREAKS_OFF if last[-1:].isalnum() else Wholeness.UNPROVED
