"""The bytes of a WARC → heads and blocks of records, each found although a length is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from index.archives.expanding import CUT, DAMAGE

if TYPE_CHECKING:
    from typing import BinaryIO

_CHUNK_BYTES: Final = 1 << 16
_MOST_HEAD_BYTES: Final = 256 * 1024
_MOST_DIGITS: Final = 18
_RECORD: Final = re.compile(rb"(?<![^\n])WARC/[01]\.\d{1,2}\r?\n(?=[A-Za-z])")
_WORD: Final = b"WARC/"
_MARK_BYTES: Final = 16  # what the start of a record needs to be known by
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_LENGTH: Final = re.compile(rb"\ncontent-length:[ \t]*(\S*)", re.IGNORECASE)
_BLANKS: Final = b"\r\n"
_PADDING: Final = b"\r\n\0"  # NULs are what a file holds that was made longer and never written


class RawRecord(NamedTuple):
    """A record's head with its line of version, and its block as far as it was wanted."""

    head: bytes
    block: bytes
    is_cut: bool  # the archive ends inside it


class RecordStream:
    """Reads records one after another.

    A block is as long as its head says, unless another record begins inside it, or something else
    than a record follows: then the length is wrong, and the block ends where the next one begins.
    """

    def __init__(self, source: BinaryIO, most_block_bytes: int) -> None:
        self._source, self._most_block_bytes = source, most_block_bytes
        self._held = b""
        self._is_at_end = False
        self.breaks_off = False  # between two records
        self.lost = 0  # places between records where bytes that belong to none were passed over

    def next(self) -> RawRecord | None:
        """The next record; None at the end."""
        head = self._head()
        if head is None:
            return None
        length = _length(head)
        block, count = self._until_record(length)
        if length is not None and count < length and self._is_at_end and not self._held:
            return RawRecord(head, block, is_cut=not block.endswith((b"\r\n\r\n", b"\n\n")))
        is_cut = length is None and not count and not self._held
        return RawRecord(head, block.removesuffix(b"\r\n\r\n") if length is None else block, is_cut)

    def _fill(self, wanted_bytes: int = _CHUNK_BYTES) -> bool:
        """Hold more; False at the end."""
        while len(self._held) < wanted_bytes and not self._is_at_end:
            data = self._source.read(_CHUNK_BYTES)
            self._is_at_end = not data
            self._held += data
        return bool(self._held)

    def _head(self) -> bytes | None:
        strays = False
        while self._fill():
            self._held = self._held.lstrip(_BLANKS)
            if not self._held.strip(_PADDING):
                self._held = b""
                continue
            found = _find_record(self._held, len(self._held))
            if found is None or found:
                self.breaks_off = self.breaks_off or CUT in self._held
                self.lost += not strays
                strays = True
                kept = 0 if self._is_at_end else _MARK_BYTES
                strayed = max(len(self._held) - kept, 0)
                self._held = self._held[strayed if found is None else found :]
                continue
            end = _HEAD_END.search(self._held)
            if end is None:
                self._fill(_MOST_HEAD_BYTES)
                end = _HEAD_END.search(self._held, 0, _MOST_HEAD_BYTES)
            at = end.end() if end else min(len(self._held), _MOST_HEAD_BYTES)
            head, self._held = self._held[:at], self._held[at:]
            return head
        return None

    def _until_record(self, length: int | None) -> tuple[bytes, int]:
        """The block, and how many bytes it has; read to `length` and on where no record follows."""
        kept: list[bytes] = []
        count = kept_bytes = 0
        while self._fill():
            left = None if length is None else length - count
            window = len(self._held) if left is None else left + _MARK_BYTES
            found = _find_record(self._held, window)
            if found is not None and (left is None or found < left):
                take, ends = found, True  # the length is wrong
            elif left is not None and left <= len(self._held):
                take, ends = left, self._ends_at(left)
            else:
                take, ends = max(len(self._held) - _MARK_BYTES, 0), False
                if self._is_at_end:
                    take, ends = len(self._held), True
            piece, self._held = self._held[:take], self._held[take:]
            count += take
            if kept_bytes < self._most_block_bytes:
                kept.append(piece)
                kept_bytes += take
            if ends:
                break
            if left is not None and take == left:
                length = None  # more stands there than the head said
        return b"".join(kept), count

    def _ends_at(self, at: int) -> bool:
        """Whether a record's end stands at a place: blank lines, then another or nothing."""
        rest = self._held[at:]
        if len(rest) < _MARK_BYTES and not self._is_at_end:
            self._fill(len(self._held) + _CHUNK_BYTES)
            rest = self._held[at:]
        bare = rest.lstrip(_BLANKS)
        return (
            not bare.strip(_PADDING)
            or bare.startswith((DAMAGE, CUT))
            or _RECORD.match(rest, len(rest) - len(bare)) is not None
        )


def _find_record(data: bytes, end: int) -> int | None:
    """Where the first record begins before `end`; finding its first word takes next to no time."""
    at = data.find(_WORD, 0, end)
    while at >= 0:
        if _RECORD.match(data, at, end):
            return at
        at = data.find(_WORD, at + 1, end)
    return None


def _length(head: bytes) -> int | None:
    """What a head says of its block's length; None where that is no number one can have."""
    found = _LENGTH.search(head)
    value = found[1] if found else b""
    return int(value) if value.isdigit() and len(value) <= _MOST_DIGITS else None
