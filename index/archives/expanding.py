"""A compressed stream → its bytes, as far as they are asked for; of several members one stream."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from index.archives.decoders import ERRORS
from index.archives.limits import DamagedMember

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from index.archives.decoders import Decoder
    from index.archives.limits import Budget

_CHUNK_BYTES: Final = 1 << 16
_BLANK: Final = b"\r\n\r\n"
_RECORD: Final = b"WARC/"  # gzip alone is used for these, and bz2 by nobody
_GZIP_START: Final = b"\x1f\x8b\x08"

DAMAGE: Final = b"\0damaged here\0"
CUT: Final = b"\0breaks off here\0"
"""Stand in what was expanded where a member could not be: reading went on at the next, or ended."""


class Expanding(io.RawIOBase):
    """The bytes of a compressed stream; what comes out is counted by `budget`.

    Several members follow one another as one stream; zeros and other bytes after the last one are
    padding. `DamagedMember` where it breaks off or is damaged. With `goes_on` (WARC, of which
    every member stands alone) reading goes on at the next member, with `DAMAGE` in between, and a
    source that breaks off ends with `CUT`.
    """

    def __init__(
        self,
        source: BinaryIO,
        decoder: Callable[[], Decoder],
        budget: Budget,
        *,
        goes_on: bool = False,
    ) -> None:
        self._source, self._new, self._budget, self._goes_on = source, decoder, budget, goes_on
        self._decoder = decoder()
        self._pending = b""  # read and not yet fed
        self._is_first = True
        self._left = b""  # expanded and not yet asked for
        self._begun = self._had_member = self._is_at_end = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._left or self._next(len(buffer))
        count = min(len(data), len(buffer))
        buffer[:count], self._left = data[:count], data[count:]
        return count

    def _next(self, most_bytes: int) -> bytes:
        """Some bytes, none at the end; brotli gives out more than it is asked for."""
        while not self._decoder.eof or self._next_member():
            data = self._feed()
            try:
                found = self._decoder.decompress(data, most_bytes)
            except ERRORS as error:
                found = self._damaged(error, data)
            else:
                self._budget.expand(len(found))
                self._goes_on = self._goes_on or (self._is_first and found.startswith(_RECORD))
                self._is_first = self._is_first and not found
            if found:
                return found
            if self._is_at_end and not self._decoder.eof:
                return self._cut_short()
        return b""

    def _feed(self) -> bytes:
        """What the decoder gets next: nothing while it holds enough, or where there is no more."""
        if not self._decoder.needs_input:
            return b""
        data = self._pending or self._source.read(_CHUNK_BYTES)
        self._pending, self._is_at_end = b"", not data
        self._begun = self._begun or bool(data)
        return data

    def _next_member(self) -> bool:
        """Begin the next member; whether there is one."""
        rest = self._decoder.unused_data + self._pending
        self._pending = b""
        while not (rest := rest.lstrip(b"\0")):
            rest = self._source.read(_CHUNK_BYTES)
            if not rest:
                return False
        self._pending, self._decoder = rest, self._new()
        self._begun, self._had_member = False, True
        return True

    def _cut_short(self) -> bytes:
        """The end of the source inside a member: nothing, or the error that says so."""
        self._decoder, self._pending = _Ended(), b""
        if not self._begun and self._had_member:
            return b""
        if not self._goes_on:
            raise DamagedMember("it breaks off")
        return _BLANK + CUT + _BLANK

    def _damaged(self, error: Exception, data: bytes) -> bytes:
        """After bytes that cannot be expanded: padding, the next member, or the error."""
        if self._had_member and not self._goes_on:
            self._pending, self._decoder = b"", _Ended()
            while self._source.read(_CHUNK_BYTES):
                pass
            return b""
        if not self._goes_on:
            raise DamagedMember(f"its compression is damaged ({error})") from error
        self._find_member(data[1:] or self._source.read(_CHUNK_BYTES))
        return _BLANK + DAMAGE + _BLANK

    def _find_member(self, data: bytes) -> None:
        """Go on at the next bytes that may begin a member."""
        self._decoder, self._begun = self._new(), False
        while data:
            at = data.find(_GZIP_START)
            if at >= 0:
                self._pending = data[at:]
                return
            more = self._source.read(_CHUNK_BYTES)
            data = data[-2:] + more if more else b""
        self._decoder, self._pending = _Ended(), b""


class _Ended:
    """The decoder of a stream that has ended."""

    eof, needs_input, unused_data = True, False, b""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return b""
