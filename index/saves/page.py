"""What one file on the disk is, and what one saved page is: values only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class FoundPath:
    """What stands in a folder of saved pages."""

    path: Path

    @property
    def name(self) -> str:
        """The path as text."""
        return printable(self.path)


@dataclass(frozen=True, slots=True)
class SavedFile(FoundPath):
    """A file as found: nothing of it has been read."""

    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class UnreadablePath(FoundPath):
    """What `find` cannot read: a folder without the right to enter it, a link to nowhere."""

    why: str
    is_folder: bool = False


def printable(path: Path) -> str:
    """A path as text that can be stored and shown; bytes that are no UTF-8 stand as `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Page:
    """One saved page: where it lies, its bytes, and what its archive knows of it.

    `charset`, `media_type` and `status` are what the header said that it was answered with.
    `stands_for_itself`: of a print page, which has a double; here the double is not beside it.
    """

    where: str
    content: bytes
    url: str | None = None
    broken: str | None = None  # why an archive gave no more than `content`
    charset: str | None = None
    media_type: str | None = None
    status: int | None = None
    captured: datetime | None = None
    is_link: bool = False  # in an archive, where links are not followed
    is_closed: bool = False  # `broken` now; another time it may be read
    stands_for_itself: bool = False
