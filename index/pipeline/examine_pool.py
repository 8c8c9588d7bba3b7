"""Files → the ledger entries of each, read by worker processes that may die or be ended.

A page that kills the process that reads it (out of memory, or a fault in a library) or takes too
long is a failed entry of its own: another process goes on with the page after it. Entries come as
they are made, so that an archive of any size is never held as a whole.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Final, NamedTuple

from index.deadline import MOST_SECONDS, too_long
from index.pipeline.examine import examine, examine_page, failed_entry, pages_of, placed
from search.processes import end_with_owner, started

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from index.pipeline.page_entry import PageEntry
    from index.saves.page import SavedFile

_FILES_A_TASK: Final = 32  # enough to hide the cost of passing a task, few enough to balance
_LEAST_FILES: Final = 64  # fewer are read sooner than processes start
_HARMLESS_BYTES: Final = 1_000_000  # of a file that holds one page
_ENTRIES_AT_ONCE: Final = 200
_MOST_SECONDS_TO_START: Final = 300.0
_MOST_RESTARTS: Final = 5  # for one file
_ARCHIVES: Final = frozenset(
    {".7z", ".bz2", ".gz", ".tar", ".tbz2", ".tgz", ".txz", ".wacz", ".warc", ".xz", ".zip"}
)

_CRASHED: Final = "reading it killed the process (out of memory, or a fault in a library)"
_REST: Final = "; what follows in the file was not read"


class ExaminedFile(NamedTuple):
    """Some entries of a file, in the order of its pages; an archive may have several of these."""

    saved: SavedFile
    entries: list[PageEntry]
    is_first: bool = True
    is_last: bool = True


def examine_all(
    files: Sequence[SavedFile], jobs: int, most_seconds: float = MOST_SECONDS
) -> Generator[ExaminedFile]:
    """The entries of every file, as they are made, by `jobs` processes; so many seconds a page."""
    if jobs == 1 or (len(files) < _LEAST_FILES and all(map(_is_harmless, files))):
        for saved in files:
            pieces = (entries for entries in examine(saved, most_seconds))
            yield from _in_portions(saved, pieces)
        return
    yield from Crew(files, jobs, most_seconds).run()


def _is_harmless(saved: SavedFile) -> bool:
    """Whether a file is small and no archive by its name: it may be read in this process."""
    return saved.size_bytes < _HARMLESS_BYTES and saved.path.suffix.lower() not in _ARCHIVES


def _in_portions(saved: SavedFile, pieces: Iterable[list[PageEntry]]) -> Iterator[ExaminedFile]:
    portions = _Portions(saved)
    for entries in pieces:
        yield from portions.add(entries)
    yield portions.end()


class _Portions:
    """Gathers the entries of a file into portions, and gives each entry its place."""

    def __init__(self, saved: SavedFile) -> None:
        self._saved = saved
        self._held: list[PageEntry] = []
        self._given = 0

    def add(self, entries: Iterable[PageEntry]) -> Iterator[ExaminedFile]:
        """Take in entries; a portion where there are enough."""
        self._held += placed(entries, self._given + len(self._held))
        if len(self._held) >= _ENTRIES_AT_ONCE:
            yield self._portion(is_last=False)

    def end(self) -> ExaminedFile:
        """The last portion, which may be empty."""
        return self._portion(is_last=True)

    def _portion(self, *, is_last: bool) -> ExaminedFile:
        portion = ExaminedFile(self._saved, self._held, not self._given, is_last)
        self._given += len(self._held)
        self._held = []
        return portion


@dataclass(slots=True)
class _Task:
    """A file to read, without the first `skip` pages, which were read before."""

    saved: SavedFile
    portions: _Portions
    skip: int = 0
    restarts: int = 0


@dataclass(slots=True)
class _Worker:
    """A process, the tasks it was given, and how far it is with the first of them."""

    process: BaseProcess
    connection: Connection
    tasks: deque[_Task] = field(default_factory=deque)
    page: int | None = None  # which it cleans; None: it reads
    heard: float = 0.0  # when it last said something
    is_ready: bool = False


class Crew:
    """Workers, and the tasks that are left."""

    def __init__(self, files: Sequence[SavedFile], jobs: int, most_seconds: float) -> None:
        self._left = deque(_Task(saved, _Portions(saved)) for saved in files)
        self._jobs = min(jobs, -(-len(files) // _FILES_A_TASK) if len(files) > jobs else len(files))
        self._most_seconds = most_seconds
        self.workers: list[_Worker] = []

    def run(self) -> Generator[ExaminedFile]:
        """Everything, in the order it is done."""
        try:
            while self._staff():
                for worker in self._spoken():
                    yield from self._hear(worker)
                yield from self._end_the_slow()
        finally:
            for worker in self.workers:
                worker.process.kill()
                worker.process.join()
                worker.connection.close()

    def _staff(self) -> bool:
        """Give tasks to those without, and start who is missing; False when all is done."""
        while self._left and len(self.workers) < self._jobs:
            process, connection = started(work)
            self.workers.append(_Worker(process, connection))
        for worker in self.workers:
            if not worker.tasks and self._left:
                share = max(len(self._left) // self._jobs, 1)
                batch = [self._left.popleft() for _ in range(min(_FILES_A_TASK, share))]
                worker.tasks.extend(batch)
                worker.page, worker.heard = None, time.monotonic()
                try:
                    worker.connection.send([(task.saved, task.skip) for task in batch])
                except OSError:  # it is dead, which is heard next
                    continue
        return any(worker.tasks for worker in self.workers)

    def _spoken(self) -> list[_Worker]:
        """Those who have something to say, or are dead; none where nobody does in time."""
        busy = {worker.connection: worker for worker in self.workers if worker.tasks}
        left = max(min(map(self._deadline, busy.values())) - time.monotonic(), 0)
        return [busy[one] for one in wait(list(busy), left) if one in busy]

    def _deadline(self, worker: _Worker) -> float:
        seconds = self._most_seconds if worker.is_ready else _MOST_SECONDS_TO_START
        return worker.heard + seconds

    def _hear(self, worker: _Worker) -> Iterator[ExaminedFile]:
        try:
            page, entries = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._lost(worker, _CRASHED)
            return
        worker.heard = time.monotonic()
        if not worker.is_ready:
            worker.is_ready = True
            return
        task = worker.tasks[0]
        if page is None:
            worker.tasks.popleft()
            worker.page = None
            yield task.portions.end()
        elif entries is None:
            worker.page = page
        else:
            worker.page, task.skip = None, page + 1
            yield from task.portions.add(entries)

    def _end_the_slow(self) -> Iterator[ExaminedFile]:
        now = time.monotonic()
        for worker in list(self.workers):
            slow = worker.tasks and now >= self._deadline(worker)
            if slow and not worker.connection.poll():
                yield from self._lost(worker, too_long(self._most_seconds))

    def _lost(self, worker: _Worker, why: str) -> Iterator[ExaminedFile]:
        """End a worker: what it was at has failed, the rest of its tasks are left to others."""
        self.workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
        task = worker.tasks.popleft()
        task.restarts += 1
        goes_on = worker.page is not None and task.restarts <= _MOST_RESTARTS
        told = why if goes_on or not task.skip else why + _REST
        yield from task.portions.add([failed_entry(task.saved, told)])
        if goes_on and worker.page is not None:
            task.skip = max(task.skip, worker.page + 1)
            worker.tasks.appendleft(task)
        else:
            yield task.portions.end()
        self._left.extendleft(reversed(worker.tasks))


def work(connection: Connection) -> None:
    """Read files for the owner of the other end, until it is gone.

    Says `(None, None)` when it is ready and at the end of each file, `(page, None)` when a page is
    read, and `(page, entries)` when it is cleaned.
    """
    end_with_owner()
    connection.send((None, None))
    while True:
        try:
            tasks = connection.recv()
        except EOFError:
            return
        for saved, skip in tasks:
            for number, page in enumerate(pages_of(saved)):
                connection.send((number, None))
                if number >= skip:
                    connection.send((number, examine_page(page, saved.name)))
            connection.send((None, None))
