"""A limit of seconds for work in this process: what takes longer is interrupted."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

MOST_SECONDS: Final = 60.0
"""For one page; the longest real one takes under two."""


class TookTooLong(BaseException):
    """The limit is passed. No `Exception`: what catches those would go on as if nothing were."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `TookTooLong` in what runs inside, where the system has signals and it is their thread.

    A signal is heard between two steps of Python and inside a pattern's search, not inside a
    parser: what may hang in one runs in a process of its own (`examine_pool`).
    """
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def too_long(seconds: float) -> str:
    """Why a page is given up."""
    return f"took longer than {seconds:g} s"
