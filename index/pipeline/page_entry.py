"""What the ledger keeps of pages and files, as values; statements packed and unpacked."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from search.records import Form
from search.statement_json import statement_from, statement_shape

if TYPE_CHECKING:
    from datetime import date

    from search.records import Statement

_LEVEL: Final = 3  # zlib: 9 saves a tenth of the space and costs four times the time


_FORM_RANK: Final = {Form.HTML: 0, Form.TEXT: 1, Form.FLAT: 2}
DAY_BITS: Final = 22  # of a rank; ordinal days end before 2**22
_NO_DAY: Final = 2**DAY_BITS - 1


class Fate(StrEnum):
    """What became of a page."""

    STATEMENT = "statement"
    SKIPPED = "skipped"  # recognised as something else; the reason says what
    FAILED = "failed"  # should have been a statement and could not be read


class Wholeness(IntEnum):
    """How much shows that a save holds its page to the end."""

    WHOLE = 0  # what ends the page is there
    UNPROVED = 1  # a text or a row, in which nothing needs to stand at the end
    BREAKS_OFF = 2


RANK_OF_WHOLENESS: Final = 2 << DAY_BITS
"""What one step of wholeness adds to a rank."""


def save_rank(form: Form, whole: Wholeness, updated: date | None, *, is_row: bool) -> int:
    """Lower is better: the form that keeps most, then the whole, then what is printed as later.

    A row of a table comes after the page itself, and before a page that breaks off. Whole saves go
    by the day of their "Last updated". How long a text is decides nothing here.
    """
    day = updated.toordinal() if updated and whole is not Wholeness.BREAKS_OFF else 0
    steps = (_FORM_RANK[form] * len(Wholeness) + whole) * 2 + is_row
    return (steps << DAY_BITS) + _NO_DAY - day


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page of one file. `place` is the path, with `#n` for the n-th page of an archive.

    `part` is which page of a document in several pages this is; the parts make one statement.
    `twin` is what a page without a number shares with its `numbered` double (language, title,
    date); `rank` (`save_rank`) orders pages of one statement: the lowest is kept, at equal ones the
    latest, the others are duplicates.
    """

    place: str
    path: str
    sha256: str
    fate: Fate
    reason: str | None = None
    detail: str | None = None
    id: str | None = None
    part: int = 1
    numbered: bool = False
    twin: str | None = None
    rank: int = 0
    digest: str | None = None
    warnings: str = ""  # sentences, one a line
    chars: int = 0  # about how much text it has
    outline: str | None = None
    statement: bytes | None = None
    captured_ns: int | None = None  # when it was answered, where its archive tells
    inside: str = ""  # its address or name in the archive that `path` is


class ChosenPages(NamedTuple):
    """The pages a statement is made of, in the order of its parts; digest and size of them all."""

    places: tuple[str, ...]
    digest: str
    chars: int


class SavedCopy(NamedTuple):
    """A page of a statement as it was saved; `mtime_ns`: when, as its archive or its file says."""

    id: str
    part: int
    place: str
    sha256: str
    mtime_ns: int | None
    statement: bytes  # packed


class FileStamp(NamedTuple):
    """A file's size and time of change; a file whose stamp differs is read again."""

    size_bytes: int
    mtime_ns: int


def written(statement: Statement) -> bytes:
    """A statement as JSON; what stands for it and is digested."""
    shape = statement_shape(statement)
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode()


def packed(text: bytes) -> bytes:
    """What was written, as the ledger stores it."""
    return zlib.compress(text, _LEVEL)


def unpacked(blob: bytes) -> Statement:
    """The statement that was written and packed."""
    return statement_from(json.loads(zlib.decompress(blob)))
