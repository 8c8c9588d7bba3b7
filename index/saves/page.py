"""What one file on the disk is, and what one saved page is: values only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file as found: nothing of it has been read."""

    path: Path
    size_bytes: int
    mtime_ns: int

    @property
    def name(self) -> str:
        """The path as text."""
        return printable(self.path)


@dataclass(frozen=True, slots=True)
class UnreadablePath:
    """What `find` came upon and is no file to read: a folder that is shut, a link to nowhere."""

    path: Path
    why: str
    is_folder: bool = False

    @property
    def name(self) -> str:
        """The path as text."""
        return printable(self.path)


def printable(path: Path) -> str:
    """A path as text that can be stored and shown; bytes that are no UTF-8 stand as `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Page:
    """One saved page: where it came from, its bytes, and the address told from outside it."""

    where: str
    content: bytes
    url: str | None = None
    broken: str | None = None  # why an archive gave no more than `content`
