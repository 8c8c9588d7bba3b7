"""Files → the ledger entries of each, read by worker processes.

A file that kills the process that reads it (out of memory, or a fault in a library) takes down the
pool and the tasks that were running. These are lost tasks: their files are read once more, each in
a process of its own, so that the one to blame becomes a failed entry and no other does.
"""

from __future__ import annotations

from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Final, TypeVar

from index.pipeline.examine import examine
from index.pipeline.page_entry import Fate, PageEntry
from search.processes import pool

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from index.saves.page import SavedFile

_FILES_A_TASK: Final = 32  # enough to hide the cost of passing a task, few enough to balance
_TASKS_AHEAD: Final = 4  # of each worker; bounds what is in memory
_LEAST_FILES: Final = 64  # fewer are read sooner than processes start

T = TypeVar("T")
ExaminedFile = tuple["SavedFile", list[PageEntry]]


def examine_all(files: Sequence[SavedFile], jobs: int) -> Generator[ExaminedFile]:
    """Every file with its entries, in the order they are done, by `jobs` processes."""
    if jobs == 1 or len(files) < _LEAST_FILES:
        yield from ((saved, examine(saved)) for saved in files)
        return
    lost = yield from _examine_in_pool(_slices(files, _FILES_A_TASK), jobs)
    for saved in (one for task in lost for one in task):
        yield saved, _examine_apart(saved)


def _examine_task(files: Sequence[SavedFile]) -> list[ExaminedFile]:
    return [(saved, examine(saved)) for saved in files]


def _examine_in_pool(
    tasks: list[Sequence[SavedFile]], jobs: int
) -> Generator[ExaminedFile, None, list[Sequence[SavedFile]]]:
    """Yield the files of `tasks` as they are done; return the lost tasks."""
    lost: list[Sequence[SavedFile]] = []
    processes = pool(jobs)
    try:
        for group in _slices(tasks, jobs * _TASKS_AHEAD):
            try:
                waiting = {processes.submit(_examine_task, task): task for task in group}
            except BrokenProcessPool:  # by a task of the group before
                lost.extend(group)
                continue
            for future in as_completed(waiting):
                try:
                    yield from future.result()
                except BrokenProcessPool:
                    lost.append(waiting[future])
    finally:
        processes.shutdown(cancel_futures=True)  # an interrupt does not wait for the other tasks
    return lost


def _examine_apart(saved: SavedFile) -> list[PageEntry]:
    """The entries of a file, read in a process of its own; a failed one if it kills that."""
    with pool(1) as processes:
        try:
            return processes.submit(examine, saved).result()
        except BrokenProcessPool:
            detail = "reading it killed the process (out of memory, or a fault in a library)"
            return [PageEntry(saved.name, saved.name, "", Fate.FAILED, "crashed", detail)]


def _slices(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[at : at + size] for at in range(0, len(items), size)]
