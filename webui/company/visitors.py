"""An address and a moment → whether its next request is answered, or how long it has to wait.

Each address has so many requests a second, and may ask for a burst at once. What is remembered of
one is a single number, the moment when all it asked for is paid (the generic cell rate algorithm):
in memory that processes share which are forked afterwards, so that all of them count together. The
memory does not grow with the addresses: a number stands in one cell of each row, by a hash that
nobody outside can foretell, and the earlier of both is taken, so that two addresses are counted as
one only where they meet in every row (a count-min sketch).
"""

from __future__ import annotations

import ipaddress
import math
import mmap
import threading
from typing import Final

BURST_SECONDS: Final = 10.0  # so many seconds' requests may come at once
_CELLS: Final = 1 << 15  # of a row
_ROWS: Final = 2
_MOMENT_BYTES: Final = 8  # a C double
_SITE_BITS: Final = 64  # of an IPv6 address: whoever has one has all with the same beginning


class Visitors:
    """Counts requests by address.

    Exact in one process. Of two processes that count the same address within a microsecond one may
    go uncounted: a lock that both wait for would stay locked when one of them is killed.
    """

    def __init__(self, a_second: float) -> None:
        self._interval = 1 / a_second if a_second else 0.0
        self._burst = max(1.0, a_second * BURST_SECONDS) * self._interval
        self._shared = mmap.mmap(-1, _ROWS * _CELLS * _MOMENT_BYTES)
        self._paid = memoryview(self._shared).cast("d")
        self._lock = threading.Lock()

    def wait_seconds(self, address: str, now: float) -> int:
        """0 where the request is answered, and counted; else when to ask again, in whole seconds.

        `now` in seconds of a clock that never goes back and is the same for all processes. Without
        a rate, and from this very machine, everything is answered.
        """
        who = visitor(address)
        if not self._interval or who is None:
            return 0
        cells = _cells(who)
        with self._lock:
            paid = max(now, min(self._paid[cell] for cell in cells)) + self._interval
            # In so far as the sum of intervals is exact; a thousandth of one is none.
            late = paid - now - self._burst
            if late > self._interval / 1000:
                return max(1, math.ceil(late - self._interval / 1000))
            for cell in cells:
                self._paid[cell] = max(self._paid[cell], paid)
        return 0


def _cells(who: str) -> tuple[int, ...]:
    """Where an address is counted: hashes of texts differ from one start to the next."""
    digest = hash(who)
    return tuple(
        row * _CELLS + (digest >> (row * _CELLS.bit_length())) % _CELLS for row in range(_ROWS)
    )


def visitor(address: str) -> str | None:
    """Whom an address is counted as; None for this very machine."""
    try:
        read = ipaddress.ip_address(address.strip().strip("[]").partition("%")[0])
    except ValueError:
        return address  # counted as it stands: it is what the proxy says
    if isinstance(read, ipaddress.IPv6Address):
        if read.ipv4_mapped is None:
            network = ipaddress.ip_network((int(read), _SITE_BITS), strict=False)
            return None if read.is_loopback else str(network)
        read = read.ipv4_mapped
    return None if read.is_loopback else str(read)
