"""Sockets that listen and a number → that many processes that answer on them, kept by gunicorn.

A query is many short calls, of which the interpreter lets one thread at a time make one: a second
core is used by a second process only (`docs/decisions/0016-serving.md`, `0019-gunicorn.md`). Each
process makes its own application after the fork, so that no two share an open index, and follows
the generation that serves by itself.
"""

from __future__ import annotations

import logging
import math
import mmap
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.errors import HaltServer
from gunicorn.http import message

from search.errors import ServingFailed
from webui.app import create_app
from webui.company.visitors import Visitors
from webui.serving.bounds import HEAD_BYTES, IDLE_SECONDS, connection_limit
from webui.serving.memory import settle_memory
from webui.serving.server import THREADS
from webui.serving.shares import Shares

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence

    from flask import Flask
    from gunicorn.workers.base import Worker

    from search.settings import Settings

    Tell = Callable[[str], None]

LONGEST_ADDRESS_BYTES: Final = 65_536
"""Links carry queries of 2,000 letters, six bytes each in Cyrillic; gunicorn stops at 8,190."""
_MOST_FIELDS: Final = 1_000  # of a head; gunicorn stops at 100
_MOST_UNSERVING: Final = 3  # workers in a row that never came to serve, before it is given up
_SERVES: Final = 1  # in the byte that a worker shares with its master


def run_workers(
    settings: Settings, sockets: Sequence[socket.socket], count: int, tell: Tell
) -> None:
    """Answer in `count` processes until a signal ends this one; one that ends is replaced and told.

    The sockets are taken over. `ServingFailed` when processes end as soon as they begin, again and
    again.
    """
    message.MAX_REQUEST_LINE = LONGEST_ADDRESS_BYTES  # its setting takes less, or no limit at all
    # Lines on a request name its address, and so what somebody searches for.
    logging.getLogger("gunicorn.error").addFilter(lambda line: "request" not in str(line.msg))
    _Master(_Site(settings, sockets, count), tell).run()


class _Site(BaseApplication):  # type: ignore[misc] # gunicorn is untyped
    """How gunicorn runs the site, and what each worker makes for itself."""

    def __init__(self, settings: Settings, sockets: Sequence[socket.socket], count: int) -> None:
        self._settings = settings
        self._visitors = Visitors(settings.visitor_rate)  # before the fork: all count together
        self.shares = Shares(count)
        self._options = {
            "bind": [f"fd://{one.detach()}" for one in sockets],
            "workers": count,
            "worker_class": "webui.serving.patient_worker.PatientWorker",
            "threads": THREADS,
            "worker_connections": connection_limit(),
            "keepalive": math.ceil(IDLE_SECONDS),
            "sendfile": False,  # what is sent is counted
            "graceful_timeout": math.ceil(settings.finish_seconds),
            "limit_request_line": LONGEST_ADDRESS_BYTES,
            "limit_request_field_size": HEAD_BYTES,  # of the head as a whole, see `incoming.py`
            "limit_request_fields": _MOST_FIELDS,
            "forwarded_allow_ips": "",  # as waitress does: addresses are those that were asked
            "control_socket_disable": True,
            "loglevel": "error",
            "pre_fork": _Master.note_begin,
            "post_worker_init": _note_serving,
            "child_exit": _Master.note_end,
        }
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn when the settings are to be taken over."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Called by gunicorn in every worker, after the fork."""
        # Ctrl-C reaches every process of a terminal; the first one lets the workers finish.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        settle_memory()
        return create_app(self._settings, visitors=self._visitors)


def _note_serving(worker: Worker) -> None:
    """Called by gunicorn in a worker that has its application and begins to answer."""
    worker.serves[0] = _SERVES
    if worker.share is not None:
        worker.share.hold(0)


class _Master(Arbiter):  # type: ignore[misc] # gunicorn is untyped
    """The process that looks after the workers; it answers nothing itself."""

    def __init__(self, site: _Site, tell: Tell) -> None:
        super().__init__(site)
        self._tell = tell
        self._unserving = 0

    # What is being answered is finished, and a terminal that is closed ends the server.
    handle_int = handle_hup = Arbiter.handle_term

    def note_begin(self, worker: Worker) -> None:
        """Called by gunicorn before a worker is forked off."""
        worker.serves = mmap.mmap(-1, 1)  # memory that both processes see after the fork
        worker.share = self.app.shares.enter()

    def note_end(self, worker: Worker) -> None:
        """Called by gunicorn when a worker has ended."""
        if worker.share is not None:
            worker.share.leave()
        if not self.LISTENERS:  # the sockets are closed: all shall end
            return
        # One that served and was killed, however soon, is replaced; gunicorn forks at its own pace.
        self._unserving = 0 if worker.serves[0] == _SERVES else self._unserving + 1
        worker.serves.close()
        if self._unserving >= _MOST_UNSERVING:
            raise HaltServer(f"{self._unserving} workers ended before they served")
        self._tell("a worker ended; another takes its place")

    def halt(self, reason: str | None = None, exit_status: int = 0) -> None:
        """Called by gunicorn at the end; with a status where workers fail."""
        if not exit_status:
            super().halt()
        with suppress(HaltServer):  # raised anew where another worker ends amid this
            self.stop()
        self.kill_workers(signal.SIGKILL)
        raise ServingFailed(
            "workers end as soon as they begin; `onrecord serve --workers 1` shows why"
        )
