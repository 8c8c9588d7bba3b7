"""Processes that answer on one socket → each tells how many connections it holds, and sees others.

Whoever wakes first takes a connection, and where many come at once the first takes them all while
the others sleep: fifty visitors were held by one of two processes, and a core stood idle. So who
holds more than another leaves the next one to it, for a moment.
"""

from __future__ import annotations

import mmap
import time
from typing import Final

_SPARE: Final = 8  # places for processes that take over while those before them still end
_NOBODY: Final = -1
_BEGINS: Final = -2  # its process does not answer yet
_EVEN: Final = 2  # a difference that nobody notices, and that is not waited for
_COUNT_BYTES: Final = 4  # a C int
_LEFT_SECONDS: Final = 0.001
_MOST_LEFT: Final = 50
"""A connection is left to a process that holds fewer, so often and so long at a time; one that does
not take it then is taken to be stuck, and none is left to it for `_STUCK_SECONDS`."""
_STUCK_SECONDS: Final = 1.0


class Shares:
    """How many connections each process holds, in memory that all see which are forked later."""

    def __init__(self, processes: int) -> None:
        self._shared = mmap.mmap(-1, (processes + _SPARE) * _COUNT_BYTES)
        self._held = memoryview(self._shared).cast("i")
        for place in range(len(self._held)):
            self._held[place] = _NOBODY

    def enter(self) -> Share | None:
        """A place for one more process; None where all are taken.

        Nothing is left to it before it holds 0 connections: till then it does not answer.
        """
        for place, held in enumerate(self._held):
            if held == _NOBODY:
                self._held[place] = _BEGINS
                return Share(self, place)
        return None

    def leave(self, place: int) -> None:
        """The process of this place has ended."""
        self._held[place] = _NOBODY

    def note(self, place: int, held: int) -> None:
        """A process holds so many connections now."""
        self._held[place] = held

    def least(self) -> int:
        """The fewest that any process holds."""
        return min((held for held in self._held if held >= 0), default=0)


class Share:
    """One process's place among them."""

    def __init__(self, shares: Shares, place: int) -> None:
        self._shares, self._place = shares, place
        self._held = 0
        self._left = 0  # times in a row
        self._leave_again = 0.0

    def hold(self, connections: int) -> None:
        """It holds so many now."""
        self._held = connections
        self._shares.note(self._place, connections)

    @property
    def is_more_than_another(self) -> bool:
        """Whether another process holds clearly fewer."""
        return self._held > self._shares.least() + _EVEN

    def leaves_next(self) -> bool:
        """Whether the next connection is left to a process that holds fewer, after a moment."""
        if not self.is_more_than_another:
            self._left = 0
            return False
        if self._left == _MOST_LEFT:
            self._left = 0
            self._leave_again = time.monotonic() + _STUCK_SECONDS
        if time.monotonic() < self._leave_again:
            return False
        self._left += 1
        time.sleep(_LEFT_SECONDS)  # else the loop would come back at once, and at once again
        return True

    def leave(self) -> None:
        """The process has ended."""
        self._shares.leave(self._place)
