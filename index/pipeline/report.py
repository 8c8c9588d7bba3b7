"""What a build read, kept, changed and left out, and why → words and JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from index.saves.recognise import SkipReason
from search.formats.terminal import counted, one_or_more

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from index.tables.guess_report import GuessReport
    from search.engine import Unfinished

_FEW: Final = 3  # pages of one warning or reason that are named each
_SURPRISING: Final = frozenset(
    {
        *(SkipReason.BINARY, SkipReason.DATA, SkipReason.EMPTY),
        *(SkipReason.NO_STATEMENT, SkipReason.OTHER_PAGE, SkipReason.OTHER_SITE),
        *(SkipReason.TABLE, SkipReason.TABLE_PACKED, SkipReason.OTHER_TABLE),
        *(SkipReason.OTHER_SAVE, SkipReason.ROW_WITHOUT_TEXT),
    }
)
"""Reasons that may mean a lost page; where they struck is said."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """Counts of one run. Pages add up: statements + further + duplicates + skipped + failed
    = pages.

    `files` and `pages` are all that are known after the run (a plain file is one page, an archive
    many); `read` the files opened in this run. added, changed, unchanged and removed count
    statements against the index that served before. `skipped`, `failed` and `warnings` are pairs
    of a page's place and why, or what is wrong with it; a page with a warning is read all the same.
    """

    files: int
    pages: int
    read: int
    statements: int
    added: int
    changed: int
    unchanged: int
    removed: int
    further: int  # pages that go on with a statement in several pages, as long acts do
    duplicates: int
    skipped: tuple[tuple[str, str], ...]
    failed: tuple[tuple[str, str], ...]
    warnings: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    generation: str | None = None
    seconds: float = 0.0
    dry_run: bool = False
    notes: tuple[str, ...] = field(default=())
    unfinished: Unfinished | None = None
    tables: tuple[GuessReport, ...] = ()
    inside: Mapping[str, str] = field(default_factory=dict)  # place → address in its archive

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
            "further_pages": self.further,
            "duplicates": self.duplicates,
            "skipped": dict(Counter(reason for _path, reason in self.skipped)),
            "skipped_pages": self._told("reason", self.skipped),
            "failed": self._told("reason", self.failed),
            "warnings": self._told("warning", self.warnings),
            "sources": list(self.sources),
            "generation": self.generation,
            "seconds": round(self.seconds, 3),
            "dry_run": self.dry_run,
            "notes": list(self.notes),
            "part": self._part(),
            "tables": [table.shape() for table in self.tables],
        }

    def _told(self, key: str, pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
        """Places and what is said of them; `inside` is the address or name in an archive."""
        found = []
        for path, told in pairs:
            way = {"inside": self.inside[path]} if path in self.inside else {}
            found.append({"path": path, **way, key: told})
        return found

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
        what = one_or_more(self.statements, "statement")
        yield f"  {self.statements:>7,} {what} in the index{self._movement()}"
        if self.further:
            yield f"  {self.further:>7,} further {one_or_more(self.further, 'page')} of these"
        yield f"  {self.duplicates:>7,} {one_or_more(self.duplicates, 'duplicate')} of these"
        yield from self._skipped_lines()
        yield f"  {len(self.failed):>7,} could not be read"
        yield from self._failed_lines()
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
        moved = ", ".join(f"{count:,} {name}" for name, count in parts.items() if count)
        return f" ({moved})" if moved else ""

    def _skipped_lines(self) -> Iterator[str]:
        """Each reason with its count; of one that surprises, where it struck."""
        by_reason = _paths_by_reason(self.skipped).items()
        for reason, paths in sorted(by_reason, key=lambda item: (-len(item[1]), item[0])):
            yield f"  {len(paths):>7,} skipped: {reason}"
            if reason in _SURPRISING:
                yield from (f"          {self._way(path)}" for path in paths[:_FEW])
                if len(paths) > _FEW:
                    yield f"          and {len(paths) - _FEW:,} more; --json names all"

    def _failed_lines(self) -> Iterator[str]:
        """Each page with its reason; a reason that many share, once with the first of them."""
        for reason, paths in _paths_by_reason(self.failed).items():
            shown = paths if len(paths) <= _FEW else paths[:1]
            named = (
                path if self.inside.get(path, "") in reason else self._way(path) for path in shown
            )
            yield from (f"          {path}: {reason}" for path in named)
            if len(paths) > len(shown):
                yield f"          and {len(paths) - 1:,} more so; --json names all"

    def _warning_lines(self) -> Iterator[str]:
        """Each warning with its page; one that many pages share, once with the first of them."""
        for warning, paths in _paths_by_reason(self.warnings).items():
            if len(paths) > _FEW:
                first = self._way(paths[0])
                yield f"warning: {len(paths):,} pages, the first {first}: {warning}"
            else:
                yield from (f"warning: {self._way(path)}: {warning}" for path in paths)

    def _way(self, path: str) -> str:
        """A place, and what the archive calls what lies there."""
        inside = self.inside.get(path)
        return f"{path} ({inside})" if inside else path

    def _outcome(self) -> str:
        if self.dry_run:
            return f"dry run: nothing was written ({self.seconds:.1f} s)"
        if self.unfinished is not None:
            return f"{_unfinished(self.unfinished)} ({self.seconds:.1f} s)"
        if self.generation is None:
            return f"nothing changed: the index serves on as it is ({self.seconds:.1f} s)"
        return f"serving generation {self.generation} ({self.seconds:.1f} s)"


def _paths_by_reason(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for path, reason in pairs:
        found.setdefault(reason, []).append(path)
    return found


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
