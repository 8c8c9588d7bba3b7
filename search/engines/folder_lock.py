"""A data folder → its lock, held while a writer is at work; readers need none.

index.lock      the lock; the kernel frees it when its process ends, however
index.holder    who holds it: on some systems a locked file cannot be read
"""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from search.errors import BadSetting, Busy

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

_LOCK: Final = "index.lock"
_HOLDER: Final = "index.holder"


class FolderLock:
    """The lock of a data folder; entering takes it, leaving gives it back."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._holder = data / _HOLDER

    def __enter__(self) -> Self:
        """Take the lock; `Busy` says who holds it, `BadSetting` that nobody can write here."""
        from filelock import FileLock  # readers need not wait for this import

        try:
            self._data.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self._data / _LOCK)
            self._take()
            started = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
            text = f"process {os.getpid()} on {socket.gethostname()}, since {started}\n"
            self._holder.write_text(text)
        except OSError as error:
            expected = f"a folder that can be written ({error.strerror})"
            raise BadSetting("data", str(self._data), expected) from error
        return self

    def _take(self) -> None:
        from filelock import Timeout

        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            known = self._holder.is_file()
            holder = self._holder.read_text(encoding="utf-8").strip() if known else "unknown"
            raise Busy(
                f"{self._data} is being written by another run ({holder}); wait until it is done"
            ) from None

    def __exit__(self, *_: object) -> None:
        self._holder.unlink(missing_ok=True)
        self._lock.release()
