"""What reading one file may cost: bytes, members, depth; and the errors where that is passed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_PAGE_BYTES: Final = 8_000_000
"""Eleven times the longest page of the site; a longer one is not read to its end."""

MOST_FEED_BYTES: Final = 32 * 1024 * 1024
MOST_MHTML_BYTES: Final = 64 * 1024 * 1024  # its pictures included
MOST_ENTRIES: Final = 10_000
"""Of one feed; the site prints twenty a page."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file on the disk may become. The longest real mirror has a ratio of 50."""

    ratio: int = 250  # of expanded bytes to the file's own
    free_bytes: int = 128 * 1024 * 1024  # expanded whatever the ratio
    expanded_bytes: int = 64 * 1024**3
    members: int = 2_000_000
    depth: int = 8  # of containers and compressions in one another
    directory_bytes: int = 24 * 1024 * 1024  # of a zip, which is read as a whole
    spooled_bytes: int = 2 * 1024**3  # of a zip in another archive, kept in a temporary file


class DamagedMember(Exception):
    """One member cannot be read, and why; what stands beside it can."""


class OverLimit(Exception):
    """The file passes a limit: nothing more of it is read."""


class Budget:
    """Counts what one file costs over all archives in it; `OverLimit` where it is too much."""

    def __init__(self, size_bytes: int, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        by_ratio = max(size_bytes * self.limits.ratio, self.limits.free_bytes)
        self._most_bytes = min(by_ratio, self.limits.expanded_bytes)
        self.expanded_bytes = 0
        self._members = 0

    def expand(self, count_bytes: int) -> None:
        """So many bytes more came out of a compression."""
        self.expanded_bytes += count_bytes
        if self.expanded_bytes > self._most_bytes:
            raise OverLimit(
                f"it expands to more than {self._most_bytes:,} bytes, which no archive of pages "
                "does; what follows was not read"
            )

    def member(self) -> None:
        """One member more."""
        self._members += 1
        if self._members > self.limits.members:
            raise OverLimit(
                f"it holds more than {self.limits.members:,} members; what follows was not read"
            )

    def enter(self, depth: int) -> None:
        """A container at a depth; `DamagedMember` where it lies too deep."""
        if depth > self.limits.depth:
            raise DamagedMember(
                f"archives lie in one another more than {self.limits.depth} deep; unpack it, and "
                "index the folder"
            )
