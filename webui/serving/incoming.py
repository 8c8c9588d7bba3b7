"""Bytes of a connection, as they come → whole requests, one after another; no socket, no clock.

A thread is given a request only when all of it is here, so that nobody keeps one waiting for the
rest. This counts bytes and judges nothing: the server's own parser reads each request again and
refuses what is malformed, and a connection on which both differ ends (RFC 9112, section 6.3).
"""

from __future__ import annotations

import re
from typing import Final

from webui.serving.bounds import HEAD_BYTES

_HEAD_END: Final = b"\r\n\r\n"
_FRAMING: Final = re.compile(
    rb"\r\n(content-length|transfer-encoding|expect)[ \t]*:[ \t]*([^\r\n]*)", re.IGNORECASE
)


class Refused(Exception):
    """What is coming is not taken; `answer` says so to its sender, and the connection ends."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(status)
        text = f"{reason}\n".encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nConnection: close\r\n"
        self.answer = head.encode() + b"Content-Length: %d\r\n\r\n%s" % (len(text), text)


class IncomingRequests:
    """What one connection has sent and nobody has answered yet."""

    def __init__(self, most_sent_bytes: int) -> None:
        self._most_sent_bytes = most_sent_bytes
        self._held = bytearray()
        self._searched = 0  # bytes in which no head ends
        self._whole = 0  # bytes of the request whose head is here; 0 while it is not
        self._waits_for_leave = False
        self.is_last = False  # whether nothing can follow the request that was taken

    def __len__(self) -> int:
        """Bytes held."""
        return len(self._held)

    @property
    def has_head(self) -> bool:
        """Whether the head of the next request is here."""
        return bool(self._whole)

    def add(self, data: bytes) -> None:
        """Hold what came."""
        self._held += data

    def take(self) -> bytes:
        """The next request when all of it is here, else nothing; `Refused` when it cannot be."""
        if not self._whole:
            self._find_head()
        if not self._whole or len(self._held) < self._whole:
            return b""
        request = bytes(self._held[: self._whole])
        del self._held[: self._whole]
        self._searched = self._whole = 0
        self._waits_for_leave = False
        return request

    def take_leave(self) -> bool:
        """Whether its sender waits to be told to go on; true once."""
        waits, self._waits_for_leave = self._waits_for_leave, False
        return waits

    def _find_head(self) -> None:
        end = self._held.find(_HEAD_END, max(self._searched - len(_HEAD_END) + 1, 0))
        self._searched = len(self._held)
        if end > HEAD_BYTES or (end < 0 and len(self._held) > HEAD_BYTES):
            raise Refused(
                "431 Request Header Fields Too Large",
                f"the head of a request may have {HEAD_BYTES:,} bytes",
            )
        if end >= 0:
            self._whole = end + len(_HEAD_END)
            self._read_framing(bytes(self._held[: end + 2]))

    def _read_framing(self, head: bytes) -> None:
        length = None
        for name, value in _FRAMING.findall(head):
            told = value.strip().lower()
            match name.lower():
                case b"transfer-encoding":
                    raise Refused("411 Length Required", "send it with its Content-Length")
                case b"expect":
                    self._waits_for_leave = told == b"100-continue"
                case _ if length is None and self._is_taken(told):
                    length = int(told)
                case _:  # it is refused by its head; its body is never read
                    self.is_last = True
                    self._waits_for_leave = False
                    return
        self._whole += length or 0

    def _is_taken(self, length: bytes) -> bool:
        return length.isdigit() and len(length) < 20 and int(length) <= self._most_sent_bytes
