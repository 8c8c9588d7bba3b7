"""Saved pages → cleaned statements → a published generation, and a report of all that happened.

The way of a run, all of it under the writer's lock:

    paths ─► sources ─► files ─► the changed ones examined (workers) ─► ledger
    ledger ─► one page a statement ─► people resolved ─► IndexWriter ─► published

Whatever stops a run, the generation that served before goes on serving, and the next run completes.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.intake import rules_digest, take_in
from index.ledger import Fate, Ledger
from index.people.people import People
from index.report import BuildReport
from index.sources import given_sources
from index.workers import worker_count
from search.engines import open_engine, open_writer
from search.errors import BadSetting, IndexUnavailable, NothingIndexed
from search.records import Coverage, TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from index.intake import Intake
    from index.ledger import Chosen
    from index.progress import Progress
    from search.engine import IndexWriter
    from search.records import Manifest, Statement
    from search.settings import Settings

CRAWLED_NAME: Final = "pages"
LEDGER_NAME: Final = "ledger.sqlite3"
_SHRINK_LIMIT: Final = 0.5  # of the statements that serve; a run that loses more must be told to


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is to go about it; the fields are flags of `onrecord index`."""

    full: bool = False
    only: bool = False
    dry_run: bool = False
    allow_shrink: bool = False


def build(
    paths: Sequence[Path], settings: Settings, options: Options, progress: Progress
) -> BuildReport:
    """Index the pages under `paths` (none: under all remembered sources) and publish the result.

    Raises `SourceError` for a path that is not there, `NothingIndexed` when nothing would be left
    to serve (or, without `allow_shrink`, less than half), `Busy` when another run is under way.
    """
    began = time.monotonic()
    wanted = given_sources(paths)
    _make_folder(settings.data)
    with open_writer(settings) as writer, closing(Ledger(settings.data / LEDGER_NAME)) as ledger:
        with ledger.transaction(keep=not options.dry_run):
            before = ledger.chosen()
            intake = take_in(
                ledger,
                wanted,
                crawled=_crawled(settings),
                full=options.full,
                only=options.only,
                jobs=worker_count(settings.jobs),
                progress=progress,
            )
            after = ledger.chosen()
            _refuse_loss(ledger, len(before), len(after), allowed=options.allow_shrink)
            tally = _tally(ledger, intake, before, after)
            if before != after:
                ledger.set_note("generation", "")  # until published, no index holds what it knows
        manifest = None
        if not options.dry_run and not (before == after and _serves(ledger, settings)):
            manifest = _publish(ledger, writer, intake, after, settings, progress)
    return tally.report(manifest, time.monotonic() - began, dry_run=options.dry_run)


def _make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        wanted = f"a folder that can be made ({error.strerror}); set ONRECORD_DATA or --data"
        raise BadSetting("data", str(data), wanted) from error


def _crawled(settings: Settings) -> list[str]:
    """Where the crawler saves, if it has: a source that needs not be named."""
    saved = settings.data / CRAWLED_NAME
    return given_sources([saved]) if saved.is_dir() else []


def _refuse_loss(ledger: Ledger, before: int, after: int, *, allowed: bool) -> None:
    """Stop before an index becomes empty, or loses more than half by a mistyped path."""
    if not after:
        reasons = ", ".join(f"{count:,} {reason}" for _fate, reason, count in ledger.fates())
        raise NothingIndexed(
            "no statement was found in the pages given"
            + (f" ({reasons})" if reasons else " (there is no file in them)")
            + ". Nothing was changed; give a folder of saved kremlin.ru pages."
        )
    if after < before * _SHRINK_LIMIT and not allowed:
        raise NothingIndexed(
            f"only {after:,} of {before:,} statements would be left. Nothing was changed; if that "
            "is what you want, run the same with --allow-shrink."
        )


def _serves(ledger: Ledger, settings: Settings) -> bool:
    """Whether the serving generation is the one this ledger was last published as."""
    try:
        with closing(open_engine(settings)) as engine:
            serving = engine.manifest.generation
    except IndexUnavailable:
        return False
    return ledger.note("generation") == serving and ledger.note("people") == _people_key(settings)


def _people_key(settings: Settings) -> str:
    """What telling people apart depends on besides the statements: our rules, the user's file."""
    own = settings.people.read_bytes() if settings.people else b""
    return hashlib.sha256(rules_digest().encode() + own).hexdigest()


def _publish(
    ledger: Ledger,
    writer: IndexWriter,
    intake: Intake,
    chosen: Mapping[str, Chosen],
    settings: Settings,
    progress: Progress,
) -> Manifest:
    """Resolve people over all statements, write them, and let the new generation serve."""
    progress.start("Telling people apart", len(chosen))
    people = People.learn(_statements(ledger, chosen, progress), settings.people)
    progress.start("Writing the index", len(chosen))
    census = _Census()
    writer.add(census.count(people.resolve(one) for one in _statements(ledger, chosen, progress)))
    progress.start("Publishing", None)
    manifest = writer.publish(
        census.coverage(), intake.sources, sample=intake.sample, forms=people.all_forms()
    )
    ledger.set_note("people", _people_key(settings))
    ledger.set_note("generation", manifest.generation)
    return manifest


def _statements(
    ledger: Ledger, chosen: Mapping[str, Chosen], progress: Progress
) -> Iterator[Statement]:
    for pages in chosen.values():
        yield ledger.statement(pages.places)
        progress.step()


@dataclass(slots=True)
class _Census:
    """Counts statements as they pass by."""

    statements: int = 0
    turns: int = 0
    undated: int = 0
    abridged: int = 0
    without_speech: int = 0
    days: tuple[date | None, date | None] = (None, None)
    languages: dict[str, int] = field(default_factory=dict)

    def count(self, statements: Iterator[Statement]) -> Iterator[Statement]:
        """The same statements, counted."""
        for one in statements:
            self.statements += 1
            self.turns += len(one.turns)
            self.abridged += one.abridged
            self.without_speech += all(turn.kind is not TurnKind.SPEECH for turn in one.turns)
            self.languages[one.lang] = self.languages.get(one.lang, 0) + 1
            if one.date is None:
                self.undated += 1
            else:
                first, last = self.days
                self.days = (min(first or one.date, one.date), max(last or one.date, one.date))
            yield one

    def coverage(self) -> Coverage:
        """What was counted."""
        return Coverage(
            statements=self.statements,
            turns=self.turns,
            first=self.days[0],
            last=self.days[1],
            undated=self.undated,
            abridged=self.abridged,
            without_speech=self.without_speech,
            languages=dict(sorted(self.languages.items())),
        )


@dataclass(frozen=True, slots=True)
class _Tally:
    """What the ledger knew when the files were taken in; the report lacks only the outcome."""

    files: int
    fates: Sequence[tuple[str, str | None, int]]
    failures: Sequence[tuple[str, str]]
    warnings: Sequence[tuple[str, str]]
    movement: Mapping[str, int]
    statements: int
    intake: Intake

    def report(self, manifest: Manifest | None, seconds: float, *, dry_run: bool) -> BuildReport:
        """The whole report of a run."""
        kept = sum(count for fate, _reason, count in self.fates if fate == Fate.STATEMENT)
        return BuildReport(
            files=self.files,
            pages=sum(count for _fate, _reason, count in self.fates),
            read=self.intake.read,
            statements=self.statements,
            added=self.movement["added"],
            changed=self.movement["changed"],
            unchanged=self.movement["unchanged"],
            removed=self.movement["removed"],
            duplicates=kept - self.statements,
            skipped={
                reason or "": count for fate, reason, count in self.fates if fate == Fate.SKIPPED
            },
            failed=tuple(self.failures),
            warnings=tuple(self.warnings),
            sources=self.intake.sources,
            generation=manifest.generation if manifest else None,
            seconds=seconds,
            dry_run=dry_run,
            notes=self.intake.notes,
        )


def _tally(
    ledger: Ledger, intake: Intake, before: Mapping[str, Chosen], after: Mapping[str, Chosen]
) -> _Tally:
    both = before.keys() & after.keys()
    changed = sum(before[name] != after[name] for name in both)
    movement = {
        "added": len(after) - len(both),
        "changed": changed,
        "unchanged": len(both) - changed,
        "removed": len(before) - len(both),
    }
    files = len(ledger.all_files())
    return _Tally(
        files=files,
        fates=ledger.fates(),
        failures=ledger.failures(),
        warnings=ledger.warnings(),
        movement=movement,
        statements=len(after),
        intake=intake,
    )
