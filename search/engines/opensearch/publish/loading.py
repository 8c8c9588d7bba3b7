"""Offers of statements → their documents in a generation, and their term counts.

Many are divided among processes, each of which makes documents and sends them itself: so no text
passes between processes, and a process makes its next documents no sooner than the cluster took
the last.
"""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from search.engines.opensearch.cluster.bulk import Bulk
from search.engines.opensearch.cluster.client import Cluster
from search.engines.opensearch.layout.documents import analysed, document
from search.engines.opensearch.layout.term_counts import TermCounter, TermCounts
from search.engines.opensearch.layout.vocabulary import Vocabulary
from search.errors import CannotWrite
from search.processes import pool, process_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from search.engine import Offer
    from search.settings import Settings

TASK_CHARS: Final = 4_000_000
_UNKNOWN_CHARS: Final = 10_000  # of a statement of unknown length
_TASKS_AHEAD: Final = 2  # a process: what waits is only names of statements, what is done is counts
_WORTH_PROCESSES: Final = 4  # fewer tasks are done sooner than processes start


def digest_key(offer: Offer) -> str:
    """The key that a document is stored with: equal keys, equal documents."""
    moment = offer.indexed.isoformat(timespec="seconds") if offer.indexed else ""
    return f"{offer.digest} {moment}"


def load(offers: Sequence[Offer], target: str, settings: Settings) -> TermCounts:
    """Put the statements offered into the index behind the alias `target`; their term counts.

    Raises `CannotWrite` where the cluster refuses a document, or a process was killed.
    """
    tasks, jobs = list(_tasks(offers)), process_count(settings.jobs)
    total = TermCounts()
    if jobs == 1 or len(tasks) < _WORTH_PROCESSES:
        for task in tasks:
            total.merge(load_task(task, target, settings))
        return total
    for counts in _divided(tasks, target, settings, jobs):
        total.merge(counts)
    return total


def load_task(offers: Sequence[Offer], target: str, settings: Settings) -> TermCounts:
    """Load some statements, make and send their documents; their term counts."""
    known = Vocabulary()
    counter = TermCounter(known)
    with closing(Cluster(settings)) as cluster:
        bulk = Bulk(cluster, target)
        for offer in offers:
            statement = replace(offer.load(), indexed=offer.indexed)
            analysis = analysed(statement, known)
            counter.add(analysis)
            bulk.index(offer.id, document(statement, analysis) | {"digest": digest_key(offer)})
        bulk.flush()
    return counter.counts()


def _divided(
    tasks: Sequence[Sequence[Offer]], target: str, settings: Settings, jobs: int
) -> Iterator[TermCounts]:
    """The counts of each task as it is done; few wait, so that one that fails ends all soon."""
    coming = iter(tasks)
    with pool(min(jobs, len(tasks))) as processes:
        running: set[Future[TermCounts]] = set()
        try:
            while True:
                for task in islice(coming, jobs * _TASKS_AHEAD - len(running)):
                    running.add(processes.submit(load_task, task, target, settings))
                if not running:
                    return
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        except BrokenProcessPool as error:
            raise CannotWrite(
                "a process that made documents was killed, perhaps for want of memory. The index "
                "that served before still does; run the same again with --jobs 1."
            ) from error
        finally:
            processes.shutdown(cancel_futures=True)


def _tasks(offers: Sequence[Offer]) -> Iterator[Sequence[Offer]]:
    """Statements in their order, cut where they are enough for a task."""
    task: list[Offer] = []
    chars = 0
    for offer in offers:
        task.append(offer)
        chars += offer.chars or _UNKNOWN_CHARS
        if chars >= TASK_CHARS:
            yield task
            task, chars = [], 0
    if task:
        yield task
