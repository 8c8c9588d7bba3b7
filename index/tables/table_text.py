"""The file of a table, gzipped or not, in any charset → its text, line by line or in pieces.

Read as a stream: what is in memory is one line or one piece, and both are bounded.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from index.archives.limits import Limits
from index.saves.encoding import decode, has_wide_mark
from search.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ROW_CHARS: Final = 8_000_000
"""No row, line or value of a table may be longer: no statement is."""

_BROKEN_GZIP: Final = (EOFError, gzip.BadGzipFile, zlib.error)
_GZIP: Final = b"\x1f\x8b"
_NO_TEXT: Final = re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0|%PDF|SQLite format 3|PAR1|\x89PNG")
_HEAD_BYTES: Final = 65_536
_PIECE_BYTES: Final = 1_048_576
_NULS_OF_WIDE: Final = 0.03  # of the bytes, all on one side: the spaces of two bytes a letter
_SUFFIXES: Final = (".csv", ".tsv", ".json", ".jsonl", ".ndjson")


class LongLine(str):
    """The beginning of a line that has more characters than any row may have."""

    __slots__ = ()


def told_too_long() -> str:
    """Why a long line is not read."""
    return f"the line has more than {MOST_ROW_CHARS:,} characters"


class TableBreaksOff(Exception):
    """The rest of a table cannot be read; the text says why."""


def is_table_name(path: Path) -> bool:
    """Whether a file is named as tables are."""
    return table_suffix(path) in _SUFFIXES


def table_suffix(path: Path) -> str:
    """`.csv` of `speeches.CSV.gz`."""
    return Path(path.name.lower().removesuffix(".gz")).suffix


def is_table(path: Path) -> bool:
    """Whether a file is named as tables are, and is no page saved under such a name."""
    if not is_table_name(path):
        return False
    with path.open("rb") as file:
        return not file.read(_HEAD_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


@dataclass(frozen=True, slots=True)
class TableText:
    """A table's file and the charset it is in; `SourceError` from `open` for what is no text."""

    path: Path
    charset: str
    is_guessed: bool = False  # nothing tells the charset but the letters

    @classmethod
    def open(cls, path: Path) -> TableText:
        """Look at a file: is it text, and in which charset."""
        head = b""
        try:
            with _unpacked(path) as stream:
                while len(head) < _HEAD_BYTES and (piece := stream.read1(_HEAD_BYTES)):
                    head += piece
        except _BROKEN_GZIP as error:
            if not head:
                told = f"{path} is a broken gzip file ({error}); fetch or pack it again"
                raise SourceError(told) from error
        if _NO_TEXT.match(head):
            raise SourceError(
                f"{path} is no text, whatever its name; save the table as CSV in UTF-8"
            )
        if marked := _charset_by_mark(head):
            return cls(path, marked)
        return cls(path, *_charset_by_content(path))

    def lines(self) -> Iterator[str]:
        """The lines with their ends as they are; `TableBreaksOff` where they end.

        Of one that is longer than any may be, its beginning as a `LongLine`.
        """
        with self._reading() as text:
            while line := text.readline(MOST_ROW_CHARS + 1):
                if len(line) <= MOST_ROW_CHARS:
                    yield line
                    continue
                yield LongLine(line[:MOST_ROW_CHARS])
                while line and not line.endswith(("\n", "\r")):
                    line = text.readline(_PIECE_BYTES)

    def pieces(self) -> Iterator[str]:
        """The text in pieces of about a megabyte; `TableBreaksOff` as above."""
        with self._reading() as text:
            while piece := text.read(_PIECE_BYTES):
                yield piece

    @contextmanager
    def _reading(self) -> Iterator[io.TextIOWrapper]:
        with _unpacked(self.path) as stream:
            try:
                yield io.TextIOWrapper(
                    cast("IO[bytes]", stream), self.charset, "replace", newline=""
                )
            except _BROKEN_GZIP as error:
                raise TableBreaksOff(f"the gzip file breaks off ({error})") from error


class _Limited(io.RawIOBase):
    """A gzip file as a stream that says so where it unpacks to more than a table does."""

    def __init__(self, stream: gzip.GzipFile, most_bytes: int) -> None:
        self._stream, self._most_bytes, self._left = stream, most_bytes, most_bytes

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1) -> bytes:
        return self.read(size)

    def read(self, size: int = -1) -> bytes:
        found = self._stream.read1(_HEAD_BYTES if size < 0 else size)  # loses least at a break
        self._left -= len(found)
        if self._left < 0:
            raise TableBreaksOff(
                f"the file unpacks to more than {self._most_bytes:,} bytes, which no table does"
            )
        return found


def most_unpacked(packed_bytes: int) -> int:
    """What a gzip file of so many bytes may unpack to, as of any archive."""
    limits = Limits()
    return min(max(packed_bytes * limits.ratio, limits.free_bytes), limits.expanded_bytes)


@contextmanager
def _unpacked(path: Path) -> Iterator[_Limited | io.BufferedReader]:
    with path.open("rb") as packed:
        is_packed = packed.read(len(_GZIP)) == _GZIP
        size = packed.seek(0, io.SEEK_END)
        packed.seek(0)
        yield _Limited(gzip.GzipFile(fileobj=packed), most_unpacked(size)) if is_packed else packed


def _charset_by_mark(head: bytes) -> str | None:
    """The charset that a byte order mark tells, or the NULs of text in two bytes a letter."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if has_wide_mark(head):
        return decode(head[:1_000]).charset
    before, after = head[0::2].count(0), head[1::2].count(0)
    if before + after <= len(head) * _NULS_OF_WIDE or min(before, after) * 10 > max(before, after):
        return None
    return "utf-16-be" if before > after else "utf-16-le"


def _charset_by_content(path: Path) -> tuple[str, bool]:
    """UTF-8 where all of it is, else what the bytes around the first that are not are read as.

    And whether that is a guess.
    """
    reader = codecs.getincrementaldecoder("utf-8")()
    # What stands before is read.
    with suppress(*_BROKEN_GZIP, TableBreaksOff), _unpacked(path) as stream:
        while piece := stream.read1(_PIECE_BYTES):
            try:
                reader.decode(piece)
            except UnicodeDecodeError as error:
                found = decode(_around(piece, error.start))
                return found.charset, found.is_guessed
    return "utf-8", False


def _around(piece: bytes, at: int) -> bytes:
    """The lines around a byte, whole, so that no letter is cut."""
    start = piece.rfind(b"\n", 0, max(0, at - _HEAD_BYTES)) + 1
    end = piece.find(b"\n", at + _HEAD_BYTES)
    return piece[start : end if end > 0 else len(piece)]
