"""A table named on the command line → its rows in the ledger: only new and changed ones cleaned."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.deadline import MOST_SECONDS, TookTooLong, deadline, too_long
from index.pipeline.examine import statement_entry, told_error
from index.pipeline.page_entry import Fate, FileStamp, PageEntry
from index.saves.recognise import NotAStatement, Unreadable
from index.tables.column_names import ColumnRole
from index.tables.columns import guess_columns
from index.tables.guess_report import GuessReport
from index.tables.row import BrokenRow
from index.tables.row_statement import row_digest, row_statement, used_cells
from index.tables.table import open_table
from search.processes import pool
from search.store.sqlite import connect_read_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from index.pipeline.ledger import Ledger
    from index.progress import Progress
    from index.saves.page import SavedFile
    from index.tables.columns import ColumnGuess
    from index.tables.row import TableRow
    from index.tables.table import Table

_ROWS_A_TASK: Final = 64  # as many cost far more than passing the task
_TASKS_AHEAD: Final = 4  # of each worker; bounds what is in memory
_LEAST_ROWS: Final = 256  # fewer are read sooner than processes start

DigestedRow = tuple["TableRow", str]


def remembered_map(ledger: Path, path: str) -> dict[str, str | None]:
    """Which columns of a table the user said are what, by a ledger's file; it is only read."""
    if not ledger.exists():
        return {}
    try:
        with closing(connect_read_only(ledger)) as db:
            told = db.execute("SELECT map FROM named_table WHERE path = ?", (path,)).fetchone()
    except sqlite3.Error:
        return {}  # of an earlier layout, or no ledger: whoever writes it next says so
    return dict(json.loads(told[0])) if told else {}


def look_at_table(
    path: str, given: Mapping[str, str | None]
) -> tuple[Table, ColumnGuess, GuessReport]:
    """A table and what its columns are; `SourceError` where it cannot be read as one."""
    table = open_table(Path(path))
    guess = guess_columns(table, {ColumnRole(role): name for role, name in given.items()})
    return table, guess, GuessReport.of(table, guess)


def take_table(
    ledger: Ledger,
    saved: SavedFile,
    given: Mapping[str, str | None],
    *,
    full: bool,
    jobs: int,
    progress: Progress,
) -> GuessReport:
    """Bring the ledger's rows of one table up to date; `SourceError` where it is none."""
    table, guess, report = look_at_table(saved.name, given)
    known = {} if full else ledger.rows_of(saved.name)
    ledger.begin_table(saved.name, FileStamp(saved.size_bytes, saved.mtime_ns))
    changed = _changed(ledger, saved.name, table, guess, known)
    for entries in _examined(saved.name, changed, guess, jobs):
        ledger.add_pages(entries)
        progress.step(len(entries))
    ledger.end_table(saved.name)
    return report


def _changed(
    ledger: Ledger,
    path: str,
    table: Table,
    guess: ColumnGuess,
    known: dict[str, list[str]],
) -> Iterator[DigestedRow]:
    """The rows that are not in the ledger yet; those that are stay, broken ones are recorded."""
    for row in table.rows():
        if isinstance(row, BrokenRow):
            ledger.add_pages([_broken_entry(path, row)])
            continue
        digest = row_digest(used_cells(row, guess), guess)
        if before := known.get(digest):
            ledger.keep_row(before.pop(), row.place(path))
        else:
            yield row, digest


def _broken_entry(path: str, row: BrokenRow) -> PageEntry:
    return PageEntry(row.place(path), path, "", Fate.FAILED, "cannot be read", row.why)


def _examined(
    path: str, rows: Iterator[DigestedRow], guess: ColumnGuess, jobs: int
) -> Iterator[list[PageEntry]]:
    """The entries of rows, a task at a time, by `jobs` processes where there are many."""
    first = list(islice(rows, _LEAST_ROWS))
    if jobs == 1 or len(first) < _LEAST_ROWS:
        yield from (examine_rows(path, [row], guess) for row in _chained(first, rows))
        return
    yield from _in_pool(path, _slices(_chained(first, rows)), guess, jobs)


def _in_pool(
    path: str, tasks: Iterator[Sequence[DigestedRow]], guess: ColumnGuess, jobs: int
) -> Iterator[list[PageEntry]]:
    """The same in processes; rows of a task whose process died are read again one by one."""
    processes = pool(jobs)
    try:
        while group := list(islice(tasks, jobs * _TASKS_AHEAD)):
            waiting: list[tuple[Sequence[DigestedRow], Future[list[PageEntry]] | None]] = []
            for task in group:
                try:
                    waiting.append((task, processes.submit(examine_rows, path, task, guess)))
                except BrokenProcessPool:
                    waiting.append((task, None))
            for task, future in waiting:
                try:
                    if future is None:
                        raise BrokenProcessPool
                    yield future.result()
                except BrokenProcessPool:
                    processes.shutdown(cancel_futures=True)
                    processes = pool(jobs)
                    yield [entry for row in task for entry in _examine_apart(path, row, guess)]
    finally:
        processes.shutdown(cancel_futures=True)


def _examine_apart(path: str, row: DigestedRow, guess: ColumnGuess) -> list[PageEntry]:
    """A row read in a process of its own; a failed entry if it kills that."""
    with pool(1) as processes:
        try:
            return processes.submit(examine_rows, path, [row], guess).result()
        except BrokenProcessPool:
            detail = "reading it killed the process (out of memory, or a fault in a library)"
            place = row[0].place(path)
            return [PageEntry(place, path, row[1], Fate.FAILED, "crashed", detail)]


def examine_rows(path: str, rows: Sequence[DigestedRow], guess: ColumnGuess) -> list[PageEntry]:
    """What became of each row."""
    return [_examine(path, row, digest, guess) for row, digest in rows]


def _examine(path: str, row: TableRow, digest: str, guess: ColumnGuess) -> PageEntry:
    place = row.place(path)
    try:
        with deadline(MOST_SECONDS):
            return statement_entry(row_statement(row, guess), path, digest, place=place)
    except TookTooLong:
        return PageEntry(place, path, digest, Fate.FAILED, "cannot be read", too_long(MOST_SECONDS))
    except NotAStatement as other:
        return PageEntry(place, path, digest, Fate.SKIPPED, other.reason.value, other.detail)
    except Unreadable as error:
        return PageEntry(place, path, digest, Fate.FAILED, "cannot be read", str(error))
    except Exception as error:  # one bad row must not end a build of thousands; it is reported
        return PageEntry(place, path, digest, Fate.FAILED, "cleaning failed", told_error(error))


def _chained(first: Iterable[DigestedRow], rest: Iterator[DigestedRow]) -> Iterator[DigestedRow]:
    yield from first
    yield from rest


def _slices(rows: Iterator[DigestedRow]) -> Iterator[Sequence[DigestedRow]]:
    while some := list(islice(rows, _ROWS_A_TASK)):
        yield some
