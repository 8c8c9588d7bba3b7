"""One saved file → ledger entries: read it, clean each page in it, and say what became of it."""

from __future__ import annotations

import hashlib
import traceback
from typing import TYPE_CHECKING, Final

from index.cleaning.clean import clean
from index.pipeline.outline import outlined
from index.pipeline.page_entry import Fate, PageEntry, packed, written
from index.saves.pages import read
from index.saves.recognise import NotAStatement, Unreadable
from search.analysis.tokenizer import folded
from search.records import Form

if TYPE_CHECKING:
    from index.saves.page import Page, SavedFile
    from search.records import Statement

_FORM_RANK: Final = {Form.HTML: 0, Form.TEXT: 1, Form.FLAT: 2}
_MOST_CHARS_RANKED: Final = 10_000_000


def examine(saved: SavedFile) -> list[PageEntry]:
    """What became of every page in one file; a file that cannot be opened is one failed entry."""
    path = saved.name
    try:
        return [
            _examine_page(page, path, path if position == 0 else f"{path}#{position}")
            for position, page in enumerate(read(saved))
        ]
    except (OSError, Unreadable) as error:
        why = (isinstance(error, OSError) and error.strerror) or str(error)
        return [PageEntry(path, path, "", Fate.FAILED, "cannot be read", why)]


def _examine_page(page: Page, path: str, place: str) -> PageEntry:
    sha256 = hashlib.sha256(page.content).hexdigest()
    try:
        return _statement_entry(clean(page), path, place, sha256)
    except NotAStatement as other:
        return PageEntry(place, path, sha256, Fate.SKIPPED, other.reason.value, other.detail)
    except Unreadable as error:
        return PageEntry(place, path, sha256, Fate.FAILED, "cannot be read", str(error))
    except Exception as error:  # one bad page must not end a build of thousands; it is reported
        where = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})"
        return PageEntry(place, path, sha256, Fate.FAILED, "cleaning failed", detail)


def _statement_entry(statement: Statement, path: str, place: str, sha256: str) -> PageEntry:
    text = written(statement)
    chars = sum(len(paragraph) for turn in statement.turns for paragraph in turn.paragraphs)
    return PageEntry(
        place,
        path,
        sha256,
        Fate.STATEMENT,
        id=statement.id,
        part=statement.part,
        numbered=statement.number is not None,
        twin="\n".join((statement.lang, folded(statement.title), str(statement.date))),
        rank=_rank(statement.form, chars),
        digest=hashlib.sha256(text).hexdigest(),
        warnings="\n".join(statement.warnings),
        chars=chars,
        outline=outlined(statement),
        statement=packed(text),
    )


def _rank(form: Form, chars: int) -> int:
    """Lower is better: a save with markup before one without, then the one with more text."""
    return (_FORM_RANK[form] + 1) * _MOST_CHARS_RANKED - min(chars, _MOST_CHARS_RANKED)
