"""What one file on the disk is, and what one saved page is: values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Saved:
    """A file as found: nothing of it has been read."""

    path: Path
    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Page:
    """One saved page: where it came from, its bytes, and the address told from outside it."""

    where: str
    content: bytes
    url: str | None = None
    broken: str | None = None  # why an archive gave no more than `content`
