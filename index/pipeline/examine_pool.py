"""Files to examine → entries, by worker processes; one that kills its worker is told."""

from __future__ import annotations

from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Final

from index.pipeline.examine import examine
from index.pipeline.ledger import Fate, PageEntry
from search.processes import pool

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from index.saves.page import SavedFile

_FILES_A_TASK: Final = 32  # enough to hide the cost of passing a task, few enough to balance
_TASKS_AHEAD: Final = 4  # tasks waiting a worker: bounds what is in memory
_WORTH_WORKERS: Final = 64  # fewer files are read sooner than processes start

Examined = tuple["SavedFile", list[PageEntry]]


def examine_all(files: Sequence[SavedFile], jobs: int) -> Generator[Examined]:
    """Every file with its entries, in the order they get done."""
    if jobs == 1 or len(files) < _WORTH_WORKERS:
        yield from ((saved, examine(saved)) for saved in files)
        return
    tasks = [files[at : at + _FILES_A_TASK] for at in range(0, len(files), _FILES_A_TASK)]
    lost = yield from _run(tasks, jobs)
    for saved in (one for task in lost for one in task):
        yield from _alone(saved)


def _examine_many(task: Sequence[SavedFile]) -> list[Examined]:
    return [(saved, examine(saved)) for saved in task]


def _run(
    tasks: list[Sequence[SavedFile]], jobs: int
) -> Generator[Examined, None, list[Sequence[SavedFile]]]:
    """Run `tasks` on `jobs` processes; returns those that were lost with a killed worker."""
    lost: list[Sequence[SavedFile]] = []
    processes = pool(jobs)
    try:
        for group in _groups(tasks, jobs * _TASKS_AHEAD):
            try:
                waiting = {processes.submit(_examine_many, task): task for task in group}
            except BrokenProcessPool:
                lost.extend(group)
                continue
            for future in as_completed(waiting):
                try:
                    yield from future.result()
                except BrokenProcessPool:
                    lost.append(waiting[future])
    finally:
        processes.shutdown(cancel_futures=True)  # who interrupts is not kept waiting for the rest
    return lost


def _alone(saved: SavedFile) -> Iterator[Examined]:
    """One file in a process of its own, so that the one that kills it can be named."""
    with pool(1) as processes:
        try:
            yield saved, processes.submit(examine, saved).result()
        except BrokenProcessPool:
            path = saved.name
            detail = "reading it killed the process (out of memory, or a fault in a library)"
            yield saved, [PageEntry(path, path, "", Fate.FAILED, reason="crashed", detail=detail)]


def _groups(tasks: list[Sequence[SavedFile]], size: int) -> Iterable[list[Sequence[SavedFile]]]:
    return (tasks[at : at + size] for at in range(0, len(tasks), size))
