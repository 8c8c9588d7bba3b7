"""How far the walk of each site has come → a small file, so that a killed run goes on from there.

What is held is read off the archives; this only spares reading the same lists twice. It may be
lost, or lag behind, at no other cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 # msgspec reads the annotations
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from search.data_folder import write_private

if TYPE_CHECKING:
    from pathlib import Path


class Stage(StrEnum):
    """What a walk reads, in this order."""

    FEED = "feed"
    LISTS = "lists"
    DAYS = "days"
    AGAIN = "again"  # what was refused or failed before
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where an unfinished walk stands: the last page of a feed or list that was dealt with.

    `since` and `until` are what was asked for: another walk does not go on from here. `top` are
    the items that stood first when the walk began, `again` the addresses to be tried once more at
    the end, `floor` the first day that is looked at day by day.
    """

    since: date | None
    until: date | None
    stage: Stage
    place: str
    top: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    floor: date | None = None


class Bookmarks:
    """The bookmarks in a file, one a site; without `writes` they stay as they are."""

    def __init__(self, path: Path, *, writes: bool) -> None:
        self._path, self._writes = path, writes

    def get(self, base: str, since: date | None, until: date | None) -> Bookmark | None:
        """Where the walk of a site with these bounds stands."""
        found = self._all().get(base)
        return found if found and (found.since, found.until) == (since, until) else None

    def put(self, base: str, bookmark: Bookmark) -> None:
        """Remember; whole, or as it was before."""
        self._write(self._all() | {base: bookmark})

    def drop(self, base: str) -> None:
        """A walk came to its end."""
        everything = self._all()
        if everything.pop(base, None) is not None:
            self._write(everything)

    def _all(self) -> dict[str, Bookmark]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Bookmark])
        except (OSError, msgspec.MsgspecError):
            return {}

    def _write(self, everything: dict[str, Bookmark]) -> None:
        if self._writes:
            fresh = self._path.with_name(f"{self._path.name}.new")
            write_private(fresh, msgspec.json.encode(everything).decode())
            fresh.replace(self._path)
