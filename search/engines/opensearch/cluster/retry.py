"""A request that may fail in passing → its answer, asked again until patience ends.

While a node dies and others take over, or while a cluster has more to do than it can, requests are
refused for some seconds. Whatever is asked again must do no harm when the first asking was heard.
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

PATIENCE_SECONDS: Final = 300.0  # a node that died is given up by the others after a minute
_FIRST_WAIT_SECONDS: Final = 0.2
_SHORTEST_WAIT_SECONDS: Final = 0.01
_LONGEST_WAIT_SECONDS: Final = 10.0
_PASSING: Final = frozenset({None, 408, 429, 500, 502, 503, 504})  # None: no answer at all


@dataclass(slots=True)
class RetryPolicy:
    """Waits longer and longer, unevenly, so that not all ask again at once; ends after `seconds`.

    `renew` starts it anew, for work that goes on.
    """

    seconds: float = PATIENCE_SECONDS
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _waits: int = 0
    _since: float | None = field(default=None)

    def wait(self) -> bool:
        """Wait a while; False, at once, where patience has ended."""
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
        """Be as patient as at the start."""
        self._waits, self._since = 0, None


def is_passing(error: IndexUnavailable) -> bool:
    """Whether the same request may be answered later."""
    return isinstance(error, ClusterUnavailable) and error.status in _PASSING


def retry(
    call: Callable[[], Answer],
    patience: RetryPolicy | None = None,
    passes: Callable[[IndexUnavailable], bool] = is_passing,
) -> Answer:
    """What `call` returns at last; its error where that does not pass, or patience ends."""
    patience = patience or RetryPolicy()
    while True:
        try:
            return call()
        except IndexUnavailable as error:
            if not passes(error) or not patience.wait():
                raise
