"""Something that becomes true in its own time → the wait for it, which ends."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_SECONDS = 120  # machines are shared: what would wait for ever is given up then


def wait_until(ready: Callable[[], object]) -> None:
    """Look again and again until it is so; fail after `MOST_SECONDS`."""
    end = time.monotonic() + MOST_SECONDS
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.02)
