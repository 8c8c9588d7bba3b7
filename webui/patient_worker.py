"""gunicorn's worker of threads → the same with deadlines for what its other ends send and read.

A thread of gunicorn's waits for its connection as long as that takes; a proxy in front is the
answer where many are slow (docs/serving.md). Here a thread is given back after some seconds.
"""

from __future__ import annotations

import select
import socket
import struct
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from gunicorn.workers import gthread

from webui.company.refusals import WAITED
from webui.connections import ANSWER_SECONDS, HEAD_SECONDS, UNREAD_SECONDS

if TYPE_CHECKING:
    from gunicorn.workers.gthread import TConn

_FIRST_BYTE_SECONDS: Final = 0.05
"""A thread waits so long for the first byte of a connection; then the poller does."""
_LONG_SECONDS: Final = 0.5  # of waiting, after which it is looked whether somebody is there yet
_WAIT: Final = struct.pack("@ll", int(UNREAD_SECONDS), 0)  # a C timeval


def _has_gone(sock: socket.socket) -> bool:
    """Whether the other end has closed the connection."""
    if not hasattr(select, "POLLRDHUP"):  # Linux has it
        return False
    poll = select.poll()
    poll.register(sock, select.POLLRDHUP)
    return bool(poll.poll(0))


class PatientWorker(gthread.ThreadWorker):  # type: ignore[misc] # gunicorn is untyped
    """Threads that no connection can keep for longer than its deadlines."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        gthread.DEFAULT_WORKER_DATA_TIMEOUT = _FIRST_BYTE_SECONDS
        self._deadlines: dict[TConn, float] = {}
        self._queued: dict[TConn, float] = {}
        self._waited: dict[TConn, float] = {}

    def enqueue_req(self, conn: TConn) -> None:
        """Called by gunicorn when a connection has something to read, and waits for a thread."""
        self._queued[conn] = time.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> Any:
        """Read a request and answer it, in a thread."""
        with suppress(OSError):
            for option in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
                conn.sock.setsockopt(socket.SOL_SOCKET, option, _WAIT)
        now = time.monotonic()
        self._deadlines[conn] = now + HEAD_SECONDS
        self._waited[conn] = now - self._queued.pop(conn, now)
        try:
            return super().handle(conn)
        finally:
            self._deadlines.pop(conn, None)
            self._waited.pop(conn, None)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Answer a request whose head is read, unless who sent it has gone while it waited."""
        waited = self._waited.get(conn, 0.0)
        if waited > _LONG_SECONDS and _has_gone(conn.sock):
            return False
        self._deadlines[conn] = time.monotonic() + ANSWER_SECONDS
        req.headers.append((WAITED.replace("_", "-"), f"{waited:.3f}"))
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """Called by gunicorn every second: connections whose time is over are cut off."""
        super().murder_pending()
        now = time.monotonic()
        for conn, end in list(self._deadlines.items()):
            if now > end:
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)
