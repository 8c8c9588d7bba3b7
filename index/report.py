"""What a build read, kept, changed and left out, and why → words and JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from search.show import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from search.engine import Unfinished

_FEW: Final = 3  # pages of one warning that are named each


@dataclass(frozen=True, slots=True)
class BuildReport:
    """Counts of one run. Pages add up: statements + duplicates + skipped + failed = pages.

    `files` and `pages` are all that are known after the run (a plain file is one page, an archive
    many); `read` the files opened in this run. added, changed, unchanged and removed count
    statements against the index that served before. `failed` and `warnings` are pairs of a page's
    place and what is wrong with it; a page with a warning is indexed.
    """

    files: int
    pages: int
    read: int
    statements: int
    added: int
    changed: int
    unchanged: int
    removed: int
    duplicates: int
    skipped: Mapping[str, int]
    failed: tuple[tuple[str, str], ...]
    warnings: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    generation: str | None
    seconds: float
    dry_run: bool = False
    notes: tuple[str, ...] = field(default=())
    unfinished: Unfinished | None = None

    def shape(self) -> dict[str, Any]:
        """The report as `onrecord index --json` prints it."""
        return {
            "files": self.files,
            "pages": self.pages,
            "read": self.read,
            "statements": self.statements,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "duplicates": self.duplicates,
            "skipped": dict(self.skipped),
            "failed": [{"path": path, "reason": reason} for path, reason in self.failed],
            "warnings": [{"path": path, "warning": told} for path, told in self.warnings],
            "sources": list(self.sources),
            "generation": self.generation,
            "seconds": round(self.seconds, 3),
            "dry_run": self.dry_run,
            "notes": list(self.notes),
            "part": self._part(),
        }

    def _part(self) -> dict[str, Any] | None:
        """The part of a build that was written, while others are missing."""
        if self.unfinished is None:
            return None
        missing = self.unfinished.missing.items()
        return {
            "written": self.unfinished.part,
            "again": self.unfinished.again,
            "missing": [{"part": part, "begun": told or None} for part, told in missing],
        }

    def lines(self) -> Iterator[str]:
        """The report as people read it."""
        yield (
            f"{counted(self.pages, 'page')} in {counted(self.files, 'file')} "
            f"({self.read:,} read now)"
        )
        yield f"  {self.statements:>7,} statements in the index" + self._movement()
        yield f"  {self.duplicates:>7,} duplicates of these"
        for reason, count in sorted(self.skipped.items(), key=lambda item: (-item[1], item[0])):
            yield f"  {count:>7,} skipped: {reason}"
        yield f"  {len(self.failed):>7,} could not be read"
        yield from (f"          {path}: {reason}" for path, reason in self.failed)
        yield from self._warning_lines()
        yield from (f"note: {note}" for note in self.notes)
        yield self._outcome()

    def _movement(self) -> str:
        parts = {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "removed": self.removed,
        }
        told = ", ".join(f"{count:,} {name}" for name, count in parts.items() if count)
        return f" ({told})" if told else ""

    def _warning_lines(self) -> Iterator[str]:
        """Each warning with its page; one that many pages share, once with the first of them."""
        by_sentence: dict[str, list[str]] = {}
        for path, told in self.warnings:
            by_sentence.setdefault(told, []).append(path)
        for told, paths in by_sentence.items():
            if len(paths) > _FEW:
                yield f"warning: {len(paths):,} pages, the first {paths[0]}: {told}"
            else:
                yield from (f"warning: {path}: {told}" for path in paths)

    def _outcome(self) -> str:
        if self.dry_run:
            return f"dry run: nothing was written ({self.seconds:.1f} s)"
        if self.unfinished is not None:
            return f"{_unfinished(self.unfinished)} ({self.seconds:.1f} s)"
        if self.generation is None:
            return f"nothing changed: the index serves on as it is ({self.seconds:.1f} s)"
        return f"serving generation {self.generation} ({self.seconds:.1f} s)"


def _unfinished(build: Unfinished) -> str:
    """Which parts a build lacks; the index that served before still does."""
    done = "was written before" if build.again else "is written"
    begun = [f"{part} ({told})" for part, told in build.missing.items() if told]
    left = [*_runs([part for part, told in build.missing.items() if not told]), *begun]
    return (
        f"part {build.part} {done}; nothing is published before the last one is, and missing are: "
        f"{', '.join(left)}"
    )


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers that rise, those that follow one another as 3-7."""
    for _, pairs in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in pairs]
        yield f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}"
