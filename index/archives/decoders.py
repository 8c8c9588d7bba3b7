"""Names of compressions → decoders that give out no more at once than they are asked for."""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import TYPE_CHECKING, Final, Protocol

import brotli

if TYPE_CHECKING:
    from collections.abc import Callable

ERRORS: Final = (zlib.error, OSError, EOFError, lzma.LZMAError, brotli.error, ValueError)
"""What decoders raise for bytes that are none of theirs (bz2: OSError, and ValueError)."""

_XZ_MEMORY_BYTES: Final = 256 * 1024 * 1024  # its largest preset needs 65 MB


class Decoder(Protocol):
    """One compressed stream. `unused_data` is what stands after its end."""

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether more bytes are needed before more comes out."""

    @property
    def unused_data(self) -> bytes:
        """What was fed and lies after the end."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """What comes out for `data`, at most `max_length` bytes of it; the rest next time."""


class _ZlibDecoder:
    """zlib, made to be asked as the decoders of bz2 and xz are."""

    def __init__(self, wbits: int) -> None:
        self._inflate = zlib.decompressobj(wbits=wbits)

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._inflate.unconsumed_tail and not self.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inflate.decompress(self._inflate.unconsumed_tail + data, max(max_length, 0))


class _DeflateDecoder(_ZlibDecoder):
    """`deflate` of HTTP: in a zlib frame as the standard says, or bare as some servers send it."""

    def __init__(self) -> None:
        super().__init__(wbits=zlib.MAX_WBITS)
        self._head: bytes | None = b""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        if self._head is not None:
            self._head += data
            if len(self._head) < 2:
                return b""
            data, self._head = self._head, None
            if data[0] & 15 != 8 or int.from_bytes(data[:2]) % 31:
                self._inflate = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        return super().decompress(data, max_length)


class _BrotliDecoder:
    """Brotli, made to be asked as the decoders of bz2 and xz are."""

    unused_data: Final = b""  # it refuses what follows its end

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished())

    @property
    def needs_input(self) -> bool:
        return bool(self._inner.can_accept_more_data()) and not self.eof

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        if max_length < 0:
            return bytes(self._inner.process(data))
        return bytes(self._inner.process(data, output_buffer_limit=max(max_length, 1)))


def _gzip() -> Decoder:
    return _ZlibDecoder(wbits=16 + zlib.MAX_WBITS)


def _xz() -> Decoder:
    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY_BYTES)


FILE_DECODERS: Final[dict[str, Callable[[], Decoder]]] = {
    "gzip": _gzip,
    "bz2": bz2.BZ2Decompressor,
    "xz": _xz,
}
"""Compressions of files."""

HTTP_DECODERS: Final[dict[str, Callable[[], Decoder]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _DeflateDecoder,
    "br": _BrotliDecoder,
}
"""Content codings of HTTP."""
