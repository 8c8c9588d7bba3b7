"""A data folder → its lock, held while a writer is at work; readers need none.

index.lock      the lock; the kernel frees it when its process ends, however
index.holder    who holds it: on some systems a locked file cannot be read
"""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from search.data_folder import make_private_folder, private_umask, refuse_link, write_private
from search.errors import BadSetting, Busy

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

_LOCK: Final = "index.lock"
_HOLDER: Final = "index.holder"


class FolderLock:
    """The lock of a data folder; entering takes it, leaving gives it back.

    What is made while it is held is for this user alone.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._holder = data / _HOLDER

    def __enter__(self) -> Self:
        """Take the lock; `Busy` says who holds it, `BadSetting` that nobody can write here."""
        from filelock import FileLock  # readers need not wait for this import

        try:
            make_private_folder(self._data)
            refuse_link(self._data / _LOCK)
            self._lock = FileLock(self._data / _LOCK, mode=0o600)
            self._take()
            started = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
            text = f"process {os.getpid()} on {socket.gethostname()}, since {started}\n"
            write_private(self._holder, text)
        except OSError as error:
            expected = f"a folder that can be written ({error.strerror})"
            raise BadSetting("data", str(self._data), expected) from error
        self._leaving = ExitStack()
        self._leaving.enter_context(private_umask())
        return self

    def _take(self) -> None:
        from filelock import Timeout

        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise Busy(self._busy()) from None

    def _busy(self) -> str:
        """Who holds the lock, and what to do; a program that is none of ours leaves no name."""
        if self._holder.is_file():
            holder = self._holder.read_text(encoding="utf-8", errors="replace").strip()
            return f"{self._data} is being written by another run ({holder}); wait until it is done"
        lock = self._data / _LOCK
        return (
            f"{lock} is locked by a program that did not say who it is; `fuser -v {lock}` or "
            "`lslocks` names it. If it is no run of onrecord, end it, or delete the file, and run "
            "the same again"
        )

    def __exit__(self, *_: object) -> None:
        self._leaving.close()
        self._holder.unlink(missing_ok=True)
        self._lock.release()
