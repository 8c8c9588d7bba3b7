"""Sockets that listen and an application → waitress with deadlines, and an orderly end.

waitress closes only what is idle. Here whoever sends a request slowly, or does not read its answer,
is cut off, so that a few connections cannot keep all threads; few requests are taken ahead.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask

from webui.company.refusals import WAITED
from webui.error_shape import short_error
from webui.serving.bounds import (
    ANSWER_SECONDS,
    HEAD_BYTES,
    HEAD_SECONDS,
    IDLE_SECONDS,
    LOOK_SECONDS,
    ROOM,
    SENT_SECONDS,
    UNREAD_SECONDS,
    connection_limit,
    longest,
    too_much,
)

if TYPE_CHECKING:
    import socket
    from collections.abc import Sequence

    from flask import Flask

LAST_SECONDS: Final = 2.0  # in which a connection that is open may ask, when all shall end
MOST_AHEAD: Final = 4  # requests taken before the first is answered; then the connection ends


class RefusalTask(ErrorTask):  # type: ignore[misc] # waitress is untyped
    """What the server itself refuses, told in the shape that all errors of its address have."""

    def execute(self) -> None:
        """Send it; the connection ends."""
        error = self.request.error
        path = getattr(self.request, "path", "")  # none was read where the head is no head
        text, mimetype = short_error(path, f"{error.reason}: {error.body}", error.code)
        body = text.encode("utf-8", "replace")
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", mimetype))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class BoundedChannel(HTTPChannel):  # type: ignore[misc] # waitress is untyped
    """One connection, which knows since when it waits for its other end."""

    error_task_class = RefusalTask
    ending = False  # of all: what is asked now is the last
    request: Any = None  # the one that is being read; waitress's own

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.requests_lock = threading.RLock()  # so that `received` can hold it around waitress's
        self.begun = time.time()  # of the connection, then of the request that is being read
        self.unread_since: float | None = None
        self.answered = False  # whether a request was read whole

    def received(self, data: bytes) -> bool:
        """Take what came; beyond `MOST_AHEAD` requests the last of them ends the connection."""
        if self.request is None:
            self.begun = time.time()
        with self.requests_lock:  # no thread takes one off between counting and cutting
            taken = bool(super().received(data))
            now = time.monotonic()
            self.answered |= bool(self.requests)
            if len(self.requests) > MOST_AHEAD:
                del self.requests[MOST_AHEAD:]
                self.requests[-1].headers["CONNECTION"] = "close"
                self.request = None
            if self.ending:
                self._ask_no_more()
            for one in self.requests:
                one.taken = getattr(one, "taken", now)
        return taken

    def end(self) -> None:
        """Let what is asked, or is asked now, be the last."""
        with self.requests_lock:
            self.ending = True
            self._ask_no_more()

    def _ask_no_more(self) -> None:
        if self.requests and self.request is None:
            self.requests[-1].headers["CONNECTION"] = "close"

    def service(self) -> None:
        """Answer, in a thread, the request that came first; it is told how long it waited."""
        with self.requests_lock:
            if self.requests:
                first = self.requests[0]
                waited = time.monotonic() - getattr(first, "taken", time.monotonic())
                first.headers[WAITED] = f"{waited:.3f}"
        super().service()

    @property
    def at_work(self) -> bool:
        """Whether something is being read, answered or sent."""
        return bool(self.requests or self.total_outbufs_len or self.request is not None)

    @property
    def held_bytes(self) -> int:
        """Of what it sent, and of what it did not take."""
        came = [*self.requests, *([self.request] if self.request is not None else [])]
        sent = sum(one.header_bytes_received + one.body_bytes_received for one in came)
        return int(sent + self.total_outbufs_len)

    def is_overdue(self, now: float) -> bool:
        """Whether its other end has let a deadline pass."""
        if self.total_outbufs_len:
            self.unread_since = self.unread_since or now
            last: float = max(self.unread_since, self.last_activity)
            return now - last > UNREAD_SECONDS or now - self.unread_since > ANSWER_SECONDS
        self.unread_since = None
        if self.requests:
            return False
        if self.request is not None:
            most = SENT_SECONDS if self.request.headers_finished else HEAD_SECONDS
            return now - self.begun > most
        idle: float = now - self.last_activity
        return idle > (IDLE_SECONDS if self.answered else HEAD_SECONDS)


class BoundedServer:
    """waitress on some sockets; `run` answers until SystemExit, then ends what is begun."""

    def __init__(
        self, app: Flask, sockets: Sequence[socket.socket], threads: int, most_sent_bytes: int
    ) -> None:
        self._map: dict[int, Any] = {}
        self._limit = connection_limit()
        self._next_look = 0.0
        self._server: Any = create_server(
            app,
            map=self._map,
            sockets=list(sockets),
            threads=threads,
            connection_limit=self._limit,
            channel_request_lookahead=MOST_AHEAD,  # so that hanging up is seen while others wait
            max_request_body_size=most_sent_bytes,
            max_request_header_size=HEAD_BYTES,
            clear_untrusted_proxy_headers=False,  # they tell that somebody else asks
        )
        for one in self._listening():
            one.channel_class = BoundedChannel

    def run(self, finish_seconds: float) -> None:
        """Answer; when told to stop, answers have so long to end."""
        with suppress(SystemExit, KeyboardInterrupt):
            while True:
                self._step()
        with suppress(SystemExit, KeyboardInterrupt):  # told again: at once
            self._finish(time.monotonic() + finish_seconds)

    def _step(self) -> None:
        count = len(self._map)
        wasyncore.poll2(LOOK_SECONDS, self._map)  # `select` knows no more than 1,024 files
        now = time.time()
        if len(self._map) > count:
            self._let_in()
        if len(self._map) >= self._limit:
            self._make_room()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        for channel in self._channels():
            if channel.is_overdue(now):
                channel.handle_close()
        self._free_memory()

    def _let_in(self) -> None:
        """Take more of those that wait to be let in: a poll looks at all, and lets in one."""
        for one in self._listening():
            for _ in range(ROOM):
                count = len(self._map)
                if count < self._limit:
                    one.handle_accept()
                if len(self._map) == count:
                    break

    def _make_room(self) -> None:
        """Close those that have waited longest without having sent a request."""
        waiting = [one for one in self._channels() if not (one.requests or one.total_outbufs_len)]
        for channel in longest(waiting, lambda one: one.last_activity):
            channel.handle_close()

    def _free_memory(self) -> None:
        """Close those that hold most, where all together hold too much."""
        for channel in too_much({one: one.held_bytes for one in self._channels()}):
            channel.handle_close()

    def _finish(self, end: float) -> None:
        """Let nobody new in, and go on until nothing is at work or the time is over.

        Who is in already may ask once more within a moment, and is told that it was the last.
        """
        self._let_in()
        for one in self._listening():
            one.accepting = False
            one.del_channel(self._map)
            one.socket.close()
        for channel in self._channels():
            channel.end()
        idle_end = min(time.monotonic() + LAST_SECONDS, end)
        while self._channels() and time.monotonic() < end:
            if time.monotonic() > idle_end:
                for channel in self._channels():
                    if not channel.at_work:
                        channel.handle_close()
            self._step()
        self._server.task_dispatcher.shutdown(timeout=max(end - time.monotonic(), 0))
        for channel in self._channels():
            channel.handle_close()
        wasyncore.close_all(self._map)

    def _listening(self) -> list[Any]:
        return [one for one in self._map.values() if isinstance(one, BaseWSGIServer)]

    def _channels(self) -> list[BoundedChannel]:
        return [one for one in self._map.values() if isinstance(one, BoundedChannel)]
