"""How a process that serves keeps its memory: set once, before its threads start."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from typing import Final

_NEW_THINGS: Final = 20_000
"""Made since, after which Python looks for those that only hold each other: some ten pages'."""
_ARENA_MAX: Final = -8  # M_ARENA_MAX in malloc.h of the GNU C library


def settle_memory() -> None:
    """Look for cycles rarely, and let all threads share one heap."""
    look_for_cycles_rarely()
    share_one_heap()


def look_for_cycles_rarely() -> None:
    """Let Python look for cycles once in some pages, not ten times in each: they make hardly any.

    Of ten milliseconds of a page it took 0.3; what is here already is never looked at again.
    """
    gc.freeze()
    gc.set_threshold(_NEW_THINGS, *gc.get_threshold()[1:])


def share_one_heap() -> bool:
    """Let the threads to come take memory from one heap; whether the system's C library can.

    Each would else have one of its own, and what one thread has let go of serves no other: the
    memory of a process grew with its threads, by as much as each of them ever needed at once. They
    do not wait for each other here, since the interpreter lets one of them run at a time.
    """
    with suppress(AttributeError, OSError):  # another C library than GNU's
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, 1))
    return False
