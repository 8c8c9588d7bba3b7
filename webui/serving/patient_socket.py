"""A connection's socket → the same, whose answers wait in memory until its other end takes them.

The thread that makes an answer in one piece does not wait for its reader: the rest is sent by
whoever watches all connections. An answer in many pieces waits at `MOST_UNSENT_BYTES`.
"""

from __future__ import annotations

import errno
import select
import socket
import time
from typing import TYPE_CHECKING, Final

from webui.serving.bounds import ANSWER_SECONDS, UNREAD_SECONDS

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

MOST_UNSENT_BYTES: Final = 2_000_000
"""Of one answer, before its next piece is taken; only exports come in pieces."""


class PatientSocket(socket.socket):
    """Never waits, but for the readers of very long answers; used by one thread at a time."""

    def __init__(self, taken: socket.socket) -> None:
        super().__init__(taken.family, taken.type, taken.proto, taken.detach())
        super().setblocking(False)
        self.unsent = bytearray()
        self.answer_end = time.monotonic() + ANSWER_SECONDS
        self.taken_at = time.monotonic()  # when something of an answer was taken last

    def setblocking(self, flag: bool, /) -> None:
        """Called by gunicorn before it reads; a whole request is here, nothing is waited for."""

    def settimeout(self, value: float | None, /) -> None:
        """Called by gunicorn likewise."""

    def begin_answer(self) -> None:
        """From now on its other end has `ANSWER_SECONDS`."""
        self.taken_at = time.monotonic()
        self.answer_end = self.taken_at + ANSWER_SECONDS

    def sendall(self, data: ReadableBuffer, flags: int = 0, /) -> None:
        """Send what is taken at once, keep the rest; `BrokenPipeError` when nobody reads."""
        while len(self.unsent) > MOST_UNSENT_BYTES:
            self._await_reader()
            self.flush()
        rest = memoryview(data).cast("B")
        if not self.unsent:
            rest = rest[self._sent(rest) :]
        self.unsent += rest

    def flush(self) -> bool:
        """Send what is taken; whether nothing is left. `OSError` when the other end has gone."""
        while self.unsent:
            with memoryview(self.unsent) as rest:
                count = self._sent(rest)
            if not count:
                return False
            del self.unsent[:count]
        return True

    def is_unread(self, now: float) -> bool:
        """Whether its other end has let the time for reading an answer pass."""
        return now - self.taken_at > UNREAD_SECONDS or now > self.answer_end

    def _sent(self, data: memoryview) -> int:
        try:
            count = self.send(data)
        except BlockingIOError:
            return 0
        if count:
            self.taken_at = time.monotonic()
        return count

    def _await_reader(self) -> None:
        end = min(self.taken_at + UNREAD_SECONDS, self.answer_end)
        poll = select.poll()
        poll.register(self, select.POLLOUT)
        if not poll.poll(max(end - time.monotonic(), 0) * 1000):
            raise BrokenPipeError(errno.EPIPE, "nobody reads the answer")
