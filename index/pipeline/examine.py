"""One saved file → ledger entries: read it, clean each page in it, and say what became of it."""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from index.cleaning.clean import clean_all
from index.pipeline.outline import outlined
from index.pipeline.page_entry import Fate, PageEntry, packed, unpacked, written
from index.saves.pages import read
from index.saves.recognise import NotAStatement, Unreadable
from search.analysis.tokenizer import folded
from search.records import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.pipeline.given import GivenFacts
    from index.saves.page import Page, SavedFile
    from search.records import Statement

_FORM_RANK: Final = {Form.HTML: 0, Form.TEXT: 1, Form.FLAT: 2}
_MOST_CHARS_RANKED: Final = 10_000_000
_ROW_RANK: Final = _MOST_CHARS_RANKED // 2
"""A row of a table comes after the page itself, and before a save that keeps less."""


def examine(saved: SavedFile) -> list[PageEntry]:
    """What became of every page in one file; a file that cannot be opened is one failed entry."""
    path = saved.name
    try:
        found = [entry for page in read(saved) for entry in _examine_page(page, path)]
        return [
            replace(entry, place=path if position == 0 else f"{path}#{position}")
            for position, entry in enumerate(found)
        ]
    except (OSError, Unreadable) as error:
        why = (isinstance(error, OSError) and error.strerror) or str(error)
        return [PageEntry(path, path, "", Fate.FAILED, "cannot be read", why)]


def completed(entries: Sequence[PageEntry], given: GivenFacts) -> tuple[list[PageEntry], list[str]]:
    """A file's entries with what the user gave for it, and what of that could not be used."""
    kept = [entry for entry in entries if entry.statement is not None]
    if len(kept) != 1 or kept[0].statement is None:
        return list(entries), [f"the file holds {len(kept)} statements, not one"]
    statement = unpacked(kept[0].statement)
    entry = statement_entry(given.completing(statement), kept[0].path, kept[0].sha256)
    entry = replace(entry, place=kept[0].place)
    unused = [f"the file prints a {name} of its own" for name in given.unused(statement)]
    return [entry if one is kept[0] else one for one in entries], unused


def _examine_page(page: Page, path: str) -> list[PageEntry]:
    """What became of one page: an entry for each statement in it, else one that says why not."""
    sha256 = hashlib.sha256(page.content).hexdigest()
    try:
        return [statement_entry(statement, path, sha256) for statement in clean_all(page)]
    except NotAStatement as other:
        return [PageEntry(path, path, sha256, Fate.SKIPPED, other.reason.value, other.detail)]
    except Unreadable as error:
        return [PageEntry(path, path, sha256, Fate.FAILED, "cannot be read", str(error))]
    except Exception as error:  # one bad page must not end a build of thousands; it is reported
        where = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})"
        return [PageEntry(path, path, sha256, Fate.FAILED, "cleaning failed", detail)]


def statement_entry(
    statement: Statement, path: str, sha256: str, *, place: str | None = None
) -> PageEntry:
    """The entry of a statement; `place` is that of a row of a table."""
    text = written(statement)
    chars = sum(len(paragraph) for turn in statement.turns for paragraph in turn.paragraphs)
    return PageEntry(
        place or path,
        path,
        sha256,
        Fate.STATEMENT,
        id=statement.id,
        part=statement.part,
        numbered=statement.number is not None,
        twin=_twin(statement),
        rank=_rank(statement.form, chars) + (_ROW_RANK if place else 0),
        digest=hashlib.sha256(text).hexdigest(),
        warnings="\n".join(statement.warnings),
        chars=chars,
        outline=outlined(statement),
        statement=packed(text),
    )


def _twin(statement: Statement) -> str:
    """What doubles of a statement share; one without a title is nobody's double.

    Another office's text is none of the site's, though they be called alike.
    """
    if not statement.title or statement.publisher:
        return statement.id
    return "\n".join((statement.lang, folded(statement.title), str(statement.date)))


def _rank(form: Form, chars: int) -> int:
    """Lower is better: a save with markup before one without, then the one with more text."""
    return (_FORM_RANK[form] + 1) * _MOST_CHARS_RANKED - min(chars, _MOST_CHARS_RANKED)
