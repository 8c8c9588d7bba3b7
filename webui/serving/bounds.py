"""What one connection, and all of them together, may take of a process; the same for both servers.

Seconds are counted from the moment each line names, bytes of one process.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

HEAD_SECONDS: Final = 20.0  # from a connection, or the first byte of a request, to its head
SENT_SECONDS: Final = 60.0  # to the last byte of what is sent with it
UNREAD_SECONDS: Final = 20.0  # in which nothing of an answer was taken
ANSWER_SECONDS: Final = 300.0  # for all of an answer, however slowly it is taken
IDLE_SECONDS: Final = 120.0  # between two requests
LOOK_SECONDS: Final = 0.5  # between two looks at what is overdue

CONNECTIONS: Final = 2_000
"""At once; before there are more, those that have waited longest without a request make room."""
ROOM: Final = 100  # so many make room together, so that looking for them is rare
HEAD_BYTES: Final = 81_920
"""Of a head: an address of 65,536 bytes, and 16 KB of headers."""
HELD_BYTES: Final = 64_000_000
"""Of requests half received and answers not taken; then those that hold most are cut."""

_One = TypeVar("_One")
_SPARE_FILES: Final = 200  # of those a process may have open, for files of the index


def too_much(held: Mapping[_One, int]) -> Iterator[_One]:
    """Connections and the bytes each holds → those that hold most, until the rest is little enough.

    Whoever waits with a short request for an answer is never among them.
    """
    total = sum(held.values())
    if total <= HELD_BYTES:
        return
    for one in sorted(held, key=held.__getitem__, reverse=True):
        yield one
        total -= held[one]
        if total <= HELD_BYTES:
            return


def longest(waiting: Iterable[_One], since: Callable[[_One], float]) -> list[_One]:
    """Connections that wait → `ROOM` of them that have waited longest."""
    return heapq.nsmallest(ROOM, waiting, key=since)


def connection_limit() -> int:
    """`CONNECTIONS`, or what the system lets this process open; it is asked for more first."""
    try:
        import resource
    except ModuleNotFoundError:  # not on Windows
        return CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + _SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return CONNECTIONS if soft == resource.RLIM_INFINITY else min(CONNECTIONS, soft - _SPARE_FILES)
