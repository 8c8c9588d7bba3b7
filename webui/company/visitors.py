"""An address and a moment → whether its next request is answered, or how long it has to wait.

Each address has so many requests a second, and may ask for a burst at once: a bucket that fills
evenly. Of the addresses only the latest are remembered, so that nobody fills the memory by having
many of them.
"""

from __future__ import annotations

import ipaddress
import math
import threading
from collections import OrderedDict
from typing import Final, NamedTuple

BURST_SECONDS: Final = 10.0  # so many seconds' requests may come at once
MOST_REMEMBERED: Final = 20_000
_SITE_BITS: Final = 64  # of an IPv6 address: whoever has one has all with the same beginning


class _Bucket(NamedTuple):
    left: float
    moment: float


class Visitors:
    """Counts requests by address; one lock for all, held for some microseconds."""

    def __init__(self, a_second: float) -> None:
        self._a_second = a_second
        self._most = max(1.0, a_second * BURST_SECONDS)
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def wait_seconds(self, address: str, now: float) -> int:
        """0 where the request is answered, and counted; else when to ask again, in whole seconds.

        `now` in seconds of a clock that never goes back. Without a rate, and from this very
        machine, everything is answered.
        """
        who = _who(address)
        if not self._a_second or who is None:
            return 0
        with self._lock:
            bucket = self._buckets.pop(who, _Bucket(self._most, now))
            left = min(self._most, bucket.left + (now - bucket.moment) * self._a_second)
            allowed = left >= 1
            self._buckets[who] = _Bucket(left - 1 if allowed else left, now)
            if len(self._buckets) > MOST_REMEMBERED:
                self._buckets.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - left) / self._a_second))

    def __len__(self) -> int:
        return len(self._buckets)


def _who(address: str) -> str | None:
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
