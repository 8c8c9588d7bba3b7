"""What the ledger keeps of pages and files, as values; statements packed and unpacked."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from search.statement_json import statement_from, statement_shape

if TYPE_CHECKING:
    from search.records import Statement

_LEVEL: Final = 3  # zlib: 9 saves a tenth of the space and costs four times the time


class Fate(StrEnum):
    """What became of a page."""

    STATEMENT = "statement"
    SKIPPED = "skipped"  # recognised as something else; the reason says what
    FAILED = "failed"  # should have been a statement and could not be read


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page of one file. `place` is the path, with `#n` for the n-th page of an archive.

    `part` is which page of a document in several pages this is; the parts make one statement.
    `twin` is what a page without a number shares with its `numbered` double (language, title,
    date); `rank` orders pages of one statement: the lowest is kept, the others are duplicates.
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
