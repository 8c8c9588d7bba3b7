"""A call that may fail for a while → its answer, repeated until the policy's time is over.

While a node dies and others take over, or while a cluster has more to do than it can, requests are
refused for some seconds. Whatever is repeated must do no harm when the first request was heard.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from search.errors import ClusterUnavailable, IndexUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")

RETRY_SECONDS: Final = 300.0  # a node that died is given up by the others after a minute
_FIRST_WAIT_SECONDS: Final = 0.2
_SHORTEST_WAIT_SECONDS: Final = 0.01
_LONGEST_WAIT_SECONDS: Final = 10.0
_TRANSIENT: Final = frozenset({None, 408, 429, 500, 502, 503, 504})  # None: no answer at all


@dataclass(slots=True)
class RetryPolicy:
    """Exponential waits with jitter, so that not all clients repeat at once, for `seconds`."""

    seconds: float = RETRY_SECONDS
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _waits: int = 0
    _since: float | None = field(default=None)

    def wait(self) -> bool:
        """Wait before the next attempt; False, at once, where the time is over."""
        now = self.clock()
        self._since = now if self._since is None else self._since
        left = self.seconds - (now - self._since)
        if left < _SHORTEST_WAIT_SECONDS:
            return False
        longest = min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2**self._waits)
        wait = longest * random.uniform(0.5, 1.0)  # noqa: S311 # no secret depends on it
        self.sleep(min(wait, left))
        self._waits += 1
        return True

    def renew(self) -> None:
        """Start anew, after an attempt that got some of the work done."""
        self._waits, self._since = 0, None


def is_transient(error: IndexUnavailable) -> bool:
    """Whether the same request may be answered later."""
    return isinstance(error, ClusterUnavailable) and error.status in _TRANSIENT


def retry(
    call: Callable[[], Answer],
    policy: RetryPolicy | None = None,
    may_pass: Callable[[IndexUnavailable], bool] = is_transient,
) -> Answer:
    """What `call` returns in the end; raises its `IndexUnavailable` where no attempt may help."""
    policy = policy or RetryPolicy()
    while True:
        try:
            return call()
        except IndexUnavailable as error:
            if not may_pass(error) or not policy.wait():
                raise
