"""The first answers of a process → made one at a time, since they make what all others use.

An index is opened, templates are compiled, tables of names are made for whoever asks first. Eight
threads that ask at once each made all of it: the first answers of a site that starts among many
visitors took four seconds, where one alone takes less than one.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

FIRST: Final = 8  # answers: not all of them make all there is to make
MOST_SECONDS: Final = 2.0  # one waits for another: what is slow by itself keeps nobody


class OneAtFirst:
    """An application behind a gate that is open once `FIRST` answers are made."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._left = FIRST
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer; what of an answer is sent piece by piece is made outside the gate."""
        if self._left <= 0:
            return self._app(environ, start_response)
        has_turn = self._lock.acquire(timeout=MOST_SECONDS)
        try:
            return self._app(environ, start_response)
        finally:
            self._left -= 1
            if has_turn:
                self._lock.release()
