"""Saved pages → cleaned statements → a published generation, and a report of all that happened.

The way of a run, all of it under the writer's lock:

    paths ─► sources ─► files ─► the changed ones examined (workers) ─► ledger
    ledger ─► one page a statement ─► people told apart ─► offers ─► IndexWriter ─► published

Whatever stops a run, the generation that served before goes on serving, and the next run completes.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from index.pipeline.date_conflicts import date_conflicts
from index.pipeline.intake import rules_digest, take_in
from index.pipeline.keep_versions import keep_versions
from index.pipeline.ledger import Ledger
from index.pipeline.offers import offered
from index.pipeline.page_entry import Fate
from index.pipeline.report import BuildReport
from index.pipeline.sources import given_sources, named_tables
from search.data_folder import make_private_folder, refuse_foreign
from search.engine import Unfinished
from search.engines import open_engine, open_writer
from search.errors import BadSetting, IndexUnavailable, NothingIndexed
from search.processes import process_count
from search.records import Manifest
from search.store.versions import FILE_NAME as VERSIONS_NAME
from search.store.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from index.pipeline.given import GivenFacts
    from index.pipeline.intake import Intake
    from index.pipeline.page_entry import ChosenPages
    from index.progress import Progress
    from index.tables.column_names import ColumnRole
    from search.engine import IndexWriter
    from search.settings import Settings

CRAWLED_NAME: Final = "pages"
LEDGER_NAME: Final = "ledger.sqlite3"
_FEW: Final = 3  # failures that are named where nothing else is reported
_SHRINK_LIMIT: Final = 0.5  # of the statements that serve; to lose more needs `allow_shrink`


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is to go about it; the fields are flags of `onrecord index`."""

    full: bool = False
    only: bool = False
    dry_run: bool = False
    allow_shrink: bool = False
    part: str | None = None
    given: GivenFacts | None = None  # of the one file that is indexed
    columns: Mapping[ColumnRole, str | None] | None = None  # of the one table that is indexed


def build(
    paths: Sequence[Path], settings: Settings, options: Options, progress: Progress
) -> BuildReport:
    """Index the pages under `paths` (none: under all remembered sources) and publish the result.

    Raises `SourceError` for a path that is not there, `NothingIndexed` when nothing would be left
    to serve (or, without `allow_shrink`, less than half), `Busy` when another run is under way,
    `StoreUnavailable` and `CannotWrite` for the ledger, and what the engine's writer raises. A dry
    run takes no lock and writes nothing, neither to the data folder nor to a cluster.
    """
    began = time.monotonic()
    wanted, tables = given_sources(paths), named_tables(paths)
    writer = open_writer(settings, anew=options.full, part=options.part)  # locks and writes nothing
    outcome: Manifest | Unfinished | None = None
    if options.dry_run:
        with closing(Ledger(settings.data / LEDGER_NAME, trial=True)) as ledger:
            taken = _take_in(ledger, wanted, tables, settings, options, progress)
    else:
        _make_folder(settings.data)
        refuse_foreign((settings.data,), allowed=settings.foreign_data)
        with writer, closing(Ledger(settings.data / LEDGER_NAME)) as ledger:
            taken = _take_in(ledger, wanted, tables, settings, options, progress)
            if taken.changed or options.full or not _serves(ledger, settings):
                outcome = _publish(ledger, writer, taken, settings, progress)
    return replace(
        taken.report,
        generation=outcome.generation if isinstance(outcome, Manifest) else None,
        unfinished=outcome if isinstance(outcome, Unfinished) else None,
        seconds=time.monotonic() - began,
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a ledger knows once the files are taken in; the report lacks only the outcome."""

    intake: Intake
    chosen: Mapping[str, ChosenPages]
    changed: bool  # against what the ledger knew before
    report: BuildReport


def _take_in(
    ledger: Ledger,
    wanted: Sequence[str],
    tables: Sequence[str],
    settings: Settings,
    options: Options,
    progress: Progress,
) -> _Taken:
    """Bring the ledger up to date, all of it or nothing; keep the texts that others replace."""
    columns = {role.value: name for role, name in (options.columns or {}).items()}
    with ledger.transaction():
        before = ledger.chosen()
        intake = take_in(
            ledger,
            wanted,
            crawled=_crawled(settings),
            full=options.full,
            only=options.only,
            jobs=process_count(settings.jobs),
            progress=progress,
            given=options.given,
            tables=dict.fromkeys(tables, columns),
        )
        after = ledger.chosen()
        _refuse_loss(ledger, len(before), len(after), allowed=options.allow_shrink)
        report = _report(ledger, intake, before, after, dry_run=options.dry_run)
        if not options.dry_run:
            kept = Versions(settings.data / VERSIONS_NAME)
            keep_versions(ledger, kept, before, after, rules_digest(), datetime.now(UTC))
        moved = _digests(before) != _digests(after)
        if moved:
            ledger.set_note("generation", "")  # until published, no index holds what it knows
    return _Taken(intake, after, moved, report)


def _digests(chosen: Mapping[str, ChosenPages]) -> dict[str, str]:
    """What statements say, wherever their pages lie."""
    return {name: pages.digest for name, pages in chosen.items()}


def _make_folder(data: Path) -> None:
    try:
        make_private_folder(data)
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
        reasons += "".join(f"; {place}: {why}" for place, why in ledger.failures()[:_FEW])
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
    taken: _Taken,
    settings: Settings,
    progress: Progress,
) -> Manifest | Unfinished:
    """Offer all statements to the writer, and let the new generation serve if it is whole."""
    with ledger.transaction():
        indexed = ledger.first_indexed(taken.chosen, datetime.now(UTC))
    found = offered(ledger, taken.chosen, indexed, settings.people, progress)
    progress.start("Writing the index", None)
    writer.offer(found.offers)
    outcome = writer.publish(
        found.coverage, taken.intake.sources, sample=taken.intake.sample, forms=found.forms
    )
    if isinstance(outcome, Unfinished):
        return outcome
    ledger.set_note("people", _people_key(settings))
    ledger.set_note("generation", outcome.generation)
    return outcome


def _report(
    ledger: Ledger,
    intake: Intake,
    before: Mapping[str, ChosenPages],
    after: Mapping[str, ChosenPages],
    *,
    dry_run: bool,
) -> BuildReport:
    """The report of a run that has published nothing yet."""
    both = before.keys() & after.keys()
    changed = sum(before[name].digest != after[name].digest for name in both)
    fates = ledger.fates()
    kept = sum(count for fate, _reason, count in fates if fate == Fate.STATEMENT)
    further = sum(len(one.places) - 1 for one in after.values())
    return BuildReport(
        files=len(ledger.all_files()),
        pages=sum(count for _fate, _reason, count in fates),
        read=intake.read,
        statements=len(after),
        added=len(after) - len(both),
        changed=changed,
        unchanged=len(both) - changed,
        removed=len(before) - len(both),
        further=further,
        duplicates=kept - len(after) - further,
        skipped=tuple(ledger.skipped()),
        failed=tuple(ledger.failures()),
        warnings=(*ledger.warnings(), *date_conflicts(ledger, after)),
        sources=intake.sources,
        dry_run=dry_run,
        notes=intake.notes,
        tables=intake.tables,
        inside=ledger.insides(),
    )
