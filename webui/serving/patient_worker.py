"""gunicorn's worker of threads → the same, whose threads wait for no connection.

The loop that watches all connections reads requests and sends what of an answer was not taken at
once; a thread gets a request when all of it is here, and is free when its answer is made. Whoever
is slow is slow alone, and is cut off after some seconds (`webui/serving/bounds.py`).
"""

from __future__ import annotations

import select
import socket
import time
from contextlib import suppress
from enum import Enum, auto
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE
from typing import TYPE_CHECKING, Any, Final

from gunicorn.workers.gthread import TConn, ThreadWorker

from webui.app import MOST_SENT_BYTES
from webui.company.refusals import WAITED
from webui.serving.bounds import (
    HEAD_SECONDS,
    IDLE_SECONDS,
    LOOK_SECONDS,
    ROOM,
    SENT_SECONDS,
    longest,
    too_much,
)
from webui.serving.incoming import IncomingRequests, Refused
from webui.serving.patient_socket import PatientSocket

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from webui.serving.shares import Share

_READ_BYTES: Final = 65_536
_LONG_SECONDS: Final = 0.5  # of waiting, after which it is looked whether somebody is there yet
_LINGER_SECONDS: Final = 2.0
"""A connection that we end is read on so long: else what was sent last is lost (RFC 9112, 9.6)."""
_LINGER_BYTES: Final = 65_536
_GO_ON: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


def _has_gone(sock: socket.socket) -> bool:
    """Whether the other end has closed the connection."""
    if not hasattr(select, "POLLRDHUP"):  # Linux has it
        return False
    poll = select.poll()
    poll.register(sock, select.POLLRDHUP)
    return bool(poll.poll(0))


class _State(Enum):
    READING = auto()  # a request, or waiting for one
    AT_WORK = auto()  # in a thread, or waiting for one; nobody else touches the connection
    SENDING = auto()  # what of an answer was not taken at once
    ENDING = auto()  # all is sent, and said to be


class _Connection(TConn):  # type: ignore[misc] # gunicorn is untyped
    """One connection, which knows since when it waits for its other end."""

    sock: PatientSocket

    def __init__(self, cfg: Any, sock: PatientSocket, client: Any, server: Any) -> None:
        super().__init__(cfg, sock, client, server)
        self.state = _State.READING
        self.is_watched = False  # by the loop
        self.requests = IncomingRequests(MOST_SENT_BYTES)
        self.request = b""  # the one at work
        self.is_kept = True  # whether another request may follow
        self.since = time.monotonic()  # it is read, or waits for a thread
        self.end = self.since + HEAD_SECONDS  # of reading, or of lingering
        self.drained = 0

    @property
    def is_idle(self) -> bool:
        """Whether it waits for a request of which nothing has come."""
        return self.state is _State.READING and not self.requests

    @property
    def held_bytes(self) -> int:
        """Of what it sent, and of what it did not take."""
        return len(self.requests) + len(self.request) + len(self.sock.unsent)

    def is_overdue(self, now: float) -> bool:
        """Whether its other end has let a deadline pass."""
        if self.state is _State.AT_WORK:
            return False
        return self.sock.is_unread(now) if self.state is _State.SENDING else now > self.end


class PatientWorker(ThreadWorker):  # type: ignore[misc] # gunicorn is untyped
    """Threads that wait for no connection; all but `handle` runs in the loop's thread."""

    sockets: list[Any]  # gunicorn's, that listen

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._connections: set[_Connection] = set()
        self._next_look = 0.0
        self.share: Share | None = None  # set before the fork

    def accept(self, listener: Any) -> None:
        """Called by gunicorn when connections are there to be taken.

        As many are taken at once as there are: while all threads are at work the loop has its turn
        only so often, and the last of fifty waited for seconds to be let in.
        """
        if self.share is not None and self.share.leaves_next():
            return
        for _ in range(ROOM):
            if not self._let_in(listener) or self._holds_more:
                return

    def set_accept_enabled(self, enabled: bool) -> None:
        """Called by gunicorn before connections are taken, and when all shall end.

        Then those that wait are let in, and nobody else is: a socket that stayed open would take
        connections that nobody answers.
        """
        super().set_accept_enabled(enabled)
        if self.alive:
            return
        for one in self.sockets:
            while self._let_in(one):
                pass
            one.close()
        self.sockets = []

    def _let_in(self, listener: Any) -> bool:
        """Take one connection; whether more may be there."""
        try:
            taken, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):  # another worker took it, or it has gone
            return False
        except OSError:  # the system has no file, no memory for it
            self._make_room()
            return False
        conn = _Connection(self.cfg, PatientSocket(taken), client, listener.getsockname())
        self.nr_conns += 1
        self._note_held()
        self._connections.add(conn)
        self._read(conn)
        if self.nr_conns >= self.worker_connections:
            self._make_room()
            return False
        return True

    @property
    def _holds_more(self) -> bool:
        return self.share is not None and self.share.is_more_than_another

    def _note_held(self) -> None:
        if self.share is not None:
            self.share.hold(self.nr_conns)

    def handle(self, conn: _Connection) -> Any:
        """Answer, in a thread, the request that is here."""
        conn.init()
        conn.parser.unreader.unread(conn.request)
        conn.request = b""
        return super().handle(conn)

    def handle_request(self, req: Any, conn: _Connection) -> Any:
        """Answer a request whose head is parsed, unless who sent it has gone while it waited."""
        waited = time.monotonic() - conn.since
        if waited > _LONG_SECONDS and _has_gone(conn.sock):
            return False
        conn.sock.begin_answer()
        told = WAITED.replace("_", "-")
        req.headers = [one for one in req.headers if one[0] != told]  # nobody says it but we
        req.headers.append((told, f"{waited:.3f}"))
        req._expected_100_continue = False  # it was told, and all of it is here
        return super().handle_request(req, conn)

    def _keepalive_after(self, conn: _Connection, kept: bool) -> bool:
        """Called by gunicorn when all is answered: whether another request may follow."""
        return not conn.requests.is_last and bool(super()._keepalive_after(conn, kept))

    def finish_request(self, conn: _Connection, answered: Future[object]) -> None:
        """Called by gunicorn when a thread has done its part."""
        if conn not in self._connections:  # all shall end at once
            return
        kept = not answered.exception() and bool(answered.result())
        # Bytes left over: the parser saw another end of the request than we do.
        conn.is_kept = kept and not conn.parser.unreader.buf.getvalue()
        self._send(conn)

    def murder_pending(self) -> None:
        """Called by gunicorn after every event: connections whose time is over are cut off."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        for conn in [one for one in self._connections if one.is_overdue(now)]:
            self._close(conn)
        self._free_memory()

    def murder_keepalived(self, force: bool = False) -> None:
        """Called by gunicorn at the end, when nothing is waited for any more."""
        if force:
            for conn in list(self._connections):
                self._close(conn)

    def _cap_keepalive(self, deadline: float) -> None:
        """Called by gunicorn when all shall end: a request may be on its way for so long."""
        for conn in self._connections:
            if conn.is_idle:
                conn.end = min(conn.end, deadline)

    def _read(self, conn: _Connection) -> None:
        """Take what has come of a request."""
        data = self._received(conn)
        if data:
            if not conn.requests:
                conn.since = time.monotonic()
                conn.end = conn.since + HEAD_SECONDS
            conn.requests.add(data)
            self._begin(conn)
        elif data is None:
            self._watch(conn, EVENT_READ, self._read)
        else:
            self._close(conn)

    def _begin(self, conn: _Connection) -> None:
        """Give the next request to a thread, or wait for the rest of it."""
        try:
            conn.request = conn.requests.take()
        except Refused as refused:
            conn.is_kept = False
            conn.sock.begin_answer()
            conn.sock.unsent += refused.answer
            self._send(conn)
            return
        if conn.request:
            self._unwatch(conn)
            conn.state = _State.AT_WORK
            conn.since = time.monotonic()
            self.enqueue_req(conn)
            return
        if conn.requests.has_head:
            conn.end = conn.since + SENT_SECONDS
        if conn.requests.take_leave():
            conn.sock.unsent += _GO_ON
            with suppress(OSError):  # seen when it is read
                conn.sock.flush()
        self._watch(conn, EVENT_READ, self._read)

    def _send(self, conn: _Connection) -> None:
        """Send what of an answer was not taken yet; then the next request, or the end."""
        try:
            is_sent = conn.sock.flush()
        except OSError:
            self._close(conn)
            return
        if not is_sent:
            conn.state = _State.SENDING
            self._watch(conn, EVENT_WRITE, self._send)
        elif conn.is_kept:
            conn.state = _State.READING
            conn.since = time.monotonic()
            conn.end = conn.since + (
                HEAD_SECONDS if conn.requests else IDLE_SECONDS if self.alive else _LINGER_SECONDS
            )
            self._begin(conn)
        else:
            self._end(conn)

    def _end(self, conn: _Connection) -> None:
        """Say that nothing follows, and wait a little for the other end to say the same."""
        conn.state = _State.ENDING
        conn.end = time.monotonic() + _LINGER_SECONDS
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(conn)
            return
        self._drain(conn)

    def _drain(self, conn: _Connection) -> None:
        data = self._received(conn)
        conn.drained += len(data or b"")
        if data == b"" or conn.drained > _LINGER_BYTES:
            self._close(conn)
        else:
            self._watch(conn, EVENT_READ, self._drain)

    def _received(self, conn: _Connection) -> bytes | None:
        """What has come; None where nothing has, nothing where the other end has gone."""
        try:
            return conn.sock.recv(_READ_BYTES)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def _watch(
        self, conn: _Connection, events: int, goes_on: Callable[[_Connection], None]
    ) -> None:
        """Let the loop go on with a connection at these events."""
        watch = self.poller.modify if conn.is_watched else self.poller.register
        watch(conn.sock, events, partial(self._wake, conn, goes_on))
        conn.is_watched = True

    def _unwatch(self, conn: _Connection) -> None:
        if conn.is_watched:
            self.poller.unregister(conn.sock)
            conn.is_watched = False

    def _wake(
        self, conn: _Connection, goes_on: Callable[[_Connection], None], _sock: PatientSocket
    ) -> None:
        if conn in self._connections:  # else it was closed by what woke up before it
            goes_on(conn)

    def _close(self, conn: _Connection) -> None:
        if conn in self._connections:
            self._connections.remove(conn)
            self._unwatch(conn)
            self.nr_conns -= 1
            self._note_held()
            conn.close()

    def _make_room(self) -> None:
        """Close those that have waited longest without having sent a request."""
        waiting = [one for one in self._connections if one.state is _State.READING]
        for conn in longest(waiting, lambda one: one.since):
            self._close(conn)

    def _free_memory(self) -> None:
        """Close those that hold most, where all together hold too much."""
        held = {one: one.held_bytes for one in self._connections}
        for conn in too_much(held):
            if conn.state is not _State.AT_WORK:
                self._close(conn)
